"""The bell's page: a person's notices, each leading to what it is about, and how the person wants to hear."""

from typing import NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import notices, notices_words
from articles.desk.frame import answer
from articles.desk.models import KINDS, WAYS, Notice, Preference

A_PAGE = 50
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
NO_HOUR = [("", gettext_lazy("none")), *HOURS]


class Line(NamedTuple):
    """One notice in words."""

    notice: Notice
    words: str
    aside: str


class ChoiceForm(forms.Form):
    """How one person hears of each kind, and when mail may come."""

    default_renderer = DjangoTemplates
    digest_hour = forms.TypedChoiceField(label=gettext_lazy("Daily mail at"), choices=HOURS, coerce=int)
    quiet_from = forms.TypedChoiceField(
        label=gettext_lazy("No mail from"), choices=NO_HOUR, coerce=int, required=False, empty_value=None
    )
    quiet_until = forms.TypedChoiceField(
        label=gettext_lazy("Mail again from"), choices=NO_HOUR, coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for kind, label in KINDS:
            self.fields[kind] = forms.ChoiceField(label=label, choices=WAYS)

    def clean(self) -> dict[str, object]:
        """Quiet hours begin and end, or there are none."""
        found = super().clean() or {}
        if (found.get("quiet_from") is None) != (found.get("quiet_until") is None):
            self.add_error("quiet_until", _("Quiet hours need a beginning and an end."))
        return found

    @property
    def kinds(self) -> list[forms.BoundField]:
        """The fields that choose a way."""
        return [self[kind] for kind, _label in KINDS]


def show(request: HttpRequest) -> HttpResponse:
    """The newest, fifty a page."""
    now, person = timezone.now(), _person(request)
    rows = notices.of(person)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        last = rows.filter(pk=int(before)).values_list("at", "pk").first()
        rows = rows.filter(at__lte=last[0]).exclude(at=last[0], pk__gte=last[1]) if last else rows.none()
    found = list(rows[: A_PAGE + 1])
    lines = [Line(row, notices_words.sentence(row, now), notices_words.aside(row)) for row in found[:A_PAGE]]
    older = found[A_PAGE - 1].pk if len(found) > A_PAGE else None
    newest = max((line.notice.pk for line in lines), default=0)
    return answer(request, "notices.html", _("Notices"), lines=lines, older=older, newest=newest)


def follow(request: HttpRequest, number: int) -> HttpResponse:
    """Mark one read and go to what it is about."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person = _person(request)
    notice = get_object_or_404(Notice, pk=number, person=person)
    notices.read(person, now=timezone.now(), number=number)
    return redirect("admin:notices" if "stay" in request.POST else notices_words.address(notice))


def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all read that were on the page or are older; what came in meanwhile stays unread."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    value = request.POST.get("newest", "")
    newest = int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
    notices.read(_person(request), now=timezone.now(), up_to=newest)
    return redirect("admin:notices")


def choose(request: HttpRequest) -> HttpResponse:
    """How I want to hear of what."""
    person = _person(request)
    held = Preference.objects.filter(person=person).first() or Preference(person=person)
    ways = (
        {kind: notices.chosen([person.pk])[person.pk, kind] for kind, _label in KINDS}
        if not request.POST
        else {}
    )
    hours = {name: getattr(held, name) for name in ("digest_hour", "quiet_from", "quiet_until")}
    form = ChoiceForm(request.POST or None, initial=ways | hours)
    if request.method == "POST" and form.is_valid():
        notices.choose(person, {kind: form.cleaned_data[kind] for kind, _label in KINDS})
        kept = {name: form.cleaned_data[name] for name in hours}
        Preference.objects.update_or_create(person=person, defaults=kept)
        messages.success(request, _("Kept."))
        return redirect("admin:notice_choices")
    return answer(
        request, "notice_choices.html", _("What I am told"), form=form, status=422 if form.is_bound else 200,
        mail_is_off=settings.MAIL_IS_OFF, no_address=not person.email,
    )  # fmt: skip


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
