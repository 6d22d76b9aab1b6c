"""Flushes beside the bare upsert of the same facts, and rankings."""

import time
from datetime import datetime, timedelta

from parts.saying import say

FIRST = 1_000_001  # above the articles that other figures count


def merge(changed: int) -> None:
    """Merge with fold beside the same rows written and nothing else, each for new and for known articles."""
    from articles.popularity import flushing

    for first in (True, False):
        rows = "new" if first else "known"
        bare = _bare(changed, 3 if first else 7)
        folded = _flush(changed, 3 if first else 7)
        say(f"bare upsert, {rows} rows", bare, "/s")
        say(f"merge with fold, {rows} rows", folded, "/s, goal ≥ 10000")
        say("merge with fold / bare upsert", folded / bare, "times")
    before = time.perf_counter()
    flushing.flush(_now())
    say("flush without changes", (time.perf_counter() - before) * 1000, "ms")


def _flush(changed: int, count: int) -> float:
    """Rows a second of one flush in which so many articles reached ``count``."""
    from django.conf import settings

    from articles.popularity import flushing
    from articles.wire.client import client

    redis = client(settings.COUNTER_URL)
    counter = f"{'e' * 32}:{redis.time()[0] // 3600}:view"
    redis.hset(f"{{v0}}:n:{counter}", mapping=dict.fromkeys(range(FIRST, FIRST + changed), count))
    redis.sadd("{v0}:open", counter)
    before = time.perf_counter()
    done = flushing.flush(_now())
    return done.rows / (time.perf_counter() - before)


def _bare(changed: int, count: int) -> float:
    """Rows a second of the statement alone, in parts of the same size, each in its own transaction."""
    from django.db import transaction

    from articles.popularity import merging
    from articles.popularity.counter_keys import Counter

    counter = Counter("b" * 32, 1, "repeat")
    facts = [(article_id, count) for article_id in range(FIRST, FIRST + changed)]
    before = time.perf_counter()
    for start in range(0, changed, merging.PART):
        with transaction.atomic():
            merging.state(counter, facts[start : start + merging.PART])
    return changed / (time.perf_counter() - before)


def rank(articles: int) -> None:
    """Two rankings of so many live articles."""
    from articles.popularity import listing
    from articles.popularity.models import Standing

    now = _now()
    _invent(articles, now)
    for turn, at in (("first", now), ("second", now + timedelta(minutes=1))):
        before = time.perf_counter()
        made = listing.rank(at)
        say(
            f"{turn} ranking of {articles}",
            (time.perf_counter() - before) * 1000,
            "ms, goal ≤ 300 for a million",
        )
    say("candidates", made.candidates, "proven" if made.certified else "not proven")
    say("standings", Standing.objects.count(), "rows")


def _invent(articles: int, now: datetime) -> None:
    """So many live articles over three years, most of them quiet."""
    import random

    from articles.drafting.models import Article
    from articles.popularity import decay
    from articles.popularity.models import Standing
    from articles.publishing.models import Edition

    dice = random.Random(1)
    for start in range(1, articles + 1, 5000):
        numbers = range(start, min(start + 5000, articles + 1))
        moments = {number: now - timedelta(hours=dice.random() * 26_000) for number in numbers}
        Article.objects.bulk_create(
            [Article(pk=number, created_at=at, changed_at=at) for number, at in moments.items()]
        )
        Edition.objects.bulk_create([
            Edition(article_id=number, number=1, title="t", language="en", content_hash="c", proof="p",
                    break_glass_reason="bench", live_from=at, published_at=at, printed_at=at)
            for number, at in moments.items()
        ])  # fmt: skip
        rows = []
        for number in numbers:
            views, age = dice.paretovariate(1.1), dice.expovariate(1 / 200)
            sums = [decay.fold(None, views, now - timedelta(hours=age), half) for half in decay.HALF_LIVES]
            rows.append(Standing(article_id=number, l24=sums[0], l6=sums[1], l1=sums[2], views=int(views)))
        Standing.objects.bulk_create(rows, ignore_conflicts=True)


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()
