"""What the tests of the API make and how they ask."""

from datetime import datetime
from typing import Any

from django.test import Client

from articles.covers.models import Cover
from articles.popularity.models import HotList
from articles.publishing import withdrawing
from articles.publishing.models import Edition
from tests import builders
from tests.builders import DAY, HOUR, NOON
from tests.covers.pictures import a_cover

API = "/api/v1"


def get(path: str, status: int = 200, **asked: Any) -> dict[str, Any]:
    """What the API answers at ``path``, which must be JSON with this status."""
    response = Client().get(API + path, asked)
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("application/json")
    found: dict[str, Any] = response.json()
    return found


def numbers(**asked: Any) -> list[int]:
    """The articles of a list, in its order."""
    return [each["id"] for each in get("/articles", **asked)["articles"]]


def many(number: int, **words: Any) -> list[Edition]:
    """Live articles an hour apart, the newest first."""
    people = {"by": builders.writer(), "publisher": builders.publisher()}
    return [
        builders.published(
            title=f"第{place}号潮汐报告", at=NOON - place * HOUR, slug=f"tide-{place}", **people, **words
        )
        for place in range(1, number + 1)
    ]


def covered(cover: Cover, **words: Any) -> Edition:
    """A live article with a cover."""
    author = builders.writer()
    article = builders.writing.start(
        builders.content(cover=cover.content_digest, **words), by=author, now=NOON - DAY
    )
    version = article.version
    builders.decisions.submit(article, by=author, now=NOON - DAY, version=version)
    digest = builders.hash_of(article)
    builders.decisions.approve(
        builders.fresh(article), content_hash=digest, by=builders.editor(), now=NOON - DAY
    )
    return builders.press.publish(
        builders.fresh(article), content_hash=digest, by=builders.publisher(), now=NOON - HOUR
    )


def cover(**words: Any) -> Cover:
    return a_cover(**words)


def withdrawn(edition: Edition, *, note: str = "", at: datetime = NOON) -> Edition:
    """Take an article down."""
    return withdrawing.take_down(
        edition.article, by=builders.publisher(), now=at, reason="a source withdrew", note=note
    )


def hot_list(*editions: Edition, **entry: Any) -> HotList:
    """A stored ranking in the given order."""
    entries = [
        {"article": edition.article_id, "place": place, "slot": "rank", "was": place, "heat": 12.5, **entry}
        for place, edition in enumerate(editions, 1)
    ]
    return HotList.objects.create(list="site", ranked_at=NOON, confirmed_at=NOON, entries=entries)
