"""An archive as a desk has it: printed articles with covers, remarks, pins and notices, and one day's work on top."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bench.parts import copies

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LONG_TEXT = "潮水在清晨退去，码头边的人开始检查缆绳。" * 60
REVISIONS = 200  # of the article with the longest history
WORK = {
    "draft": 30,
    "in_review": 15,
    "sent_back": 5,
    "approved": 10,
    "scheduled": 20,
    "planned": 5,
    "binned": 10,
}


def fill(count: int) -> dict[str, Any]:
    """``count`` printed articles that can be copied, and work at the desk that does not grow with the archive.

    Returns the people and the article with many revisions, for the pages that name them.
    """
    from django.utils import timezone

    from articles.popularity import listing
    from tests import builders

    now = timezone.now()
    copies.begin_at(copies.FIRST)
    boss = builders.person(name="boss", is_superuser=True)
    _archive(count, boss, now)
    copies.begin_at(copies.FIRST + copies.STEP)
    novice = builders.writer(name="novice")
    long = _day(novice, builders.editor(), builders.publisher(), now)
    listing.rank(now)
    return {"boss": boss, "novice": novice, "long": long}


def _archive(count: int, boss: Any, now: datetime) -> None:
    from articles.desk import corpus
    from articles.publishing.models import Edition, Effect
    from articles.reading import indexing

    dice = random.Random(1)
    corpus.make(count, seed=1, now=now, covers=_covers(max(1, count // 2), dice, now))
    _events(list(Edition.objects.order_by("pk")), boss, dice, now)
    Effect.objects.update(done_at=now, attempts=1)
    for part in indexing.batched(Edition.objects.order_by("pk"), indexing.PER_TURN):
        indexing.index_many(part, now)


def _covers(count: int, dice: random.Random, now: datetime) -> Sequence[Any]:
    """Covers without files; one of 25 lacks its words."""
    from articles.covers.models import Cover, Picture, Rendition
    from articles.desk.corpus_words import TAGS

    pictures = Picture.objects.bulk_create(
        Picture(
            digest=f"{place:056x}", original=f"originals/{place}", width=1600, height=900, uploaded_at=now
        )
        for place in range(count)
    )
    covers = Cover.objects.bulk_create(
        Cover(
            picture=picture, alt=f"{dice.choice(TAGS)}与{dice.choice(TAGS)}，第{place}张" if place % 25 else "",
            credit="本报", content_digest=f"{place:056x}", made_at=now - place * MINUTE,
        )
        for place, picture in enumerate(pictures)
    )  # fmt: skip
    Rendition.objects.bulk_create(
        Rendition(
            cover=cover, crop="card", mime="image/jpeg", width=width, height=width * 3 // 4, size=9000,
            name=f"covers/{cover.content_digest}/{width}.jpg",
        )
        for cover in covers for width in (400, 640, 960)
    )  # fmt: skip
    return covers


def _events(editions: Sequence[Any], boss: Any, dice: random.Random, now: datetime) -> None:
    """What an archive gathers: settled remarks, looks, pins and notices that are over, copies that were taken down."""
    from articles.desk.models import Notice
    from articles.publishing.models import Edition, Pin
    from articles.review.models import Comment, Look

    old = [edition for edition in editions if edition.live_from < now - 2 * DAY]
    revisions: dict[int, Any] = {
        edition.pk: edition.article.latest_id for edition in Edition.objects.select_related("article")
    }
    for at, edition in enumerate(old):
        row = Edition.objects.filter(pk=edition.pk)
        if at % 33 == 0:
            ended = edition.live_from + DAY
            row.update(live_until=ended, wanted_until=ended, after_end="gone", end_reason="撤下")
        elif at % 199 == 1:  # cancelled before anybody saw it
            row.update(live_until=edition.live_from)
        elif at % 311 == 2:
            row.update(break_glass_reason="夜里没有人", printed_at=edition.live_from - DAY)
    some = dice.sample(old, len(old) // 5)
    Comment.objects.bulk_create(
        Comment(
            article_id=each.article_id, revision_id=revisions[each.pk], by=boss, at=each.live_from, text="？",
            resolved_at=each.live_from, resolved_by=boss,
        )
        for each in some
    )  # fmt: skip
    Look.objects.bulk_create(
        Look(person=boss, article_id=each.article_id, revision_id=revisions[each.pk], at=each.live_from)
        for each in some
    )
    Pin.objects.bulk_create(
        Pin(
            article_id=each.article_id, live_from=each.live_from, live_until=each.live_from + DAY, made_at=now
        )
        for each in some[: len(some) // 4]
    )
    Notice.objects.bulk_create(
        Notice(
            person=boss, kind="live", event="live", source=f"edition:{each.pk}", article_id=each.article_id,
            at=each.live_from, read_at=now, facts={"title": each.title},
        )
        for each in some
    )  # fmt: skip


def _day(writer: Any, editor: Any, publisher: Any, now: datetime) -> int:
    """One day at the desk, by the deeds themselves; returns the number of the article with many revisions."""
    from articles.review import commenting, decisions
    from tests import builders

    for number in range(WORK["draft"]):
        builders.article(by=writer, now=now - number * MINUTE, title=f"草稿{number}", body=LONG_TEXT)
    for number in range(WORK["in_review"] + WORK["sent_back"]):
        made = builders.in_review(by=writer, now=now - number * MINUTE, title=f"在审{number}", body=LONG_TEXT)
        latest: Any = made.latest
        commenting.comment(latest, text="真的吗？", by=editor, now=now)
        if number >= WORK["in_review"]:
            decisions.request_changes(
                made, content_hash=builders.hash_of(made), by=editor, now=now, comment="请改"
            )
    _printing(writer, editor, publisher, now)
    return _long(writer, now)


def _printing(writer: Any, editor: Any, publisher: Any, now: datetime) -> None:
    from articles.drafting import planning
    from articles.publishing import press
    from tests import builders

    for number in range(WORK["approved"] + WORK["scheduled"] + WORK["planned"]):
        made = builders.approved(by=writer, editor=editor, now=now - number * MINUTE, title=f"待发{number}")
        if number < WORK["scheduled"]:
            start = now + (number + 1) * timedelta(hours=1)
            press.publish(made, content_hash=builders.hash_of(made), by=publisher, now=now, live_from=start)
        elif number < WORK["scheduled"] + WORK["planned"]:
            planning.plan(made, planned_for=now + number * MINUTE * 60, by=writer, now=now)
    for number in range(WORK["binned"]):
        planning.discard(
            builders.article(by=writer, now=now - DAY, title=f"扔掉{number}"), by=writer, now=now
        )


def _long(writer: Any, now: datetime) -> int:
    """An article that was saved again and again."""
    from articles.drafting import writing
    from tests import builders

    made = builders.article(by=writer, now=now - DAY, title="反复修改", body=LONG_TEXT)
    for number in range(2, REVISIONS + 1):
        writing.revise(
            builders.fresh(made), builders.content(title="反复修改", body=f"{LONG_TEXT}第{number}稿。"), by=writer,
            now=now - DAY + number * MINUTE, version=builders.fresh(made).version,
        )  # fmt: skip
    return int(made.pk)
