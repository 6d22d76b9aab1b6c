"""Asks for the password again, or the second factor, before what harms most: breaking the glass, managing people."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def need(request: HttpRequest) -> None:
    """Go on only within five minutes of a sign-in or a confirmation.

    Raises ReauthenticationRequired, which asks and then goes on with the same form. A form that holds a password is
    not kept meanwhile: it raises ImmediateHttpResponse, and is filled in again.
    """
    if not is_reauthentication_required(request, app="newsroom"):
        return
    if not any("password" in name for name in request.POST):
        raise ReauthenticationRequired()
    messages.warning(
        request, _("Confirm that it is you, then fill in the form again. Passwords are not kept.")
    )
    ask = reverse("account_reauthenticate")
    raise ImmediateHttpResponse(HttpResponseRedirect(f"{ask}?{urlencode({'next': request.path})}"))
