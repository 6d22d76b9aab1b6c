"""The contract of facts holds for any order, splitting and repetition."""

from itertools import pairwise
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from articles.popularity import facts
from articles.popularity.facts import Fact
from articles.popularity.models import Standing, ViewHour
from articles.popularity.standing import hour_of
from tests.builders import NOON

NOW = hour_of(NOON)
some_facts = st.lists(
    st.builds(
        Fact,
        hour=st.integers(NOW - 3, NOW),
        kind=st.sampled_from(["view", "view", "view", "robot"]),
        article_id=st.integers(1, 4),
        epoch=st.sampled_from(["one", "two"]),
        total=st.integers(0, 50),
    ),
    max_size=25,
)


def rows() -> list[tuple[Any, ...]]:
    return sorted(ViewHour.objects.values_list("hour", "kind", "article_id", "epoch", "count"))


def standings() -> dict[int, int]:
    return dict(Standing.objects.values_list("article_id", "views"))


def afresh() -> None:
    ViewHour.objects.all().delete()
    Standing.objects.all().delete()


@pytest.mark.django_db
@given(some_facts, st.randoms(use_true_random=False), st.lists(st.integers(0, 25), max_size=4))
def test_order_splitting_and_repetition_of_facts_change_nothing(
    stated: list[Fact], dice: Any, cuts: list[int]
) -> None:
    afresh()
    facts.state(stated, NOON)
    once = (rows(), standings())
    afresh()
    shuffled = stated * 2
    dice.shuffle(shuffled)
    for start, end in pairwise(sorted({0, *cuts, len(shuffled)})):
        facts.state(shuffled[start:end], NOON)
    assert (rows(), standings()) == once
    greatest = {}
    for hour, kind, article, epoch, total in stated:
        if total:
            key = (hour, kind, article, epoch)
            greatest[key] = max(total, greatest.get(key, 0))
    assert once[0] == sorted((*key, total) for key, total in greatest.items())
    views = ViewHour.objects.filter(kind="view").values_list("article_id").annotate(views=Sum("count"))
    assert standings() == dict(views)
