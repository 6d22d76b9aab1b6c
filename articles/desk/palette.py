"""The palette's answers: articles by words, sound or number, screens and people by name."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.desk import finding, frame, rules, wording
from articles.desk.wording import name_of
from articles.drafting.models import Author
from articles.text.search import fold, initials, pinyin

MOST = 8
SHORTEST_FOREIGN = 3  # letters that name a screen in another language than one's own; two mean initials
MOST_PEOPLE = 500  # whose names are looked through, the newest first


class Hit(NamedTuple):
    """One line of the palette."""

    label: str
    hint: str
    url: str


def find(request: HttpRequest) -> JsonResponse:
    """Screens, people and articles for the words in ``q``, in JSON; nothing for nothing."""
    person, words = rules.person_of(request), request.GET.get("q", "").strip()[:100]
    named = [] if finding.number_of(words) else [*screens(request, words), *people(person, words)]
    hits = [*named, *_articles(person, words)] if words else []
    return JsonResponse({"hits": [hit._asdict() for hit in hits]})


def screens(request: HttpRequest, words: str) -> list[Hit]:
    """The screens the person may go to whose names hold the words, by letters or by sound, in any language."""
    places = _places(request)
    found = {url for label, url in places if sounds_like(words, label)}
    if len(words) >= SHORTEST_FOREIGN or not words.isascii():
        for language in dict(settings.LANGUAGES):
            with translation.override(language):
                found |= {url for label, url in _places(request) if sounds_like(words, label)}
    return [Hit(label, _("screen"), url) for label, url in places if url in found]


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and addresses of the screens, in the active language."""
    places = [(place.label, place.url) for place in frame.places(request)]
    places += [(_("My settings"), reverse("admin:me")), (_("Notices"), reverse("admin:notices"))]
    return [
        *places,
        (_("What I am told"), reverse("admin:notice_choices")),
        (_("The bin"), reverse("admin:trash")),
    ]


def people(person: User, words: str) -> list[Hit]:
    """Authors, leading to their articles; and accounts, for whoever looks after these."""
    articles, wanted = reverse("admin:articles"), words.casefold()
    authors = Author.objects.order_by("-pk").values_list("name", "slug")[:MOST_PEOPLE]
    hits = [
        Hit(name, _("author"), f"{articles}?{urlencode({'author': slug})}")
        for name, slug in authors
        if sounds_like(wanted, name)
    ]
    if person.has_perm("auth.view_user") or person.has_perm("auth.change_user"):
        accounts = User.objects.filter(is_staff=True).order_by("-pk")[:MOST_PEOPLE]
        hits += [
            Hit(name_of(each), _("account"), reverse("admin:auth_user_change", args=[each.pk]))
            for each in accounts.only("username", "first_name", "last_name")
            if sounds_like(wanted, name_of(each))
        ]
    return hits[:MOST]


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
