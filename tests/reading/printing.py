"""Printed copies for the tests of readers' pages, quicker to write down than through the builders."""

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.covers import uploading
from articles.covers.models import Cover
from articles.drafting import writing
from articles.drafting.models import Category
from articles.popularity.models import HotList
from articles.publishing import press, withdrawing
from articles.publishing.models import Edition
from articles.review import decisions
from tests import builders
from tests.builders import DAY, HOUR, NOON


def section(slug: str = "harbour", name: str = "港口", position: int = 1) -> Category:
    """A category with a name of its own."""
    made, _new = Category.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})
    return made


def printed(title: str = "港口风暴后恢复通航", *, at: datetime = NOON - DAY, **words: Any) -> Edition:
    """A live article with a slug."""
    words.setdefault("slug", "gang-kou")
    return builders.published(title=title, at=at, **words)


def many(number: int, **words: Any) -> list[Edition]:
    """Live articles an hour apart, the newest last."""
    return [
        printed(
            f"第{place}号潮汐报告", at=NOON - (number - place + 1) * HOUR, slug=f"chao-xi-{place}", **words
        )
        for place in range(1, number + 1)
    ]


def cover(
    alt: str = "晨光中的港口", colour: str = "teal", size: tuple[int, int] = (1600, 1000), **words: Any
) -> Cover:
    """An uploaded picture with its JPEG renditions."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    file = SimpleUploadedFile(f"{alt}.jpg", buffer.getvalue(), "image/jpeg")
    return uploading.upload(file, by=builders.person(), now=NOON - DAY, alt=alt, **words)


def withdrawn(edition: Edition, *, at: datetime = NOON, note: str = "", **words: Any) -> Edition:
    """Take an article down."""
    return withdrawing.take_down(
        edition.article,
        by=builders.person("Publishers"),
        now=at,
        reason="a source withdrew",
        note=note,
        **words,
    )


def hot_list(
    *editions: Edition, at: datetime = NOON, confirmed: datetime | None = None, **entry: Any
) -> HotList:
    """A stored ranking in the given order."""
    entries = [
        {"article": edition.article_id, "place": place, "slot": "rank", "was": place, **entry}
        for place, edition in enumerate(editions, 1)
    ]
    return HotList.objects.create(list="site", ranked_at=at, confirmed_at=confirmed or at, entries=entries)


def corrected(edition: Edition, note: str, *, at: datetime = NOON, **words: Any) -> Edition:
    """A corrected copy of a live article, with its public note."""
    article = builders.fresh(edition.article)
    assert article.latest is not None
    changed = replace(article.latest.content, **({"body": "风停了，船进了港。\n"} | words))
    revised = writing.revise(article, changed, by=builders.person("Chiefs"), now=at, version=article.version)
    article = builders.fresh(article)
    decisions.submit(article, by=revised.made_by, now=at, version=article.version)
    decisions.approve(article, content_hash=revised.content_hash, by=builders.editor(), now=at)
    return press.publish(
        builders.fresh(article), content_hash=revised.content_hash, by=builders.publisher(), now=at,
        kind="correction", note=note,
    )  # fmt: skip
