"""The public page of an article, made as cheaply as its parts allow: nothing frozen is rendered twice."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from articles.reading import (
    addresses,
    furniture,
    hot,
    moulds,
    neighbours,
    phrases,
    pieces,
    rendering,
    seasons,
    stories,
)
from articles.reading.moulds import Mould
from articles.reading.neighbours import Around, Neighbour
from articles.reading.sameness import LATER, Opened
from articles.reading.stories import Seen, Site, Standing
from articles.reading.visits import Visit

OPEN = ("related", "older", "newer", "hot", "views")


def seen(article_id: int, visit: Visit) -> Seen | None:
    """The copy readers see, and for the public what every page of the site shows; one query."""
    if not visit.is_public:
        return stories.standing(article_id, visit.now)
    name = ("site", pieces.hot_list(visit))
    known: Site | None = pieces.found(visit, name)
    found = stories.standing(article_id, visit.now, with_site=known is None)
    if found is None or known is not None:
        return found and found._replace(site=known)
    pieces.keep(visit, name, found.site)
    return found


def page(request: HttpRequest, visit: Visit, found: Seen) -> HttpResponse:
    """The page of what was ``seen``.

    Made anew when its views, its pictures, the hot list or the site have changed; at most two queries more.
    """
    standing, site = found.standing, found.site
    if site is None or settings.DEBUG:
        return rendering.story(request, visit, _whole(standing, visit))
    views = phrases.count(found.views) if found.views else ""
    name = ("article", standing.pk, views, standing.drawn, standing.last_drawn, pieces.hot_list(visit))
    return pieces.page(visit, name, lambda: _cast(request, visit, standing, site, views))


def _cast(request: HttpRequest, visit: Visit, standing: Standing, site: Site, views: str) -> HttpResponse:
    around, block = _surroundings(visit, standing, site)
    mould = _mould(request, visit, standing, around.translations)
    section = None if standing.section_slug is None else _section(standing, visit)
    return mould.cast(
        {
            **rendering.beside(around, visit),
            "hot": block,
            "views": views,
            "nav": _navigation(visit, site),
            "section": section,
            "base": visit.base,
            "interface": phrases.tag_of(get_language() or settings.NEWSROOM_LANGUAGE),
        }
    )


def _surroundings(visit: Visit, standing: Standing, site: Site) -> tuple[Around, hot.Block | None]:
    """What stands around the article in one query, and the hot list, which is the same on every page."""
    name = ("hot block", pieces.hot_list(visit))
    kept: tuple[hot.Block | None] | None = pieces.found(visit, name)
    ranking = site if site.entries is not None else None
    around = neighbours.around(standing, visit.now, [] if kept else hot.wanted(ranking, hot.BLOCK))
    if kept is None:
        kept = (hot.block(ranking, around.hot, visit),)
        pieces.keep(visit, name, kept)
    return around, kept[0]


def _navigation(visit: Visit, site: Site) -> tuple[furniture.Section, ...]:
    return pieces.kept(visit, "navigation", lambda: tuple(furniture.sections(site.navigation, visit)))


def _section(standing: Standing, visit: Visit) -> furniture.Section:
    slug = standing.section_slug or ""
    return furniture.Section(slug, standing.section_name or "", visit.url(addresses.category(slug)))


def _mould(request: HttpRequest, visit: Visit, standing: Standing, translations: list[Neighbour]) -> Mould:
    """Everything frozen of the page. The day is printed on it, and the beacon's token belongs to one."""
    links = [(each.article_id, each.slug, each.language) for each in translations]
    stamp = (standing, links, visit.now.date(), phrases.full_day(visit.now), _frame())
    found = moulds.found(standing.pk, stamp)
    if found is not None:
        return found
    edition = _whole(standing, visit)
    opened = Opened()
    open_words: dict[str, Any] = dict.fromkeys(OPEN, LATER) | {"opened": opened}
    made = Mould.of(rendering.framed(request, visit, edition, translations, open_words, nav=LATER), opened)
    if stories.agrees(edition, standing):
        moulds.keep(standing.pk, stamp, made)
    return made


def _whole(standing: Standing, visit: Visit) -> Any:
    edition = stories.live(standing.article_id, visit.now)
    if edition is None:  # withdrawn since the last query
        raise Http404
    return edition


def _frame() -> tuple[Any, ...]:
    """What a page shows that is neither the article's nor its day's."""
    return (
        seasons.times_forgotten(), get_language(), settings.NEWSROOM_NAME, settings.NEWSROOM_URL, settings.STATIC_URL,
        settings.MEDIA_URL, settings.NEWSROOM_TIME_ZONE, settings.NEWSROOM_LANGUAGE,
        tuple(getattr(settings, "NEWSROOM_FOOTER", ())),
    )  # fmt: skip
