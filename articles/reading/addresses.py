"""The public addresses of the newsroom, each written in one place."""

from datetime import datetime
from urllib.parse import quote, urlencode

from django.conf import settings

from articles.text import tags

HOME, HOT, SEARCH, CORRECTIONS, ARCHIVE = "/", "/hot/", "/search/", "/corrections/", "/archive/"
LATEST = "/feeds/latest"
FEED_ENDINGS = ("atom", "json", "rss")


def article(article_id: int, slug: str) -> str:
    """``/articles/12-tide/``, or ``/articles/12/`` where there is no slug."""
    return f"/articles/{article_id}-{quote(slug)}/" if slug else f"/articles/{article_id}/"


def category(slug: str) -> str:
    return f"/categories/{quote(slug)}/"


def author(slug: str) -> str:
    return f"/authors/{quote(slug)}/"


def tag_slug(name: str) -> str:
    """The part of an address that names a tag, the same for every spelling of it."""
    return "-".join(tags.key(name)[:100].replace("/", " ").split())[:100]


def tag(name: str) -> str:
    return f"/tags/{quote(tag_slug(name))}/"


def archive(month: datetime) -> str:
    """The archive of the month that holds ``month``, a moment in the newsroom's zone."""
    return f"/archive/{month.year}/{month.month:02d}/"


def feed(path: str, ending: str) -> str:
    """The feed of the page at ``path``: ``/categories/sea/`` → ``/feeds/categories/sea.atom``."""
    stem = LATEST if path == HOME else f"/feeds{path.rstrip('/')}"
    return f"{stem}.{ending}"


def search(**parameters: str) -> str:
    return f"{SEARCH}?{urlencode({name: value for name, value in parameters.items() if value})}"


def absolute(path: str) -> str:
    """``path`` on the newsroom's public base address, whatever host the request named."""
    return path if "://" in path else settings.NEWSROOM_URL.rstrip("/") + path
