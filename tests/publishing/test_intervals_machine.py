"""Random deeds against a simple model of time: what is live at any instant agrees with the database."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from articles.publishing import gate, press, scheduling, withdrawing
from articles.publishing.models import Edition
from articles.publishing.verifying import verify
from articles.review import decisions, revising
from tests.builders import NOON, article, content, editor, fresh, hash_of, publisher, writer

minutes = st.integers(min_value=1, max_value=600)


class Timeline:
    """The model: a list of (start, own end, title), told apart by nothing but time and order of printing."""

    def __init__(self) -> None:
        self.copies: dict[str, tuple[datetime, datetime | None, int]] = {}
        self.printed = 0

    def print(self, title: str, start: datetime, end: datetime | None) -> None:
        self.printed += 1
        self.copies[title] = (start, end, self.printed)

    def live(self, moment: datetime) -> str | None:
        """The latest copy that has begun decides: it is live, or its own end has passed and nothing is."""
        begun = [
            (start, order, title, end)
            for title, (start, end, order) in self.copies.items()
            if start <= moment and (end is None or end > start)
        ]
        if not begun:
            return None
        _start, _order, title, end = max(begun)
        return title if end is None or moment < end else None

    def moments(self) -> list[datetime]:
        edges = {moment for start, end, _order in self.copies.values() for moment in (start, end) if moment}
        tick = timedelta(microseconds=1)
        return sorted({edge + shift for edge in edges for shift in (-tick, timedelta(), tick)})


class Schedules(RuleBasedStateMachine):
    """One article, one writer, one editor, one publisher, and a clock that only goes forward."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = NOON
        self.model = Timeline()
        self.texts = 0

    @initialize()
    def begin(self) -> None:
        self.writer, self.editor, self.publisher = writer(), editor(), publisher()
        self.article = article(by=self.writer, now=self.now)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def next_text(self) -> str:
        self.texts += 1
        title = f"第{self.texts}版"
        revising.revise(
            self.article,
            content(title=title),
            by=self.writer,
            now=self.now,
            version=fresh(self.article).version,
        )
        decisions.submit(self.article, by=self.writer, now=self.now, version=fresh(self.article).version)
        decisions.approve(self.article, content_hash=hash_of(self.article), by=self.editor, now=self.now)
        return title

    @rule(step=minutes)
    def time_passes(self, step: int) -> None:
        self.now += timedelta(minutes=step)

    @rule(wait=st.one_of(st.just(0), minutes), length=st.one_of(st.none(), minutes))
    def publish(self, wait: int, length: int | None) -> None:
        title = self.next_text()
        start = self.now + timedelta(minutes=wait)
        end = start + timedelta(minutes=length) if length else None
        edition = press.publish(
            self.article,
            content_hash=hash_of(self.article),
            by=self.publisher,
            now=self.now,
            live_from=start,
            live_until=end,
        )
        if end is None:
            replaced = self.model.live(start)
            end = self.model.copies[replaced][1] if replaced else None
        assert edition.wanted_until == end
        self.model.print(title, start, end)

    def scheduled(self) -> list[Edition]:
        return list(Edition.objects.scheduled(self.now).filter(article=self.article).order_by("live_from"))

    @precondition(lambda self: self.scheduled())
    @rule(wait=minutes, pick=st.integers(min_value=0, max_value=10))
    def reschedule(self, wait: int, pick: int) -> None:
        copies = self.scheduled()
        copy = copies[pick % len(copies)]
        start = self.now + timedelta(minutes=wait)
        _old_start, end, order = self.model.copies[copy.title]
        if end is not None and end <= start:
            with pytest.raises(press.WrongKind):
                scheduling.reschedule(copy, live_from=start, by=self.publisher, now=self.now)
            return
        scheduling.reschedule(copy, live_from=start, by=self.publisher, now=self.now)
        self.model.copies[copy.title] = (start, end, order)

    @precondition(lambda self: self.scheduled())
    @rule(pick=st.integers(min_value=0, max_value=10))
    def cancel(self, pick: int) -> None:
        copies = self.scheduled()
        copy = copies[pick % len(copies)]
        scheduling.cancel(copy, by=self.publisher, now=self.now)
        del self.model.copies[copy.title]

    @rule()
    def take_down(self) -> None:
        title = self.model.live(self.now)
        if title is None:
            with pytest.raises(withdrawing.NotLive):
                withdrawing.take_down(self.article, by=self.publisher, now=self.now, reason="x")
            return
        withdrawing.take_down(self.article, by=self.publisher, now=self.now, reason="x")
        start, _end, order = self.model.copies[title]
        self.model.copies[title] = (start, self.now, order)
        later = [name for name, (begin, _end, _order) in self.model.copies.items() if begin > self.now]
        for name in later:
            del self.model.copies[name]

    @rule()
    def publish_the_same_text_again(self) -> None:
        latest = fresh(self.article).latest
        title = latest.title
        if title not in self.model.copies or latest.content_hash != hash_of(self.article):
            return
        start = self.model.copies[title][0]
        if self.model.live(self.now) == title or (start > self.now and self.seen_later(title)):
            with pytest.raises(gate.AlreadyPrinted):
                press.publish(self.article, content_hash=latest.content_hash, by=self.publisher, now=self.now)

    def seen_later(self, title: str) -> bool:
        return self.model.live(self.model.copies[title][0]) == title

    @invariant()
    def database_and_model_agree_at_every_edge(self) -> None:
        for moment in [self.now, *self.model.moments()]:
            live = list(
                Edition.objects.live(moment)
                .filter(article__pk=self.article.pk)
                .values_list("title", flat=True)
            )
            wanted = self.model.live(moment)
            assert live == ([wanted] if wanted else []), f"at {moment}"

    @invariant()
    def everything_verifies(self) -> None:
        assert list(verify()) == []


@pytest.mark.django_db
def test_what_is_live_agrees_with_a_simple_model_of_intervals():
    run_state_machine_as_test(
        Schedules,
        settings=settings(
            max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
