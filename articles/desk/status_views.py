"""The page of the machinery: look, copy as text, try an effect again, send oneself a mail."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk import rules, status, status_words
from articles.desk.frame import answer
from articles.desk.strips import effect_name
from articles.publishing import effects
from articles.publishing.models import Effect

MOST = 500


def show(request: HttpRequest) -> HttpResponse:
    """Everything, or with ``?as=text`` the same as plain text."""
    _need(request)
    found = status.look(timezone.now())
    text = status_words.as_text(found)
    if request.GET.get("as") == "text":
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    rows = [(row, effect_name(row.kind)) for row in found.effects.rows]
    return answer(
        request, "status.html", _("Status"), found=found, groups=status_words.groups(found), text=text, rows=rows,
        may_try=rules.has(request.user, "publish_article"),
    )  # fmt: skip


def again(request: HttpRequest) -> HttpResponse:
    """Give one effect, or every one that waits or was given up, a fresh start."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not rules.has(request.user, "publish_article"):
        raise PermissionDenied(_("Only whoever publishes tries effects again."))
    now = timezone.now()
    value = request.POST.get("effect", "")
    rows = Effect.objects.filter(done_at=None, wanted_at__lte=now)
    rows = (
        rows if value == "all" else rows.filter(pk=int(value) if value.isdecimal() and len(value) < 19 else 0)
    )
    tried = list(rows.order_by("wanted_at", "pk")[:MOST])
    for effect in tried:
        effects.try_again(effect, now=now)
    words = ngettext("%(count)s effect is tried again.", "%(count)s effects are tried again.", len(tried))
    messages.success(request, words % {"count": len(tried)})
    return redirect("admin:status")


def try_mail(request: HttpRequest) -> HttpResponse:
    """Send a mail to whoever asks, and say what the mail server said."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person = _need(request)
    if not person.email:
        messages.error(request, _("Your account has no e-mail address, so there is nowhere to send one."))
        return redirect("admin:status")
    if settings.MAIL_IS_OFF:
        messages.error(request, _("Mail is off in this newsroom: EMAIL_URL names no mail server."))
        return redirect("admin:status")
    try:
        EmailMessage(_("A mail from %(newsroom)s") % {"newsroom": " ".join(settings.NEWSROOM_NAME.split())},
                     _("If you read this, mail works."), to=[person.email]).send()  # fmt: skip
    except OSError as error:
        words = _("The mail server did not take it: %(error)s")
        messages.error(request, words % {"error": f"{type(error).__name__} {error}"[:300]})
    else:
        messages.success(request, _("A mail to %(email)s has left the house.") % {"email": person.email})
    return redirect("admin:status")


def _need(request: HttpRequest) -> User:
    if not rules.sees_status(request.user):
        raise PermissionDenied(_("The machinery is looked after by publishers and chiefs."))
    assert isinstance(request.user, User)
    return request.user
