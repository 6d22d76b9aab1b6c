"""Each turn is taken once, and tells how it ended."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from articles.clocks.models import Turn
from articles.clocks.turns import take, turn
from tests.builders import NOON

pytestmark = pytest.mark.django_db


def test_the_second_of_two_ticks_in_one_period_loses():
    answers = [take("rank", now=NOON + timedelta(seconds=late), seconds=60) for late in (0, 1, 59)]
    assert answers == [True, False, False]


def test_the_next_period_is_a_new_turn():
    answers = [take("rank", now=NOON + timedelta(seconds=late), seconds=60) for late in (0, 60, 61, 120)]
    assert answers == [True, True, False, True]


def test_clocks_do_not_take_each_others_turns():
    assert [take(name, now=NOON, seconds=60) for name in ("rank", "announce", "rank")] == [True, True, False]


def test_a_host_whose_clock_ran_a_day_ahead_does_not_stop_the_clock():
    assert take("rank", now=NOON + timedelta(days=1), seconds=60)
    assert take("rank", now=NOON, seconds=60)
    assert not take("rank", now=NOON, seconds=60)


def test_a_host_one_period_behind_waits_for_the_others():
    assert take("rank", now=NOON + timedelta(seconds=60), seconds=60)
    assert not take("rank", now=NOON, seconds=60)


def test_a_finished_turn_is_recorded():
    with turn("rank", now=NOON, seconds=60) as won:
        assert won
        assert Turn.objects.get(name="rank").finished_at is None
    row = Turn.objects.get(name="rank")
    assert row.started_at == NOON
    assert timedelta() <= row.finished_at - NOON < timedelta(seconds=5)
    assert row.error == ""


def test_a_failed_turn_says_why_and_the_error_goes_on():
    with pytest.raises(ValueError, match="no list"), turn("rank", now=NOON, seconds=60):
        raise ValueError("no list")
    row = Turn.objects.get(name="rank")
    assert (row.error, row.finished_at) == ("ValueError: no list", None)


def test_a_lost_turn_leaves_no_mark():
    with turn("rank", now=NOON, seconds=60):
        pass
    before = Turn.objects.values().get(name="rank")
    with pytest.raises(KeyError), turn("rank", now=NOON, seconds=60) as won:
        assert not won
        raise KeyError("late")
    assert Turn.objects.values().get(name="rank") == before


def test_a_turn_that_ends_after_the_next_began_says_nothing_about_it():
    with turn("rank", now=NOON, seconds=60):
        take("rank", now=NOON + timedelta(seconds=60), seconds=60)
    assert Turn.objects.get(name="rank").finished_at is None


def test_the_next_turn_forgets_the_error_of_the_last():
    with pytest.raises(ValueError, match="x"), turn("rank", now=NOON, seconds=60):
        raise ValueError("x")
    with turn("rank", now=NOON + timedelta(seconds=60), seconds=60):
        pass
    assert Turn.objects.get(name="rank").error == ""


@pytest.mark.django_db(transaction=True)
def test_of_eight_ticks_at_once_one_wins():
    barrier, wins = threading.Barrier(8), []

    def tick() -> None:
        barrier.wait()
        wins.append(take("rank", now=NOON, seconds=60))
        connection.close()

    threads = [threading.Thread(target=tick) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wins) == [False] * 7 + [True]
