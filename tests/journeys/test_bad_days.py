"""Worker, beat and Redis are dead: what is due goes live on its second, and effects run once when they return."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.publishing import effects
from articles.publishing.models import Effect
from articles.review import revising
from tests.builders import approved, content, fresh, hash_of, published, publisher, writer

pytestmark = pytest.mark.django_db


def test_without_redis_and_workers_a_story_turns_from_404_to_200_on_its_second(
    client: Client, time_machine: Any, settings: Any
) -> None:
    now = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    time_machine.move_to(now, tick=False)
    edition = published(at=now + timedelta(minutes=1), now=now, title="准点")
    address = f"/articles/{edition.article_id}-{edition.slug}/"
    time_machine.move_to(edition.live_from - timedelta(milliseconds=1), tick=False)
    assert client.get(address).status_code == 404
    assert "准点" not in client.get("/").content.decode()
    time_machine.move_to(edition.live_from, tick=False)
    assert client.get(address).status_code == 200
    for surface in ("/", "/feeds/latest.atom", "/news-sitemap.xml", "/categories/harbour/"):
        assert "准点" in client.get(surface).content.decode(), surface
    settings.EFFECT_PROBE_URL = "http://127.0.0.1:9"
    effects.perform_due(timezone.now)
    assert len([message for message in mail.outbox if "准点" in message.subject]) == 1
    effects.perform_due(timezone.now)
    assert len([message for message in mail.outbox if "准点" in message.subject]) == 1
    assert set(Effect.objects.filter(done_at=None).values_list("kind", flat=True)) == {"probe"}


def test_without_redis_editors_save_approve_and_schedule() -> None:
    person = writer()
    made = approved(by=person)
    revising.revise(made, content(title="无线"), by=person, now=timezone.now(), version=fresh(made).version)
    assert fresh(made).latest.title == "无线"
    other = approved()
    from articles.publishing import press

    now = timezone.now()
    edition = press.publish(
        other, content_hash=hash_of(other), by=publisher(), now=now, live_from=now + timedelta(days=1)
    )
    assert edition.pk is not None
