"""Invented articles are as honest as real ones."""

import pytest
from django.core.management import CommandError, call_command

from articles.popularity.models import Standing
from articles.publishing.models import Edition, Effect
from articles.publishing.verifying import verify
from tests.builders import NOON

pytestmark = pytest.mark.django_db


def test_a_corpus_passes_verify_and_has_covers_views_and_index_effects():
    call_command("make_corpus", "25")
    assert list(verify()) == []
    assert Edition.objects.exclude(cover=None).count() == 25
    assert Standing.objects.filter(views__gt=0).count() >= 20
    assert Effect.objects.filter(kind="index").count() == 25


def test_the_same_seed_gives_the_same_words():
    from articles.desk import corpus

    corpus.make(5, seed=7, now=NOON, covers=[])
    corpus.make(5, seed=7, now=NOON, covers=[])
    titles = list(Edition.objects.order_by("pk").values_list("title", flat=True))
    assert titles[:5] == titles[5:]


def test_a_corpus_of_nothing_is_refused():
    with pytest.raises(CommandError):
        call_command("make_corpus", "0")
