"""What is scheduled of an article, each copy with the times as they stand in its fields, to be typed again."""

from typing import NamedTuple

from django.http import QueryDict

from articles.desk.situations import Situation
from articles.desk.times import typed
from articles.publishing.models import Edition
from articles.publishing.wording import newsroom_zone


class Coming(NamedTuple):
    """A scheduled copy, and what stands in the fields for its beginning and its end."""

    copy: Edition
    begins: str
    ends: str


def fields(at: Situation, sent: QueryDict) -> list[Coming]:
    """Every scheduled copy with its own times; the one of a form that was refused with what was typed there."""
    zone = newsroom_zone()
    return [
        Coming(copy, sent.get("live_from", ""), sent.get("live_until", ""))
        if sent.get("edition") == str(copy.pk) and "live_from" in sent
        else Coming(copy, typed(copy.live_from, zone), typed(copy.wanted_until, zone))
        for copy in at.scheduled
    ]
