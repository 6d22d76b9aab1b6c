"""The article page: the same template for the copy readers see and for a copy that is only being looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.popularity import tokens
from articles.publishing.models import Edition
from articles.reading import (
    addresses,
    article_head,
    caching,
    cards,
    furniture,
    hot,
    neighbours,
    phrases,
    pictures,
)
from articles.reading.furniture import Section
from articles.reading.neighbours import Around, Neighbour
from articles.reading.visits import Visit, spoken

CONTENTS_FROM = 3  # headings of the second level


@dataclass(frozen=True)
class Note:
    """A public note above the text: what kind, when, and the words."""

    label: str
    when: SafeString  # a time element
    words: str


@dataclass(frozen=True)
class Writer:
    """An author in the byline; ``url`` is empty for a name without a page."""

    name: str
    url: str
    bio: str


def article_page(
    request: HttpRequest,
    edition: Edition,
    *,
    now: datetime,
    banner: str | None = None,
    base: str = "",
    media: str = "",
) -> HttpResponse:
    """The page of ``edition``, which need not be saved: words come from its own columns, never from its relations.

    Category and cover are used if set. ``banner`` is told to staff above the page, ``base`` goes before every link,
    ``media`` replaces the public address of pictures. The answer carries no beacon and is not to be stored.
    """
    visit = Visit(now=now, base=base, media=media, banner=banner or _("This page is a preview."))
    with spoken():
        response = story(request, visit, edition)
    response.headers["Cache-Control"] = caching.UNSTORED
    return response


def story(request: HttpRequest, visit: Visit, edition: Edition) -> HttpResponse:
    """The page of ``edition`` on ``visit``; at most two queries more, if it came from ``stories.live``."""
    ranking = hot.in_force(visit)
    around = neighbours.around(edition, visit.now, hot.wanted(ranking, hot.BLOCK))
    words = beside(around, visit) | {"hot": hot.block(ranking, around.hot, visit)}
    return framed(request, visit, edition, around.translations, words, nav=_navigation(edition, visit))


def framed(
    request: HttpRequest,
    visit: Visit,
    edition: Edition,
    translations: Sequence[Any],
    around: dict[str, Any],
    *,
    nav: Any = None,
) -> HttpResponse:
    """The page with the words ``around`` it: related, older, newer and hot, and perhaps others for its views."""
    others = article_head.other_versions(edition, translations)
    words = _words(edition, visit) | {"translations": [_translation(each, visit) for each in others]}
    head = article_head.head(edition, translations)
    context = {**words, "search_query": "", **around}
    return furniture.answer(request, "article.html", visit, head, context, nav=nav)


def beside(around: Around, visit: Visit) -> dict[str, Any]:
    return {
        "related": cards.deck(around.related, visit),
        "older": cards.card(around.older, visit) if around.older else None,
        "newer": cards.card(around.newer, visit) if around.newer else None,
    }


def _navigation(edition: Edition, visit: Visit) -> list[Section] | None:
    rows = getattr(edition, "navigation", None)
    return None if rows is None else furniture.sections(rows, visit)


def _words(edition: Edition, visit: Visit) -> dict[str, Any]:
    counted = _views(edition)
    section = edition.category
    return {
        "edition": edition,
        "clauses": phrases.clauses(edition.title),
        "language": phrases.tag_of(edition.language),
        "section": section,
        "section_url": visit.url(addresses.category(section.slug)) if section else "",
        "writers": [_writer(person, visit) for person in edition.byline],
        "separator": "、" if phrases.is_chinese(edition.language) else ", ",
        "published": phrases.moment(edition.published_at),
        "published_iso": phrases.iso(edition.published_at),
        "updated": phrases.moment(edition.updated_at) if edition.updated_at else "",
        "updated_iso": phrases.iso(edition.updated_at) if edition.updated_at else "",
        "length": phrases.length(edition.length, edition.language),
        "minutes": phrases.reading_time(edition.minutes),
        "views": phrases.count(counted) if counted else "",
        "notes": [_note(note) for note in edition.notes],
        "cover": pictures.shown(edition.cover, "wide", visit),
        "contents": _contents(edition.toc),
        "tags": [(name, visit.url(addresses.tag(name))) for name in edition.tag_names],
        "has_code": '<pre class="code"' in edition.html,
        "share_url": addresses.absolute(addresses.article(edition.article_id or 0, edition.slug)),
        "short_url": addresses.absolute(addresses.article(edition.article_id or 0, "")),
        "beacon": _beacon(edition, visit),
    }


def _views(edition: Edition) -> int:
    return (getattr(edition, "counted", None) or 0) + (getattr(edition, "imported", None) or 0)


def _beacon(edition: Edition, visit: Visit) -> dict[str, str] | None:
    """Where and with which token a view is counted; only the public page of a live article has one."""
    if not visit.is_public:
        return None
    token = tokens.token(edition.article_id, visit.now.date())
    return {"url": f"/views/{edition.article_id}", "token": token}


def _writer(person: dict[str, str], visit: Visit) -> Writer:
    slug = person.get("slug", "")
    return Writer(person["name"], visit.url(addresses.author(slug)) if slug else "", person.get("bio", ""))


def _note(note: dict[str, str]) -> Note:
    at = datetime.fromisoformat(note["at"])
    label = _("Correction") if note.get("kind") == "correction" else _("Update")
    return Note(label, phrases.timed(at, phrases.note_moment(at)), note["note"])


def _contents(toc: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Headings of the second level with those of the third below; nothing for a short text."""
    chapters: list[dict[str, Any]] = []
    for level, words, anchor in toc:
        if level == 2:
            chapters.append({"words": words, "anchor": anchor, "parts": []})
        elif level == 3 and chapters:
            chapters[-1]["parts"].append({"words": words, "anchor": anchor})
    return chapters if len(chapters) >= CONTENTS_FROM else []


def _translation(edition: Neighbour, visit: Visit) -> dict[str, str]:
    """A link that names the language in that language."""
    name = "中文版" if phrases.is_chinese(edition.language) else "English version"
    tag = phrases.tag_of(edition.language)
    return {"name": name, "lang": tag, "url": visit.url(addresses.article(edition.article_id, edition.slug))}
