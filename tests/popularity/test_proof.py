"""The candidates the database gives are enough: the proof holds, and too few are doubled."""

import random
from datetime import timedelta

import pytest

from articles.popularity import candidates, decay, rates
from articles.popularity.models import AgeRate, Standing
from articles.popularity.ranking import Candidate, rank
from articles.publishing.models import Edition
from tests.builders import DAY, NOON
from tests.popularity.listed import many
from tests.popularity.making import live_article

pytestmark = pytest.mark.django_db


def random_house(dice: random.Random, articles: list[int]) -> None:
    """Any views, any ages, any usual rates; ``Standing`` and ages are written directly, for speed."""
    Standing.objects.all().delete()
    AgeRate.objects.all().delete()
    AgeRate.objects.bulk_create([
        AgeRate(box=box, views=dice.random() * 10 ** dice.randint(-1, 4), hours=dice.random() * 1000)
        for box in range(9)
    ])  # fmt: skip
    rows, editions = [], []
    for article in articles:
        at = NOON - timedelta(hours=dice.choice([dice.random() * 48, dice.random() * 2000]))
        editions.append(Edition(pk=PKS[article], published_at=at))
        l24, l6, l1 = (
            decay.fold(None, dice.random() * 10 ** dice.randint(-3, 3), NOON, half_life)
            if dice.random() < 0.8
            else None
            for half_life in decay.HALF_LIVES
        )
        rows.append(Standing(article_id=article, l24=l24, l6=l6, l1=l1))
    Edition.objects.bulk_update(editions, ["published_at"], batch_size=100)
    Standing.objects.bulk_create(rows)


PKS: dict[int, int] = {}


def everything() -> list[int]:
    usual = rates.current()
    rows = {row.article_id: row for row in Standing.objects.all()}
    everybody = [
        Candidate(
            article, at, rows[article].l24, rows[article].l6, rows[article].l1,
            usual.at((NOON - at).total_seconds() / 3600),
        )
        for article, at in Edition.objects.live(NOON).values_list("article_id", "published_at")
    ]  # fmt: skip
    return [measured.article_id for measured in rank(everybody, NOON)][:50]


def test_the_proof_holds_against_ranking_everything() -> None:
    dice = random.Random(20261122)
    articles = [live_article(NOON - 100 * DAY) for _article in range(300)]
    PKS.update(Edition.objects.values_list("article_id", "pk"))
    widened = 0
    for _state in range(12):
        random_house(dice, articles)
        field = candidates.gather(NOON, breadth=40)
        assert field.certified
        assert [measured.article_id for measured in field.order][:50] == everything()
        widened += len(field.order) > 3 * 40
    assert widened > 0


def test_too_few_candidates_are_doubled_until_proven(caplog: pytest.LogCaptureFixture) -> None:
    many(120, age=10 * DAY)
    field = candidates.gather(NOON, breadth=10)
    assert "not proven with 10 candidates" in caplog.text
    assert field.certified
    assert len(field.order) >= 50
