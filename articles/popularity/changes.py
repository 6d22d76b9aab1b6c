"""When the site next changes by itself, boosts included: until then a page made now stays true."""

from datetime import datetime

from articles.popularity import boosting
from articles.publishing import generations


def next_change(now: datetime) -> datetime | None:
    """The next moment after ``now`` at which an edition, a pin or a boost begins or ends; None when none is planned."""
    moments = [generations.next_change(now), boosting.next_change(now)]
    return min((moment for moment in moments if moment), default=None)
