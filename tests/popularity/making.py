"""What the tests of this room make: live articles, readers' requests, counted views."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any

from articles.drafting.models import Article, Category
from articles.popularity import counting, merging, tokens
from articles.popularity.counter_keys import Counter
from articles.publishing.models import Edition
from tests.builders import NOON

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"
_numbers = count(1)


def live_article(at: datetime = NOON, *, until: datetime | None = None, category: str = "") -> int:
    """The number of an article with one edition from ``at`` on."""
    article = Article.objects.create(created_at=at, changed_at=at)
    section = (
        Category.objects.get_or_create(slug=category, defaults={"name": category})[0] if category else None
    )
    Edition.objects.create(
        article=article, number=1, title="标题", language="zh-hans", category=section, category_slug=category,
        content_hash="c" * 64, proof="p" * 64, break_glass_reason="made for a test", live_from=at, live_until=until,
        published_at=at, printed_at=at,
    )  # fmt: skip
    return article.pk


def request(address: str = "8.8.8.8", **headers: str) -> dict[str, str]:
    """``request.META`` of an ordinary browser that shows a page of ours."""
    usual = {
        "REMOTE_ADDR": address,
        "HTTP_HOST": "testserver",
        "HTTP_USER_AGENT": BROWSER,
        "HTTP_ACCEPT_LANGUAGE": "zh-CN",
        "HTTP_SEC_FETCH_SITE": "same-origin",
    }
    return usual | {f"HTTP_{name.upper()}": value for name, value in headers.items()}


def body(article_id: int, now: datetime = NOON) -> bytes:
    """What a live page sends."""
    return tokens.token(article_id, now.date()).encode()


def beacon(
    article_id: int, meta: Mapping[str, str] | None = None, *, now: datetime = NOON, **given: Any
) -> str:
    """Count one look."""
    return counting.count(
        article_id, body=given.get("body", body(article_id, now)), meta=meta or request(), now=now
    )


def readers() -> Mapping[str, str]:
    """A new reader each time, in a network of their own."""
    number = next(_numbers)
    return request(f"{20 + number // 65536 % 100}.{number // 256 % 256}.{number % 256}.7")


def state(
    article_id: int, hour: int, count: int, *, kind: str = "view", epoch: str = "a" * 32
) -> dict[int, int]:
    """State one fact; how much its row grew."""
    return merging.state(Counter(epoch, hour, kind), [(article_id, count)])
