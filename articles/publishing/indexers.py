"""Tells search engines of addresses: IndexNow of every change, Baidu of new ones; off until the settings name them."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from articles.drafting.auditing import record
from articles.publishing import outside
from articles.publishing.models import Edition, Effect
from articles.publishing.notifying import public_address
from articles.text import syndication


def tell_indexnow(edition: Edition, now: datetime) -> str:
    """Name the address to IndexNow: it has begun, changed or ended. Raises Unreachable."""
    body = {
        "host": urlsplit(settings.NEWSROOM_URL).hostname,
        "key": settings.INDEXNOW_KEY,
        "keyLocation": f"{settings.NEWSROOM_URL}/{settings.INDEXNOW_KEY}.txt",
        "urlList": [_address(edition)],
    }
    answer = outside.post(settings.INDEXNOW_URL, json.dumps(body), kind="application/json; charset=utf-8")
    return f"{answer.status}"


def tell_baidu(edition: Edition, now: datetime) -> str:
    """Push the address to Baidu if it is new, and keep what Baidu said on the article's history. Raises Unreachable.

    A day's pushes are counted there, so an address that was pushed before is not pushed again.
    """
    if not edition.is_live(now) or _was_pushed(edition):
        return ""
    site = settings.NEWSROOM_URL
    query = urlencode({"site": site, "token": settings.BAIDU_PUSH_TOKEN})
    answer = outside.post(f"{settings.BAIDU_PUSH_URL}?{query}", _address(edition), kind="text/plain")
    said = _read(answer.body)
    details = {"to": "baidu", "address": _address(edition), **said}
    record(edition.article, "push", by=None, now=now, details=details)
    return json.dumps(said)


def is_from_elsewhere(edition: Edition) -> bool:
    """Whether the text names an address that is not its own as the one at which it stands first."""
    return syndication.address(edition.extra) not in ("", public_address(edition), _address(edition))


def _read(body: str) -> dict[str, Any]:
    """How many addresses were taken and how many may follow today. Raises Unreachable when none was taken."""
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or said.get("success") != 1:
        raise outside.Unreachable(
            f"Baidu did not take the address: {' '.join(body.split())[: outside.SHOWN]}"
        )
    return {"success": 1, "remain": said.get("remain")}


def _was_pushed(edition: Edition) -> bool:
    told = Effect.objects.filter(
        kind="baidu", edition__article=edition.article_id, edition__slug=edition.slug
    )
    return told.exclude(edition=edition).exclude(answer="").exists()


def _address(edition: Edition) -> str:
    return quote(public_address(edition), safe=":/%")
