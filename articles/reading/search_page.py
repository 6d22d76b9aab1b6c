"""The search page: everything about a search stands in its address, and it works without scripts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from articles.publishing.models import Edition
from articles.reading import addresses, cards, furniture, hot, lists, searching
from articles.reading.cards import Card
from articles.reading.doors import page
from articles.reading.furniture import Head
from articles.reading.searching import RELEVANCE, TIME, Filters, Results
from articles.reading.visits import Visit
from articles.text.search import Mark, Query, highlight, snippet

SNIPPET = 120  # characters
LONGEST = 400  # characters of what is typed; the rest is not even looked at


@dataclass(frozen=True)
class Found:
    """A card with the words of the query marked in headline and text."""

    card: Card
    headline: list[Mark]
    words: list[Mark]


@page
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, and what was found. Raises Http404 past the end."""
    text = request.GET.get("q", "")[:LONGEST].strip()
    asked = {
        name: request.GET.get(name, "")[:100].strip()
        for name in ("category", "tag", "since", "until", "sort")
    }
    filters = _filters(asked)
    number = lists.page_number(request.GET.get("page"))
    if number is None:
        return HttpResponsePermanentRedirect(visit.url(addresses.search(q=text, **asked).rstrip("?")))
    sort = TIME if asked["sort"] == TIME else RELEVANCE
    results = searching.search(text, now=visit.now, filters=filters, sort=sort, page=number)
    if number > 1 and not results.editions:
        raise Http404
    more = {
        "asked": asked,
        "number": number,
        **_paging(text, asked, number, results),
        **(_advice(text, asked, filters, visit) if text and not results.total else {}),
    }
    return shown(request, visit, text, results, **more)


def shown(request: HttpRequest, visit: Visit, text: str, results: Results, **more: Any) -> HttpResponse:
    """The page of ``results``, wherever they come from; ``more`` is what only a real search has."""
    nav = furniture.asked_sections(visit)
    context: dict[str, Any] = {
        "search_query": text,
        "results": results,
        "found": [_found(edition, results, visit) for edition in results.editions],
        "choices": nav,
        "number": 1,
        "hot": hot.asked_block(visit),
        "path": visit.url(addresses.SEARCH),
        **more,
    }
    title = _("Search: %(words)s") % {"words": text} if text else _("Search")
    head = Head(
        title=title, path=addresses.search(q=text) if text else addresses.SEARCH, robots="noindex, follow"
    )
    return furniture.answer(request, "search.html", visit, head, context, nav=nav)


def _filters(asked: dict[str, str]) -> Filters:
    """What can be read of the filters; a date that is none narrows nothing."""
    until = _midnight(asked["until"])
    return Filters(
        category=asked["category"],
        tag=addresses.tag_slug(asked["tag"]) if asked["tag"] else "",
        since=_midnight(asked["since"]),
        until=until + timedelta(days=1) if until else None,
    )


def _midnight(raw: str) -> datetime | None:
    try:
        day = parse_date(raw)
    except ValueError:
        return None
    if day is None or not 1 < day.year < 9999:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(settings.NEWSROOM_TIME_ZONE))


def _found(edition: Edition, results: Results, visit: Visit) -> Found:
    made = cards.card(edition, visit, crop="card")
    return Found(made, highlight(edition.title, results.query), _densest(edition, results.query))


def _densest(edition: Edition, query: Query) -> list[Mark]:
    """From the summary if a word stands there, else from the text."""
    summary = snippet(edition.summary, query, SNIPPET)
    if any(mark.hit for mark in summary):
        return summary
    body = snippet(edition.plain, query, SNIPPET)
    return body if any(mark.hit for mark in body) or not edition.summary else summary


def _paging(text: str, asked: dict[str, str], number: int, results: Results) -> dict[str, Any]:
    def address(page: int) -> str:
        return "?" + addresses.search(q=text, **asked, page=str(page) if page > 1 else "").partition("?")[2]

    has_older = results.has_more and number < lists.LAST_PAGE
    return {
        "newer": address(number - 1) if number > 1 else None,
        "older": address(number + 1) if has_older else None,
    }


def _advice(text: str, asked: dict[str, str], filters: Filters, visit: Visit) -> dict[str, Any]:
    """Which filter to drop, and headlines that are near."""
    names = {"category": _("category"), "tag": _("tag"), "since": _("from"), "until": _("until")}
    counts = searching.counts_without(text, now=visit.now, filters=filters)
    drops = [
        (names[name], count, visit.url(addresses.search(q=text, **(asked | {name: ""}))))
        for name, count in counts.items()
    ]
    return {"drops": drops, "near": cards.deck(searching.near(text, now=visit.now), visit)}
