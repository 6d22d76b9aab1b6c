"""Signing in: on a page of its own, or in place by JSON while the text stays on the screen."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse, RateLimited
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from articles.desk import signing
from articles.desk.frame import answer

LONGEST = 4096
CODE_LIFE = 120  # s, a little more than the three periods in which an app's code is taken


class SignIn(LoginForm):
    """Name or e-mail, and password; accounts that are not of the desk are answered like a wrong password."""

    default_renderer = DjangoTemplates

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name or e-mail")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autofocus": True,
            "autocapitalize": "none",
        }
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""

    def add_prefix(self, field_name: str) -> str:
        """Password managers know the field by the name it has always had here."""
        return "username" if field_name == "login" else super().add_prefix(field_name)

    def clean(self) -> dict[str, Any] | None:
        """The usual checks, with one answer whichever of them failed."""
        try:
            found = super().clean()
        except ValidationError as error:
            if error.code == "too_many_login_attempts":
                raise ValidationError(_("Too many attempts. Wait some minutes, then try again.")) from error
            raise self._unknown() from error
        if not self.errors and not (self.user and self.user.is_staff and self.user.is_active):
            raise self._unknown()
        return found

    def _unknown(self) -> ValidationError:
        return ValidationError(_("Name and password do not belong together, or the account is switched off."))


class Code(AuthenticateForm):
    """The code of an app, or a recovery code. Within the two minutes in which an app's code is good it opens once."""

    default_renderer = DjangoTemplates

    def clean_code(self) -> str:
        """The code, if it is right and new."""
        code: str = super().clean_code()
        if not cache.add(f"allauth:rl:used:{self.user.pk}:{code}", True, timeout=CODE_LIFE):
            raise ValidationError(_("This code was used a moment ago. Wait for the next one."))
        return code


class NewPasskey(AddWebAuthnForm):
    """A passkey with a name that its owner gives it, in words that sign-in uses too."""

    default_renderer = DjangoTemplates

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call this device")
        self.fields["passwordless"].label = _("Sign in with it alone, without the password")


class SignInView(LoginView):
    """allauth's own view, with our form and page."""

    form_class = SignIn
    template_name = "admin/login.html"


@sensitive_post_parameters("password")
def page(request: HttpRequest, frame: dict[str, Any]) -> HttpResponseBase:
    """The page. Somebody who is signed in and may not open the desk is told so, and can sign in as somebody else."""
    if request.user.is_authenticated and not request.user.is_staff:
        if request.method == "POST":
            logout(request)
        else:
            form = SignIn(request=request)
            return answer(request, "../admin/login.html", _("Sign in"), form=form, **frame)
    view: Any = SignInView.as_view(extra_context=frame | {"title": _("Sign in")})
    found: HttpResponseBase = view(request)
    return found


def cancel(request: HttpRequest) -> HttpResponse:
    """Break off a sign-in that waits for its second factor, by POST."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    clear_login(request)
    return redirect("admin:login")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page of whoever tried too often."""
    words = _("Too many attempts. Wait some minutes, then try again.")
    if request.path.endswith(".json"):
        return JsonResponse({"refused": words}, status=429)
    return answer(request, "closed.html", _("Too many attempts"), status=429, words=words)


@sensitive_post_parameters("password", "code")
def in_place(request: HttpRequest) -> HttpResponse:
    """Sign in by JSON: ``{"username", "password"}``, and ``{"code"}`` alone where a second factor is asked for.

    GET tells who is signed in and gives a CSRF token. 200: signed in, with the new token. 401 with ``needs``: the
    code is missing; without: refused. 429: too many attempts. Nothing is ever redirected.
    """
    if request.method in ("GET", "HEAD"):
        return JsonResponse(_who(request))
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    sent = _read(request)
    if sent is None:
        return _refuse(request, _("This cannot be read."), status=400)
    if not ratelimit.consume(request, action="login"):
        return too_many(request)
    try:
        return (
            _by_code(request, sent)
            if "code" in sent and "password" not in sent
            else _by_password(request, sent)
        )
    except RateLimited:
        return too_many(request)
    except ImmediateHttpResponse:
        return _refuse(request, _("This account does not work at the desk."))


def _read(request: HttpRequest) -> dict[str, str] | None:
    try:
        sent = signing.letter(request)
    except ValueError:
        return None
    if len(request.body) > LONGEST or not all(isinstance(value, str) for value in sent.values()):
        return None
    return sent


def _who(request: HttpRequest) -> dict[str, Any]:
    person = request.user
    is_in = person.is_active and person.is_staff
    found: dict[str, Any] = {"signed_in": bool(is_in), "csrf": get_token(request)}
    if is_in:
        assert isinstance(person, User)
        found |= {"person": person.pk, "name": person.get_full_name() or person.get_username()}
    return found


def _refuse(request: HttpRequest, words: str, status: int = 401, **more: Any) -> JsonResponse:
    return JsonResponse({"refused": words, "csrf": get_token(request), **more}, status=status)


def _by_password(request: HttpRequest, sent: dict[str, str]) -> HttpResponse:
    form = SignIn(
        {"username": sent.get("username", ""), "password": sent.get("password", "")}, request=request
    )
    if not form.is_valid():
        words = [str(error) for errors in form.errors.values() for error in errors]
        return _refuse(request, " ".join(words))
    if request.user.is_authenticated:
        logout(request)
    form.login(request)
    if request.user.is_authenticated:
        return JsonResponse(_who(request))
    return _by_code(request, sent) if sent.get("code") else _ask_code(request)


def _ask_code(request: HttpRequest) -> HttpResponse:
    if _waiting(request) is None:
        return _refuse(request, _("This account cannot be signed in here. Use the sign-in page."))
    return _refuse(request, _("Now the code of your second factor."), needs="code")


def _by_code(request: HttpRequest, sent: dict[str, str]) -> HttpResponse:
    stage = _waiting(request)
    if stage is None:
        return _refuse(request, _("Sign in with name and password first."))
    form = Code({"code": sent.get("code", "")}, user=stage.login.user)
    if not form.is_valid():
        return _refuse(request, " ".join(str(error) for error in form.errors["code"]), needs="code")
    post_authentication(request, form.authenticator)
    stage.exit()
    return JsonResponse(_who(request)) if request.user.is_authenticated else _ask_code(request)


def _waiting(request: HttpRequest) -> LoginStage | None:
    """The sign-in of this browser that waits for its second factor."""
    stage: LoginStage | None = LoginStageController.enter(request, AuthenticateStage.key)
    return stage
