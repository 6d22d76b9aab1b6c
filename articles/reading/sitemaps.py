"""Sitemaps: an index, a file a month, some of sections, and the news of two days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from articles.covers import renditions
from articles.publishing.models import Edition, EditionQuerySet
from articles.reading import addresses, archive, article_head, lists, months, phrases
from articles.reading.doors import page
from articles.reading.months import Month
from articles.reading.visits import Visit
from articles.reading.xml import HEAD, element, parent
from articles.text import syndication

PER_FILE = 20_000  # tags, and as many authors, by their numbers; the protocol allows 50 000 addresses
PER_MONTH = (
    10_000  # articles: with picture and translations up to 5 KB each, so that a file stays below 50 MB
)
NEWS_FOR = timedelta(hours=48)
NEWS_MOST = 1000
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
XHTML = "http://www.w3.org/1999/xhtml"
NEWS_LANGUAGES = {"zh-Hans": "zh-cn", "zh-Hant": "zh-tw"}


def _xml(root: str) -> HttpResponse:
    return HttpResponse(HEAD + root, content_type="application/xml; charset=utf-8")


@page
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A file for every month that holds something, in parts where it is large, and those of sections."""
    filled = months.filled(visit.now)
    files = [
        _file(f"{month.start:%Y-%m}{_part(part)}", month.moved)
        for month in filled
        if month.has_own or _has_ours(month, visit.now)
        for part in range((month.articles + PER_MONTH - 1) // PER_MONTH)
    ]
    if filled:
        moved = max(month.moved for month in filled)
        files += [_file(f"sections{_part(part)}", moved) for part in range(_parts())]
    return _xml(parent("sitemapindex", files, xmlns=SITEMAP))


def _parts() -> int:
    """How many files hold the tags and authors there are; there may be one that names none of them."""
    return max(1, (lists.last_number() + PER_FILE - 1) // PER_FILE)


def _part(place: int) -> str:
    return f"-{place + 1}" if place else ""


def _file(name: str, moved: datetime) -> str:
    address = addresses.absolute(f"/sitemaps/{name}.xml")
    return parent("sitemap", [element("loc", address), element("lastmod", phrases.iso(moved))])


def _has_ours(month: Month, now: datetime) -> bool:
    """Whether one of the texts that may stand first elsewhere stands first here: their number is small."""
    return bool(_ours(_of_month(month.start.year, month.start.month, now)))


def _of_month(year: int, month: int, now: datetime) -> EditionQuerySet:
    start, end = archive.bounds(year, month)
    return lists.cards(now).filter(published_at__gte=start, published_at__lt=end)


@page
def month(request: HttpRequest, visit: Visit, year: str, month: str, part: str | None = None) -> HttpResponse:
    """The articles first published in a month, with their pictures and translations."""
    live = _of_month(int(year), int(month), visit.now)
    place = (int(part) - 1) * PER_MONTH if part else 0
    found = _ours(lists.with_covers(live, "wide")[place : place + PER_MONTH])
    if not found:
        raise Http404
    pairs = _pairs(found, visit.now)
    return _xml(
        parent(
            "urlset",
            [_article(edition, pairs[edition.translation_key]) for edition in found],
            xmlns=SITEMAP, xmlns_image=IMAGE, xmlns_xhtml=XHTML,
        )
    )  # fmt: skip


def _ours(found: Iterable[Edition]) -> list[Edition]:
    """Without what stands first elsewhere: its page names that address, and a map names canonical addresses only."""
    shown = {edition.pk: edition for edition in found}
    named = Q(*(("extra__has_key", name) for name in syndication.NAMES), _connector=Q.OR)
    for pk, extra in Edition.objects.filter(named, pk__in=shown).values_list("pk", "extra"):
        if syndication.address(extra) not in ("", _address(shown[pk])):
            del shown[pk]
    return list(shown.values())


def _pairs(found: Iterable[Edition], now: datetime) -> dict[str, list[Edition]]:
    """The live articles of each translation key that was found, those that found it too."""
    pairs: dict[str, list[Edition]] = defaultdict(list)
    keys = {edition.translation_key for edition in found} - {""}
    together = lists.cards(now).filter(translation_key__in=keys).only(*lists.CARD_COLUMNS, "extra")
    for edition in together if keys else ():
        pairs[edition.translation_key].append(edition)
    return pairs


def _address(edition: Edition) -> str:
    return addresses.absolute(addresses.article(edition.article_id, edition.slug))


def _article(edition: Edition, together: list[Edition]) -> str:
    parts = [
        element("loc", _address(edition)),
        element("lastmod", phrases.iso(edition.updated_at or edition.published_at)),
    ]
    itself = next((each for each in together if each.article_id == edition.article_id), edition)
    others = [each for each in together if each is not itself]
    parts += [
        element("xhtml:link", rel="alternate", hreflang=tag, href=address)
        for tag, address in (article_head.alternates(itself, others) if others else ())
    ]
    picture = renditions.largest(edition.cover, "wide") if edition.cover else None
    if picture:
        parts.append(parent("image:image", [element("image:loc", addresses.absolute(picture.src))]))
    return parent("url", parts)


@page
def sections(request: HttpRequest, visit: Visit, part: str = "1") -> HttpResponse:
    """The front page, categories, tags with enough articles, and authors; after the first part only the latter."""
    place = int(part) - 1
    if place >= _parts():
        raise Http404
    numbers = (place * PER_FILE + 1, (place + 1) * PER_FILE)
    paths = [] if place else [addresses.HOME, addresses.HOT, *_categories(visit.now)]
    paths += map(addresses.tag, lists.tag_slugs(visit.now, numbers))
    paths += map(addresses.author, lists.author_slugs(visit.now, numbers))
    urls = [parent("url", [element("loc", addresses.absolute(path))]) for path in paths]
    return _xml(parent("urlset", urls, xmlns=SITEMAP))


def _categories(now: datetime) -> list[str]:
    return [addresses.category(slug) for slug in lists.categories(now).values_list("slug", flat=True)]


@page
def news(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was first published within 48 hours; empty but valid on a quiet day."""
    fresh: EditionQuerySet = lists.cards(visit.now).filter(published_at__gt=visit.now - NEWS_FOR)
    urls = [_news(edition) for edition in _ours(fresh[:NEWS_MOST])]
    return _xml(parent("urlset", urls, xmlns=SITEMAP, xmlns_news=NEWS))


def _news(edition: Edition) -> str:
    tag = phrases.tag_of(edition.language)
    publication = [
        element("news:name", settings.NEWSROOM_NAME),
        element("news:language", NEWS_LANGUAGES.get(tag, tag.partition("-")[0])),
    ]
    told = [
        parent("news:publication", publication),
        element("news:publication_date", phrases.iso(edition.published_at)),
        element("news:title", edition.title),
    ]
    return parent("url", [element("loc", _address(edition)), parent("news:news", told)])
