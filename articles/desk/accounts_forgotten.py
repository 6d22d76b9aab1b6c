"""A forgotten password: a letter with the way to a new one, or plain words where the newsroom sends no mail."""

from allauth.account import views
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse


def ask(request: HttpRequest) -> HttpResponseBase:
    """The form that sends the way to a new password; nothing is promised where mail is off."""
    if settings.MAIL_IS_OFF:
        return TemplateResponse(request, "account/mail_is_off.html", {})
    return views.password_reset(request)
