"""The whole way: a Markdown file is imported, reviewed, scheduled, read, counted, and stands in the hot list."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from redis import Redis

from articles.drafting.models import Article
from articles.popularity import flushing, listing, standing, tokens
from articles.publishing import press
from articles.publishing.models import Edition
from articles.publishing.verifying import verify
from articles.review import decisions
from tests.builders import editor, fresh, hash_of, publisher, writer

pytestmark = pytest.mark.django_db(transaction=True)

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
FILE = """---
title: {title}
category: harbour
tags: [潮汐, 数据]
author: 林知夏
---

{title}的正文，**“重要”**的一段。
"""


def scheduled(folder: Path, title: str, at: datetime) -> Edition:
    """From a file to an edition that waits for its moment."""
    author = writer()
    path = folder / f"{title}.md"
    path.write_text(FILE.format(title=title))
    call_command("import_articles", str(path), mode="review", by=author.username)
    made = Article.objects.get(latest__title=title)
    decisions.approve(made, content_hash=hash_of(made), by=editor(), now=timezone.now())
    return press.publish(
        fresh(made), content_hash=hash_of(made), by=publisher(), now=timezone.now(), live_from=at
    )


def read(client: Client, edition: Edition, visitor: int) -> int:
    """One reader of her own looks at the page for the first time."""
    answer = client.post(
        f"/views/{edition.article_id}",
        data=tokens.token(edition.article_id, timezone.now().date()),
        content_type="text/plain",
        REMOTE_ADDR=f"10.{visitor // 65536 % 256}.{visitor // 256 % 256}.{visitor % 256}",
        HTTP_USER_AGENT=BROWSER,
        HTTP_ACCEPT_LANGUAGE="zh-CN",
        HTTP_SEC_FETCH_SITE="same-origin",
    )
    return answer.status_code


def test_a_markdown_file_becomes_public_on_its_second_and_hot_by_its_readers(
    tmp_path: Path, clean_redis: Redis, client: Client, time_machine: Any
) -> None:
    start = timezone.now()
    editions = [
        scheduled(tmp_path, title, start + timedelta(minutes=5)) for title in ("冷稿", "热稿", "温稿")
    ]
    address = f"/articles/{editions[1].article_id}-{editions[1].slug}/"
    assert client.get(address).status_code == 404
    time_machine.move_to(start + timedelta(minutes=5), tick=True)
    assert client.get(address).status_code == 200
    for surface in ("/", "/feeds/latest.atom", "/news-sitemap.xml"):
        assert "热稿" in client.get(surface).content.decode(), surface
    for edition, readers in zip(editions, (5, 40, 20), strict=True):
        assert {read(client, edition, edition.pk * 1000 + number) for number in range(readers)} == {204}
        assert read(client, edition, edition.pk * 1000) == 204, "a repeat looks like a view"
    flushing.flush(timezone.now())
    assert standing.totals([edition.article_id for edition in editions]) == {
        edition.article_id: readers for edition, readers in zip(editions, (5, 40, 20), strict=True)
    }
    listing.rank(timezone.now())
    time.sleep(1.1)  # a web process asks for a new list once a second
    page = client.get("/hot/").content.decode()
    assert sorted(["热稿", "温稿", "冷稿"], key=page.index) == ["热稿", "温稿", "冷稿"]
    assert list(verify()) == []
