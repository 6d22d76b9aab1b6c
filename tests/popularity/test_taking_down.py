"""Taking down ends all that held an article up, whoever asks; undoing it leaves everything as it was."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from articles.drafting.models import Article
from articles.popularity import boosting, taking_down
from articles.popularity.models import Boost
from articles.publishing import effects, gate, pinning, press, returning, verifying
from articles.publishing.models import Edition, Effect, Pin
from articles.review import decisions, revising
from articles.review.rules import published_revision
from tests import builders as b
from tests.builders import DAY, HOUR, NOON, fresh, hash_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
LATER = NOON + timedelta(seconds=8)
STANDS = ("live_from", "live_until", "wanted_until", "content_hash")


def approved_again(article: Article, **words: Any) -> Article:
    editor, now_there = b.editor(), fresh(article)
    revising.revise(now_there, b.content(**words), by=editor, now=NOON - HOUR, version=now_there.version)
    decisions.submit(fresh(article), by=editor, now=NOON - HOUR, version=fresh(article).version)
    decisions.approve(article, content_hash=hash_of(article), by=b.editor(), now=NOON - HOUR)
    return fresh(article)


def newsroom(*, soon: timedelta = DAY) -> Article:
    """Live with an end, other words scheduled, pinned now and later, boosted, and again in work."""
    by = b.publisher()
    article = b.published(at=NOON - 3 * HOUR, until=NOON + 9 * DAY).article
    approved_again(article, title="明天的标题")
    press.publish(
        article,
        content_hash=hash_of(article),
        by=by,
        now=NOON - HOUR,
        live_from=NOON + soon,
        live_until=NOON + 3 * DAY,
    )
    pinning.pin(
        article, place="home", position=2, live_from=NOON - HOUR, live_until=None, by=by, now=NOON - HOUR
    )
    pinning.pin(
        article,
        place="hot",
        position=1,
        live_from=NOON + HOUR,
        live_until=NOON + DAY,
        by=by,
        now=NOON,
        reason="快讯",
    )
    boosting.boost(article, 2, reason="重要", by=by, now=NOON - HOUR, live_until=NOON + DAY)
    now_there = fresh(article)
    revising.revise(now_there, b.content(title="未审"), by=b.editor(), now=NOON, version=now_there.version)
    return fresh(article)


def standing(article: Article) -> list[Any]:
    """All that readers have or will have of it, and what holds it up."""
    copies = article.editions.exclude(live_until__lte=LATER).order_by("live_from").values_list(*STANDS)
    pins = Pin.objects.order_by("pk").values_list("place", "position", "live_from", "live_until")
    boosts = Boost.objects.values_list("factor", "live_from", "live_until", "ended_at", "ended_by")
    return [[row[1:] for row in copies], [row[0] for row in copies][1:], list(pins), list(boosts)]


def findings(article: Article) -> list[str]:
    return [found.sentence for found in verifying.of_article(fresh(article))]


def test_undoing_a_take_down_leaves_schedules_pins_and_boost_exactly_as_they_were() -> None:
    article, by = newsroom(), b.publisher()
    before = standing(article)
    effects.perform_due(lambda: NOON)
    taking_down.take_down(article, by=by, now=NOON, reason="误会")
    effects.perform_due(lambda: NOON)
    assert not Edition.objects.live(LATER).exists() and not Edition.objects.scheduled(LATER).exists()
    assert not Pin.objects.in_force(LATER).exists() and not Boost.objects.in_force(LATER).exists()
    assert findings(article) == []
    made = taking_down.undo(article, by=by, now=LATER)
    assert standing(article) == before
    assert (made.kind, made.live_from, made.title) == ("return", LATER, "港口风暴后恢复通航")
    assert findings(article) == []
    coming = Edition.objects.scheduled(LATER).get()
    kinds = dict(Effect.objects.filter(edition=coming, done_at=None).values_list("kind", "wanted_at"))
    assert (kinds["index"], kinds["notify"]) == (LATER, coming.live_from)
    # Four eyes count from the copy that is public, and a schedule that came back is no publication yet.
    assert published_revision(article, LATER) == 1
    assert published_revision(article, NOON + 2 * DAY) == 2
    verbs = list(article.moves.filter(at=LATER).order_by("number").values_list("verb", flat=True))
    assert verbs == ["reschedule", "publish", "pin", "pin", "boost"]


def test_what_would_have_begun_meanwhile_is_what_readers_get() -> None:
    article, by = newsroom(soon=timedelta(seconds=5)), b.publisher()
    taking_down.take_down(article, by=by, now=NOON, reason="误会")
    made = taking_down.undo(article, by=by, now=LATER)
    assert (made.title, made.live_until, Edition.objects.live(LATER).get()) == (
        "明天的标题",
        NOON + 3 * DAY,
        made,
    )
    assert findings(article) == []


def test_nothing_is_undone_twice_or_after_something_else_or_without_the_right() -> None:
    article, by = b.published(at=NOON - HOUR).article, b.publisher()
    with pytest.raises(returning.NothingToUndo):
        taking_down.undo(article, by=by, now=NOON)
    taking_down.take_down(article, by=by, now=NOON, reason="x")
    with pytest.raises(gate.NotAllowed):
        taking_down.undo(article, by=b.editor(), now=LATER)
    taking_down.undo(article, by=by, now=LATER)
    with pytest.raises(returning.NothingToUndo):
        taking_down.undo(article, by=by, now=LATER)
    assert article.editions.count() == 2


def test_an_approval_taken_back_meanwhile_and_an_end_that_passed_stand_in_the_way() -> None:
    by, short = b.publisher(), b.published(at=NOON - HOUR, until=NOON + timedelta(seconds=5)).article
    taking_down.take_down(short, by=by, now=NOON, reason="x")
    with pytest.raises(returning.NothingToUndo):
        taking_down.undo(short, by=by, now=LATER)
    article = b.published(at=NOON - HOUR).article
    taking_down.take_down(article, by=by, now=NOON, reason="x")
    given = article.decisions.get(verdict="approve")
    decisions.withdraw_approval(given, by=given.by, now=NOON)
    with pytest.raises(gate.NotApproved):
        taking_down.undo(article, by=by, now=LATER)


def test_a_schedule_whose_approval_was_taken_back_meanwhile_comes_back_by_no_undo() -> None:
    article, by = newsroom(), b.publisher()
    taking_down.take_down(article, by=by, now=NOON, reason="x")
    given = article.decisions.filter(verdict="approve").latest("pk")
    decisions.withdraw_approval(given, by=given.by, now=NOON)
    with pytest.raises(gate.NotApproved):
        taking_down.undo(article, by=by, now=LATER)
    assert not Edition.objects.scheduled(LATER).exists() and not Edition.objects.live(LATER).exists()


def test_a_copy_under_break_glass_comes_back_under_its_reason() -> None:
    article, chief = b.in_review(), b.chief()
    press.publish(article, content_hash=hash_of(article), by=chief, now=NOON - HOUR, break_glass="港口封闭")
    taking_down.take_down(article, by=chief, now=NOON, reason="x")
    made = taking_down.undo(article, by=chief, now=LATER)
    assert (made.break_glass_reason, findings(article)) == ("港口封闭", [])


def test_every_door_takes_down_by_the_one_way_that_ends_boosts_too() -> None:
    wanted = "withdrawing.take_down("
    files = [*ROOT.glob("articles/**/*.py"), *ROOT.glob("newsroom/**/*.py")]
    callers = {str(path.relative_to(ROOT)) for path in files if wanted in path.read_text()}
    assert callers == {"articles/popularity/taking_down.py"}
