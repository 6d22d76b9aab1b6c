"""The palette's answers: articles by words, sound or number, and screens by name."""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import finding, frame, rules, wording
from articles.text.search import fold, initials, pinyin

MOST = 8


class Hit(NamedTuple):
    """One line of the palette."""

    label: str
    hint: str
    url: str


def find(request: HttpRequest) -> JsonResponse:
    """Screens and articles for the words in ``q``, in JSON; nothing for nothing."""
    person, words = rules.person_of(request), request.GET.get("q", "").strip()[:100]
    hits = [*screens(request, words), *_articles(person, words)] if words else []
    return JsonResponse({"hits": [hit._asdict() for hit in hits]})


def screens(request: HttpRequest, words: str) -> list[Hit]:
    """The screens the person may go to whose names hold the words, by letters or by sound."""
    places = [(place.label, place.url) for place in frame.places(request)]
    places += [(_("My settings"), reverse("admin:me")), (_("Notices"), reverse("admin:notices"))]
    places += [(_("What I am told"), reverse("admin:notice_choices")), (_("The bin"), reverse("admin:trash"))]
    return [Hit(label, _("screen"), url) for label, url in places if sounds_like(words, label)]


def sounds_like(words: str, label: str) -> bool:
    """Whether the label holds the words, as written, as spelled in pinyin, or by its initials."""
    wanted = fold(words)
    return wanted in fold(label) or any(wanted.replace(" ", "") in said(label) for said in (pinyin, initials))


def _articles(person: User, words: str) -> list[Hit]:
    now = timezone.now()
    found = finding.best(person, words, now=now, most=MOST)
    return [
        Hit(
            (each.latest.title if each.latest else "") or _("Untitled"),
            f"#{each.pk} · {each.get_state_display()} · {wording.short(each.changed_at, now)}",
            reverse("admin:article", args=[each.pk]),
        )
        for each in found
    ]
