"""The addresses of signing in and of second factors: allauth's own views in the desk's frame, under its own names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views
from allauth.mfa.urls import urlpatterns as factors
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path

from articles.desk import accounts_forgotten, accounts_signing
from articles.desk.site import site

View = Callable[..., HttpResponseBase]


def framed(view: View) -> View:
    """``view`` with what every screen of the desk has around its own words."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = view(request, *args, **kwargs)
        context = getattr(found, "context_data", None)
        if context is not None:
            context.update({**site.each_context(request), **context})
        return found

    return inside


def _in_frame(patterns: list[Any], prefix: str) -> list[URLPattern]:
    """Every address below ``prefix``, one by one, so that each can be framed."""
    found = []
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            found += _in_frame(each.url_patterns, route)
        else:
            found.append(path(route, framed(each.callback), name=each.name))
    return found


urlpatterns = [
    path("login/", site.login, name="account_login"),
    path("sign-in.json", accounts_signing.in_place, name="sign_in_json"),
    path("account/cancel/", accounts_signing.cancel, name="account_logout"),
    path("account/inactive/", framed(views.account_inactive), name="account_inactive"),
    path("account/confirm/", framed(views.reauthenticate), name="account_reauthenticate"),
    path("account/forgotten/", framed(accounts_forgotten.ask), name="account_reset_password"),
    path("account/forgotten/sent/", framed(views.password_reset_done), name="account_reset_password_done"),
    path("account/forgotten/done/", framed(views.password_reset_from_key_done),
         name="account_reset_password_from_key_done"),
    re_path(r"^account/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", framed(views.password_reset_from_key),
            name="account_reset_password_from_key"),
    *_in_frame(factors, "account/factors/"),
]  # fmt: skip
