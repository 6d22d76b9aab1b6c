"""Looks at the public page as a reader does, and records when it was first seen: the publish lag."""

import urllib.error
import urllib.request
from datetime import datetime

from django.conf import settings

from articles.publishing.models import Edition
from articles.publishing.notifying import public_address

TIMEOUT_SECONDS = 5


class NotVisible(Exception):
    """Readers do not see the page; the effect is tried again."""


def probe(edition: Edition, now: datetime) -> None:
    """Record that readers get the page. Raises NotVisible.

    An edition that was replaced or ended before anybody looked has nothing to show and is left alone.
    """
    if edition.seen_at is not None or not edition.is_live(now):
        return
    _look(_address(edition))
    Edition.objects.filter(pk=edition.pk, seen_at=None).update(seen_at=now)


def _address(edition: Edition) -> str:
    base = settings.EFFECT_PROBE_URL or settings.NEWSROOM_URL
    return public_address(edition).replace(settings.NEWSROOM_URL, base.rstrip("/"), 1)


def _look(address: str) -> None:
    request = urllib.request.Request(address, headers={"User-Agent": "newsroom-probe"})  # noqa: S310
    try:
        # The operator's own address: http or https by the settings' check.
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            if answer.status != 200:
                raise NotVisible(f"{address} answered {answer.status}")
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise NotVisible(f"{address}: {error}") from error
