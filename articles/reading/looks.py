"""How a copy that nobody has printed yet looks away from its page: in a list, as a search result, as a shared link."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.publishing.models import Edition
from articles.reading import addresses, article_head, caching, cards, furniture, hot, lists, search_page
from articles.reading.furniture import Head
from articles.reading.searching import Results
from articles.reading.visits import Visit, spoken
from articles.text.search import parse_query

BESIDE = 4  # cards of the list that stand below


def in_a_list(
    request: HttpRequest, edition: Edition, *, now: datetime, media: str, banner: str
) -> HttpResponse:
    """The list of its category with ``edition`` on top, and today's hot list beside it."""
    visit = Visit(now=now, media=media, banner=banner)
    with spoken():
        live = lists.cards(now).exclude(article_id=edition.article_id or 0)
        live = live.filter(category=edition.category_id) if edition.category_id else live
        others = list(lists.with_covers(live, "card")[:BESIDE])
        section = edition.category
        title = section.name if section else _("Latest")
        heading = {"kind": "category", "bare": bool(section), "title": title, "description": ""}
        context = {
            "heading": heading, "number": 1, "path": addresses.HOME, "search_query": "", "hot": hot.asked_block(visit),
            "cards": cards.deck([edition, *others], visit, crop="card"),
        }  # fmt: skip
        return _unstored(
            furniture.answer(request, "list.html", visit, Head(title=title, path=addresses.HOME), context)
        )


def found(request: HttpRequest, edition: Edition, *, now: datetime, media: str, banner: str) -> HttpResponse:
    """The search page that finds ``edition`` alone, by its first tag or else by its headline."""
    visit = Visit(now=now, media=media, banner=banner)
    words = next((name for name in edition.tag_names if name in edition.plain or name in edition.title), "")
    with spoken():
        results = Results(parse_query(words or edition.title), [edition], 1, False)
        return _unstored(search_page.shown(request, visit, words or edition.title, results))


def shared(edition: Edition, *, media: str) -> dict[str, str]:
    """What other services show of a link to ``edition``, by its Open Graph names; the picture is at ``media``."""
    with spoken():
        said = dict(article_head.head(edition, ()).properties)
    host = settings.NEWSROOM_URL.partition("://")[2].partition("/")[0]
    found = {
        name: said.get(f"og:{name}", "") for name in ("title", "description", "image", "site_name", "url")
    }
    public = addresses.absolute(settings.MEDIA_URL)
    return {**found, "image": found["image"].replace(public, media), "host": host}


def _unstored(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = caching.UNSTORED
    return response
