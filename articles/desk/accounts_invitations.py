"""The doors of invitations: a chief's page with those that wait, and the page behind the link."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Group, User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from articles.desk import accounts_confirming, accounts_inviting
from articles.desk.accounts_inviting import NotInvited
from articles.desk.frame import answer
from articles.desk.models import Invitation
from articles.desk.roles import Role


class InvitationForm(forms.Form):
    """Whom, and as what."""

    default_renderer = DjangoTemplates
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "off", "data-focus": ""})
    )
    group = Role(Group.objects.order_by("name"), label=gettext_lazy("Role"), empty_label=None)


class WelcomeForm(forms.Form):
    """Who the invited person wants to be."""

    default_renderer = DjangoTemplates
    username = forms.CharField(
        label=gettext_lazy("Name to sign in with"), max_length=150, validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "data-focus": ""}),
    )  # fmt: skip
    last_name = forms.CharField(
        label=gettext_lazy("Family name"), max_length=150, required=False,
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )  # fmt: skip
    first_name = forms.CharField(
        label=gettext_lazy("Given name"), max_length=150, required=False,
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, help_text=gettext_lazy("At least ten characters."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )  # fmt: skip


def invitations(request: HttpRequest) -> HttpResponse:
    """Those that wait, and a form for the next."""
    person = _chief(request)
    accounts_confirming.need(request)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _invited(request, form, person)
    return _page(request, form, status=422 if form.is_bound else 200)


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Close one link."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        accounts_inviting.withdraw(number, by=_chief(request), now=timezone.now())
        messages.success(request, _("The link opens nothing any more."))
    except NotInvited as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:invitations")


def _chief(request: HttpRequest) -> User:
    person = request.user
    if not person.has_perm("auth.add_user"):
        raise PermissionDenied(_("Only chiefs invite people."))
    assert isinstance(person, User)
    return person


def _page(request: HttpRequest, form: InvitationForm, *, status: int = 200, **more: Any) -> HttpResponse:
    rows = accounts_inviting.waiting(timezone.now())[:200]
    return answer(request, "invitations.html", _("Invitations"), form=form, rows=rows, status=status, **more)


def _invited(request: HttpRequest, form: InvitationForm, person: User) -> HttpResponse:
    try:
        made, secret = accounts_inviting.invite(**form.cleaned_data, by=person, now=timezone.now())
    except NotInvited as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=409)
    if not _has_left(made, secret):
        # The link is shown this once, so that it can travel another way.
        return _page(request, InvitationForm(), link=accounts_inviting.link(secret), unsent=made.email)
    messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": made.email})
    return redirect("admin:invitations")


def _has_left(invitation: Invitation, secret: str) -> bool:
    """Whether a mail server took the mail; where mail is off it is only written down."""
    try:
        accounts_inviting.send(invitation, secret)
    except OSError:
        return False
    return not settings.MAIL_IS_OFF


@sensitive_post_parameters("password")
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Behind the link: choose a name and a password, and be signed in."""
    now = timezone.now()
    try:
        invitation = accounts_inviting.opened(secret, now)
        form = WelcomeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return _begin(request, accounts_inviting.accept(secret, **form.cleaned_data, now=now))
    except NotInvited as refusal:
        return answer(request, "closed.html", _("This link opens nothing"), status=410, words=str(refusal))
    except ValidationError as error:
        form.add_error(None if hasattr(error, "error_dict") else "password", error)
    return answer(
        request, "welcome.html", _("Welcome"), form=form, invitation=invitation,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


def _begin(request: HttpRequest, person: User) -> HttpResponse:
    record_authentication(request, person, method="password", username=person.get_username())
    login = Login(user=person, redirect_url="/admin/")
    return perform_login(request, login)
