"""A load of the demo that was cut off goes on: what nobody read yet gets its readers, and what was read keeps them."""

import pytest
from django.utils import timezone

from articles.drafting.models import Article
from articles.popularity import history, standing
from newsroom.demo import loading, manifest, stories
from tests import builders

pytestmark = pytest.mark.django_db


def told(plan: manifest.Plan) -> Article:
    """The article of a plan, told without its readers."""
    article = builders.published(title=plan.file, at=timezone.now()).article
    Article.objects.filter(pk=article.pk).update(imported_from=stories.PREFIX + plan.file)
    return article


def test_only_what_nobody_has_read_is_given_readers() -> None:
    now = timezone.now()
    plans = [plan for plan in manifest.plans(manifest.read()) if plan.state == "live"][:2]
    first, second = (told(plan) for plan in plans)
    hour = int(now.timestamp()) // 3600 - 1
    history.invent_many({first.pk: {hour: 7}}, now=now)
    unread = stories.unread(plans)
    assert unread == {second.pk: plans[1]}
    loading._invent_readers(unread, now)
    assert stories.unread(plans) == {}
    assert standing.totals([first.pk]) == {first.pk: 7}
