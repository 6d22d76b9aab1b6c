"""How django-allauth works in this house: nobody signs up, only staff get in, and nobody is led elsewhere."""

import base64
import hashlib
import logging
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

SILENT = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")
log = logging.getLogger(__name__)


def is_ours(url: str) -> bool:
    """Whether ``url`` is a plain path of the desk, spelled so that every browser stays on this host."""
    if not url.startswith(settings.STAFF_PREFIX) or any(ord(sign) <= 32 or sign == "\\" for sign in url):
        return False
    return url_has_allowed_host_and_scheme(url, allowed_hosts=None) and "/../" not in f"{url}/"


class Doorkeeper(DefaultAccountAdapter):
    """Signing in and confirming one's password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made by an invitation or a chief."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths of the desk, on whatever host the person already is."""
        return is_ours(url)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only looking may be answered in JSON: what is sent comes from forms, whatever it calls itself."""
        return request.method == "GET" and super().is_ajax(request)

    def pre_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse | None:
        """The last look before a session begins, whichever way the person came: staff alone."""
        if not user.is_staff:
            messages.error(request, _("This account does not work at the desk."))
            raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
        return super().pre_login(request, user, **hooks)

    def is_reauthentication_required(self, *, app: str, **facts: Any) -> bool:
        """Whoever signed in a moment ago has just shown the password."""
        fresh = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(self.request, self.request.user)
        return not any(record.get("at", 0) > fresh for record in records)

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any,
                    **kwargs: Any) -> None:  # fmt: skip
        """Signing in and out shows by itself."""
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_notification_mail(self, template_prefix: str, user: Any, context: dict[str, Any] | None = None,
                               email: str | None = None) -> None:  # fmt: skip
        """A mail about the account's safety; a mail server that is away holds up nobody."""
        address = email or user.email
        if not address:
            return
        try:
            super().send_notification_mail(template_prefix, user, context, address)
        except OSError as error:
            log.warning("A mail about the account %s was not sent: %s", user.pk, error)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As usual; where the mail server is away, the answer is the same as if it were there."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            log.warning("A mail of kind %s was not sent: %s", template_prefix, error)


class FactorKeeper(DefaultMFAAdapter):
    """Second factors; their secrets are stored under a key made of the installation's secret."""

    def encrypt(self, text: str) -> str:
        """``text`` under the newest key."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The stored secret. Raises InvalidToken when SECRET_KEY was lost and is not among the fallbacks."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        """What the authenticator app shows beside the newsroom's name."""
        assert isinstance(user, User)
        return user.get_username()

    def _get_site_name(self) -> str:
        return str(settings.NEWSROOM_NAME)


def _keys() -> MultiFernet:
    secrets = [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"second factor:" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
