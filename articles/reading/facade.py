"""The front page as it is shown: the page of the last time, if everything that was read for it is the same."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from articles.reading import addresses, cards, front, furniture, hot, moulds, pictures, structured
from articles.reading.cards import Card
from articles.reading.front import Front, Look, Row, Site
from articles.reading.furniture import Head
from articles.reading.moulds import Cast
from articles.reading.prepared import Found
from articles.reading.visits import Visit

CROPS = ("wide", "card")


def page(request: HttpRequest, visit: Visit, seen: Look) -> HttpResponse:
    """The front page of the site that was ``seen``; two queries more, none while nothing was written."""
    said, site = seen.read()
    if not visit.is_public:
        return _rendered(request, visit, site, *_asked(visit, site))
    light = hot.light(_ranking(site), visit.now)
    stamp = (said, light, visit.manner, visit.days, furniture.frame())
    stillness = seen.stillness
    kept: Cast | None = moulds.begun("home", stamp)
    if kept is None or not kept.witnesses.still(stillness):
        kept = _agreeing(request, visit, site, stamp)
        kept.witnesses.saw(stillness)
    return kept.response()


def _agreeing(request: HttpRequest, visit: Visit, site: Site, stamp: tuple[Any, ...]) -> Cast:
    """The page that agrees with the stories there are now: the one of the last time, or another."""
    composed, drawn = _asked(visit, site)
    whole = (stamp, (composed.shown, drawn and drawn.raw))
    kept: Cast | None = moulds.found("home", whole)
    if kept is None:
        kept = Cast.of(_rendered(request, visit, site, composed, drawn))
        moulds.keep("home", whole, kept)
    return kept


def _asked(visit: Visit, site: Site) -> tuple[Front, Found | None]:
    composed = front.compose(visit.now, site, hot.wanted(_ranking(site), hot.BLOCK))
    return composed, pictures.asked(composed.covers, CROPS)


def _ranking(site: Site) -> Site | None:
    return site if site.entries is not None else None


def _rendered(
    request: HttpRequest, visit: Visit, site: Site, composed: Front, asked: Found | None
) -> HttpResponse:
    drawn = pictures.by_cover(asked)

    def deck(rows: tuple[Row, ...], crop: str = "card", sizes: str = "") -> list[Card]:
        return cards.deck(composed.stories(rows, drawn), visit, crop=crop, sizes=sizes)

    ranking = _ranking(site)
    context = {
        "lead": [*deck(composed.lead[:1], "wide", "lead"), *deck(composed.lead[1:])],
        "latest": deck(composed.latest),
        "blocks": [
            (section.name, visit.url(addresses.category(section.slug)), deck(rows))
            for section, rows in composed.blocks
        ],
        "hot": hot.block(ranking, composed.stories(composed.hot), visit),
        "search_query": "",
    }
    head = Head(
        title="", path=addresses.HOME, description=furniture.default_description(), feeds=addresses.HOME,
        data=[structured.website()],
    )  # fmt: skip
    nav = furniture.sections([each._asdict() for each in site.sections], visit)
    return furniture.answer(request, "home.html", visit, head, context, nav=nav)
