"""The front page as it is shown: the page of the last time, if everything that was read for it is the same."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from articles.reading import addresses, cards, front, furniture, hot, moulds, pictures, structured
from articles.reading.cards import Card
from articles.reading.front import Front, Look, Row, Site
from articles.reading.furniture import Head
from articles.reading.moulds import Cast
from articles.reading.visits import Visit

CROPS = ("wide", "card")


def page(request: HttpRequest, visit: Visit, seen: Look) -> HttpResponse:
    """The front page of the site that was ``seen``; two queries more."""
    site = seen.read()
    ranking = site if site.entries is not None else None
    composed = front.compose(visit.now, site, hot.wanted(ranking, hot.BLOCK))
    drawn = pictures.asked(composed.covers, CROPS)
    stamp = (
        seen.shown, composed.shown, drawn and drawn.raw, hot.light(ranking, visit.now), visit.manner, visit.days,
        furniture.frame(),
    )  # fmt: skip
    kept: Cast | None = moulds.found("home", stamp) if visit.is_public else None
    if kept is None:
        kept = Cast.of(_rendered(request, visit, site, composed, pictures.by_cover(drawn)))
        if visit.is_public:
            moulds.keep("home", stamp, kept)
    return kept.response()


def _rendered(
    request: HttpRequest, visit: Visit, site: Site, composed: Front, drawn: dict[int, Any]
) -> HttpResponse:
    def deck(rows: tuple[Row, ...], crop: str = "card", sizes: str = "") -> list[Card]:
        return cards.deck(composed.stories(rows, drawn), visit, crop=crop, sizes=sizes)

    ranking = site if site.entries is not None else None
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
