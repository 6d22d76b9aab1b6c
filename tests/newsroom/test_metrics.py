"""The numbers an operator watches, in the format Prometheus reads."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from articles.clocks.models import Turn
from articles.covers.models import Cover
from articles.popularity.measuring import CLASSICAL
from articles.popularity.models import Evaluation, ViewHour
from articles.publishing.models import Edition, Effect
from newsroom import metrics, metrics_of_views
from newsroom.exposition import metric
from newsroom.metrics import quantile
from newsroom.patience import Patience
from tests import builders
from tests.covers.pictures import a_cover

pytestmark = pytest.mark.django_db(transaction=True)
LINE = re.compile(
    r'^([a-z_0-9]+(?:\{[a-z]+="(?:[^"\\]|\\.)*"(?:,[a-z]+="(?:[^"\\]|\\.)*")*\})?) (-?[0-9.e+-]+)$'
)


def read(client, **headers):
    """Every sample of the page by its name and labels; each line must be well-formed."""
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    samples = {}
    for line in response.content.decode().splitlines():
        if not line.startswith("#"):
            name, value = LINE.match(line).groups()
            samples[name] = float(value)
    return samples


def test_database_and_redis_are_up(client, clean_redis):
    samples = read(client)
    assert samples["newsroom_database_up"] == 1
    assert [value for name, value in samples.items() if name.startswith("newsroom_redis_up")] == [1]


def test_without_redis_and_database_the_page_still_answers(client, settings, monkeypatch):
    def refuse():
        raise OperationalError("away")

    monkeypatch.setattr(metrics, "database", Patience(refuse))
    settings.COUNTER_URL = settings.CACHE_URL = "unix:///nowhere.sock?db=0"
    samples = read(client)
    assert samples["newsroom_database_up"] == 0
    assert samples['newsroom_redis_up{server="/nowhere.sock"}'] == 0
    assert "newsroom_effects_due" not in samples


def test_effects_are_due_overdue_and_parked(client):
    edition = builders.published()
    now = timezone.now()
    edition.effects.all().delete()
    for kind, due, parked in (("a", 5, None), ("b", 300, None), ("c", 300, now), ("d", -300, None)):
        due_at = now - timedelta(seconds=due)
        Effect.objects.create(edition=edition, kind=kind, wanted_at=due_at, due_at=due_at, parked_at=parked)
    samples = read(client)
    names = [f"newsroom_effects_{word}" for word in ("due", "overdue", "parked")]
    assert [samples[name] for name in names] == [2, 1, 1]


def test_covers_that_wait_for_the_worker_are_counted(client):
    cover = a_cover()
    assert read(client)["newsroom_covers_waiting"] == 1
    Cover.objects.filter(pk=cover.pk).update(render_due_at=None)
    assert read(client)["newsroom_covers_waiting"] == 0


def test_the_lag_of_publication_is_measured_from_its_second(client):
    edition = builders.published()
    began = timezone.now() - timedelta(hours=1)
    rows = Edition.objects.filter(pk=edition.pk)
    rows.update(live_from=began, printed_at=began, seen_at=began + timedelta(seconds=1.5))
    imported = builders.published(title="旧档")
    Edition.objects.filter(pk=imported.pk).update(
        live_from=began, printed_at=timezone.now(), seen_at=timezone.now()
    )
    samples = read(client)
    assert samples["newsroom_publish_lag_editions"] == 1
    assert samples['newsroom_publish_lag_seconds{quantile="0.95"}'] == 1.5


def test_clocks_tell_their_age_and_their_failures(client):
    now = timezone.now()
    Turn.objects.create(name="articles.rank", started_at=now, finished_at=now - timedelta(seconds=30))
    Turn.objects.create(name="articles.announce", started_at=now, error="ValueError: x")
    samples = read(client)
    assert 30 <= samples['newsroom_clock_age_seconds{clock="articles.rank"}'] < 35
    assert samples['newsroom_clock_failed{clock="articles.announce"}'] == 1
    assert samples['newsroom_clock_failed{clock="articles.rank"}'] == 0


def test_views_are_summed_by_kind_over_a_day(client):
    hour = int(timezone.now().timestamp()) // 3600
    for kind, when, count in (
        ("people", hour, 3),
        ("people", hour - 23, 4),
        ("people", hour - 24, 9),
        ("bots", hour, 2),
    ):
        ViewHour.objects.create(hour=when, kind=kind, article_id=1, epoch="e", count=count)
    samples = read(client)
    assert samples['newsroom_views_24h{kind="people"}'] == 7
    assert samples['newsroom_views_24h{kind="bots"}'] == 2


def test_the_list_is_held_against_the_formulas(client):
    hour = int(timezone.now().timestamp()) // 3600
    assert "newsroom_hot_behind" not in read(client)
    figures = dict.fromkeys(CLASSICAL, 0.6) | {"list": 0.9, "heat": 0.9, "last hour": 0.75}
    for back in range(1, 25):
        Evaluation.objects.create(
            hour=hour - back, evaluated_at=timezone.now(), ndcg=figures, precision=figures
        )
    samples = read(client)
    assert samples['newsroom_hot_ndcg{ranker="list"}'] == 0.9
    assert samples['newsroom_hot_precision{ranker="last hour"}'] == 0.75
    assert samples['newsroom_hot_lead{over="last hour"}'] == 1.2
    assert (samples["newsroom_hot_hours"], samples["newsroom_hot_behind"]) == (24, 0)


def test_the_page_asks_few_questions_however_much_is_stored(django_assert_num_queries):
    builders.published()
    with django_assert_num_queries(5):
        _ = [*metrics._of_effects(timezone.now()), *metrics._of_covers(), *metrics._of_lag(timezone.now())]
        _ = [*metrics._of_clocks(timezone.now()), *metrics_of_views.counted(timezone.now())]
    with django_assert_num_queries(5):
        _ = list(metrics_of_views.of_beacons(timezone.now()))


def test_a_token_closes_the_page(client, settings):
    settings.METRICS_TOKEN = "long-and-secret"
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert read(client, Authorization="Bearer long-and-secret")["newsroom_database_up"] == 1


@pytest.mark.parametrize("share, wanted", [(0.5, 2), (0.75, 3), (0.95, 4), (1, 4), (0, 1)])
def test_a_quantile_is_a_value_that_was_seen(share, wanted):
    assert quantile([1, 2, 3, 4], share) == wanted


def test_a_quantile_of_nothing_is_unknown():
    assert quantile([], 0.5) is None


def test_labels_are_escaped():
    text = metric("x", "gauge", "Words.", [({"name": 'a"b\\c\nd'}, 1)])
    assert text.splitlines()[2] == 'x{name="a\\"b\\\\c\\nd"} 1'


def test_a_metric_without_samples_is_left_out():
    assert metric("x", "gauge", "Words.", None) == ""
