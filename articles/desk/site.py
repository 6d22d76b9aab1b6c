"""The desk's admin site: the stock admin's doors and rare tables, our screens for everything a newsroom does."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext_lazy as _


class NewPassword(AdminPasswordChangeForm):
    """The old password and twice a new one."""

    default_renderer = DjangoTemplates


class Desk(AdminSite):
    """The staff face of the newsroom at /admin/."""

    site_header = _("Newsroom desk")
    site_title = _("Newsroom desk")
    index_title = _("Desk")
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Our screens first, so that they stand in for the stock ones at the same address."""
        from articles.desk.urls import addresses

        return [*addresses(self), *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As the stock door, but a form of somebody who is signed out by now comes back with what was typed."""
        stock = super().admin_view(view, cacheable)

        @wraps(stock)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            from articles.desk import again

            if not request.user.is_authenticated and again.is_ours(request):
                return again.signed_out(request)
            return stock(request, *args, **kwargs)

        return door

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Home shows work, not a list of tables."""
        from articles.desk.home import home

        return home(request, self.each_context(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Signing in goes through django-allauth, with its second factors and limits."""
        from articles.desk import accounts_signing

        return accounts_signing.page(request, {**self.each_context(request), **(extra_context or {})})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every screen has around its own words."""
        from articles.desk.frame import around

        return {**super().each_context(request), **around(request), "newsroom": settings.NEWSROOM_NAME}

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """As the stock door, with a form that finds its own templates."""
        from django.contrib.auth.views import PasswordChangeView

        answer: Any = PasswordChangeView.as_view(
            form_class=NewPassword,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            template_name="registration/password_change_form.html",
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)
        return answer


site = Desk(name="admin")
