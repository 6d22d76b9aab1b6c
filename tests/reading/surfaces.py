"""Every address of the URL configuration, and for each how somebody who knows or guesses might ask for it."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from django.urls import URLResolver, get_resolver

from articles.text.search import pinyin
from tests.reading import hidden
from tests.reading.hidden import KINDS, World, song

ENDINGS = ("atom", "json", "rss")
UNKNOWN = 987_654
DESK = "admin/"
Asked = Callable[[World], list[str]]


def routes() -> set[str]:
    """Every route; the desk, which asks everybody to sign in, counts as one."""
    return {DESK if route.startswith(DESK) else route for route in _walk(get_resolver())}


def _walk(resolver: Any, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        else:
            yield route


def _fixed(*paths: str) -> Asked:
    return lambda _world: list(paths)


def _numbers(world: World) -> list[int]:
    return [world.public.article_id, *(article.pk for article in world.hidden.values()), UNKNOWN]


def _articles(world: World) -> list[str]:
    slugs = ["", "-x", *(f"-{slug}" for slug in world.slugs)]
    return [f"/articles/{number}{slug}/" for number in _numbers(world) for slug in slugs[:3]] + [
        f"/articles/{article.pk}-slug-{song(kind)}/" for kind, article in world.hidden.items()
    ]


def _categories(_world: World) -> list[str]:
    return ["harbour", *(f"section-{song(kind)}" for kind in KINDS)]


def _tags(_world: World) -> list[str]:
    return ["港口", *(f"标签{song(kind)}-{KINDS[kind]}" for kind in KINDS), *KINDS.values()]


def _authors(world: World) -> list[str]:
    shown = [person["slug"] for person in world.public.byline]
    return [*shown, *(pinyin(f"作者{song(kind)}{KINDS[kind]}") for kind in KINDS), "zuo-zhe"]


def _named(stem: str, names: Callable[[World], list[str]], *endings: str) -> Asked:
    return lambda world: [f"{stem}{quote(name)}{ending}" for name in names(world) for ending in endings]


SOUGHT = (
    "标题",
    "正文",
    "摘要",
    "作者",
    "标签",
    "小标题",
    "港口",
    "biaoti",
    "bt",
    "图",
    "slug",
    "canary",
    "storm",
)


def _queries(_world: World) -> list[str]:
    return [*SOUGHT, *(word for kind in KINDS for word in (song(kind), KINDS[kind], pinyin(KINDS[kind])))]


def _search(stem: str, *filters: str) -> Asked:
    def asked(world: World) -> list[str]:
        plain = [f"{stem}?q={quote(word)}" for word in _queries(world)]
        return plain + [f"{stem}?q={quote(word)}&{each}" for word in SOUGHT[:3] for each in filters]

    return asked


FILTERS = (
    "sort=time", "category=harbour", "category=section-canaryscheduled", "tag=港口", "since=2020-01-01", "page=2",
    "until=2030-01-01", "since=2026-11-23", "tag=标签canaryscheduled-鸀鳿",
)  # fmt: skip
LISTED = (
    "", "category=harbour", "category=section-canarydraft", "tag=港口", "tag=鸀鳿", "author=wang-wei",
    "language=zh-Hans", "language=en", "limit=1", "limit=100", "since=2020-01-01", "until=2030-01-01",
    "since=2026-11-23", "cursor=x",
)  # fmt: skip

ROWS: dict[str, Asked] = {
    DESK: _fixed("/admin/", "/admin/login/"),
    "healthz": _fixed("/healthz"),
    "readyz": _fixed("/readyz"),
    "metrics": _fixed("/metrics"),
    "": _fixed("/"),
    "api/v1/": _fixed("/api/v1/", "/api/v1/nothing"),
    "api/v1/docs": _fixed("/api/v1/docs"),
    "api/v1/openapi.json": _fixed("/api/v1/openapi.json"),
    "api/v1/articles": _fixed(*(f"/api/v1/articles?{each}" for each in LISTED)),
    "api/v1/articles/<int:article_id>": lambda world: [f"/api/v1/articles/{n}" for n in _numbers(world)],
    "api/v1/categories": _fixed("/api/v1/categories"),
    "api/v1/tags/<slug>": _named("/api/v1/tags/", _tags, ""),
    "api/v1/authors/<slug>": _named("/api/v1/authors/", _authors, ""),
    "api/v1/search": _search("/api/v1/search", *FILTERS),
    "api/v1/hot": _fixed("/api/v1/hot"),
    r"^articles/(?P<article_id>[0-9]{1,18})(?:-(?P<slug>[^/]*))?/$": _articles,
    "categories/<str:slug>/": _named("/categories/", _categories, "/", "/?page=2"),
    "tags/<str:slug>/": _named("/tags/", _tags, "/", "/?page=2"),
    "authors/<str:slug>/": _named("/authors/", _authors, "/"),
    "hot/": _fixed("/hot/"),
    "search/": _search("/search/", *FILTERS),
    "corrections/": _fixed("/corrections/", "/corrections/?page=2"),
    "archive/": _fixed("/archive/"),
    "^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$": _fixed(
        *(f"/archive/2026/{n:02d}/" for n in range(9, 13))
    ),
    r"^feeds/latest\.(?P<ending>atom|json|rss)$": _fixed(*(f"/feeds/latest.{ending}" for ending in ENDINGS)),
    r"^feeds/categories/(?P<slug>[^/]+)\.(?P<ending>atom|json|rss)$": _named(
        "/feeds/categories/", _categories, *(f".{ending}" for ending in ENDINGS)
    ),
    r"^feeds/tags/(?P<slug>[^/]+)\.(?P<ending>atom|json|rss)$": _named(
        "/feeds/tags/", _tags, *(f".{ending}" for ending in ENDINGS)
    ),
    r"^feeds/authors/(?P<slug>[^/]+)\.(?P<ending>atom|json|rss)$": _named(
        "/feeds/authors/", _authors, *(f".{ending}" for ending in ENDINGS)
    ),
    "sitemap.xml": _fixed("/sitemap.xml"),
    "sitemaps/sections.xml": _fixed("/sitemaps/sections.xml"),
    r"^sitemaps/sections-(?P<part>[2-9]|[1-9][0-9]{1,6})\.xml$": _fixed("/sitemaps/sections-2.xml"),
    r"^sitemaps/(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<part>[2-9]|[1-9][0-9]+))?\.xml$": _fixed(
        "/sitemaps/2026-11.xml", "/sitemaps/2026-11-2.xml", "/sitemaps/2026-12.xml"
    ),
    "news-sitemap.xml": _fixed("/news-sitemap.xml"),
    "robots.txt": _fixed("/robots.txt"),
    r"^(?P<key>[A-Za-z0-9-]{8,128})\.txt$": _fixed("/canaryscheduled.txt"),
    "manifest.webmanifest": _fixed("/manifest.webmanifest"),
    "opensearch.xml": _fixed("/opensearch.xml"),
    "favicon.ico": _fixed("/favicon.ico"),
    "^views/(?P<article_id>[0-9]{1,18})$": lambda world: [f"/views/{number}" for number in _numbers(world)],
    "media/covers/<path:name>": lambda world: [f"/media/{name}" for name in world.covers],
}


def addresses(world: World) -> list[str]:
    """All of them, and one that is no address at all."""
    return [
        *(path for asked in ROWS.values() for path in asked(world)),
        "/slug-canaryscheduled/",
        "/nothing/",
    ]


def is_sung(path: str) -> bool:
    """Whether whoever asks says the word, so that an answer may repeat what was asked."""
    return hidden.SONG in path or any(quote(each) in path for each in KINDS.values())
