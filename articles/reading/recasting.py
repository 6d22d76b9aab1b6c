"""The public page of an article, made as cheaply as its parts allow: nothing frozen is rendered twice."""

from typing import Any, NamedTuple

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
    stories,
)
from articles.reading.moulds import Cast, Mould
from articles.reading.neighbours import Around, Neighbour
from articles.reading.sameness import LATER, Opened
from articles.reading.stories import Look, Shown, Site, Standing
from articles.reading.visits import Visit

OPEN = ("related", "older", "newer", "hot", "views")


def look(article_id: int, visit: Visit) -> Look | None:
    """The copy readers see, and what every page shows of the site unless that is known; one query."""
    return stories.look(article_id, visit.now, with_site=_known_site(visit) is None)


def page(request: HttpRequest, visit: Visit, found: Look) -> HttpResponse:
    """The page of the copy that was found by ``look``.

    Made anew when its views, its pictures, the hot list or the site have changed; at most two queries more, and none
    while nothing at all was written into the database.
    """
    if not visit.is_public or settings.DEBUG:
        return rendering.story(request, visit, _whole(found.article_id, visit))
    views = phrases.count(found.views) if found.views else ""
    name = ("article", found.copy, views, pieces.hot_list(visit))
    return pieces.page(visit, name, lambda: _made(request, visit, found, views))


class _Seen(NamedTuple):
    """All that was read for a page before its surroundings."""

    views: str
    site: Site
    block: tuple[hot.Block | None] | None  # the hot list, if it was made before

    @property
    def ranking(self) -> Site | None:
        return self.site if self.site.entries is not None else None


def _made(request: HttpRequest, visit: Visit, found: Look, views: str) -> HttpResponse:
    """The page as it was cast the last time, if everything that is read for it now is what was read then."""
    known = _site(visit, found)
    if known is None:  # another request has met a newer site since this one looked
        return rendering.story(request, visit, _whole(found.article_id, visit))
    said, site = known
    seen = _Seen(views, site, pieces.found(visit, _block_name(visit)))
    light = seen.block or hot.light(seen.ranking, visit.now)
    stamp = (found.copy, views, said, light, visit.manner, visit.days, furniture.frame())
    stillness = found.stillness
    kept: Cast | None = moulds.begun(("page", found.pk), stamp)
    if kept is None or not kept.witnesses.still(stillness):
        standing = found.read() if kept is None else kept.subject
        kept = _agreeing(request, visit, seen, standing, stamp)
        kept.witnesses.saw(stillness)
    return kept.response()


def _agreeing(
    request: HttpRequest, visit: Visit, seen: _Seen, standing: Standing, stamp: tuple[Any, ...]
) -> Cast:
    """The page that agrees with what stands around the article now: the one of the last time, or another."""
    wanted = [] if seen.block else hot.wanted(seen.ranking, hot.BLOCK)
    around = neighbours.asked(standing, visit.now, wanted)
    name, whole = ("page", standing.pk), (stamp, around and around.raw)
    kept: Cast | None = moulds.found(name, whole)
    if kept is None:
        beside = neighbours.told_apart(standing, around, wanted)
        kept = Cast.of(_cast(request, visit, seen, standing, beside), standing)
        moulds.keep(name, whole, kept)
    return kept


def _known_site(visit: Visit) -> Shown | None:
    known: Shown | None = pieces.found(visit, ("site", pieces.hot_list(visit)))
    return known


def _site(visit: Visit, found: Look) -> Shown | None:
    """What every page shows of the site, as the database said it and as it is read."""
    shown = found.site
    if shown is None:
        return _known_site(visit)
    pieces.keep(visit, ("site", pieces.hot_list(visit)), shown)
    return shown


def _block_name(visit: Visit) -> tuple[str, str]:
    return "hot block", pieces.hot_list(visit)


def _cast(
    request: HttpRequest, visit: Visit, seen: _Seen, standing: Standing, around: Around
) -> HttpResponse:
    mould = _mould(request, visit, standing, around.translations)
    section = None if standing.section_slug is None else _section(standing, visit)
    return mould.cast(
        {
            **rendering.beside(around, visit),
            "hot": _hot(visit, seen, around),
            "views": seen.views,
            "nav": _navigation(visit, seen.site),
            "section": section,
            "base": visit.base,
            "interface": phrases.tag_of(get_language() or settings.NEWSROOM_LANGUAGE),
        }
    )


def _hot(visit: Visit, seen: _Seen, around: Around) -> hot.Block | None:
    """The hot list, which is the same on every page."""
    kept = seen.block
    if kept is None:
        kept = (hot.block(seen.ranking, around.hot, visit),)
        pieces.keep(visit, _block_name(visit), kept)
    return kept[0]


def _navigation(visit: Visit, site: Site) -> tuple[furniture.Section, ...]:
    return pieces.kept(visit, "navigation", lambda: tuple(furniture.sections(site.navigation, visit)))


def _section(standing: Standing, visit: Visit) -> furniture.Section:
    slug = standing.section_slug or ""
    return furniture.Section(slug, standing.section_name or "", visit.url(addresses.category(slug)))


def _mould(request: HttpRequest, visit: Visit, standing: Standing, translations: list[Neighbour]) -> Mould:
    """Everything frozen of the page. The day is printed on it, and the beacon's token belongs to one."""
    links = [(each.article_id, each.slug, each.language, each.extra_text) for each in translations]
    stamp = (standing, links, visit.manner, visit.days, furniture.frame())
    found = moulds.found(standing.pk, stamp)
    if found is not None:
        return found
    edition = _whole(standing.article_id, visit)
    opened = Opened()
    open_words: dict[str, Any] = dict.fromkeys(OPEN, LATER) | {"opened": opened}
    made = Mould.of(rendering.framed(request, visit, edition, translations, open_words, nav=LATER), opened)
    if stories.agrees(edition, standing):
        moulds.keep(standing.pk, stamp, made)
    return made


def _whole(article_id: int, visit: Visit) -> Any:
    edition = stories.live(article_id, visit.now)
    if edition is None:  # withdrawn since the last query
        raise Http404
    return edition
