"""What the next better place has that this one has not: two sums side by side, and their difference part by part."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from articles.popularity.telling import Why


class Row(NamedTuple):
    """A part of both sums as printed; ``more`` is how much more the better place has, with its sign."""

    label: str
    own: str
    theirs: str
    more: str


class Beside(NamedTuple):
    """The article of the next better rank, and the rows, the score last: each column adds up as printed."""

    rank: int
    number: int
    rows: list[Row]


def beside(why: Why, whys: Sequence[Why]) -> Beside | None:
    """None for the first by score, and where only the order was kept."""
    own = why.explanation
    if own is None or own.rank is None:
        return None
    ranked = [(each.explanation.rank or 0, each) for each in whys if each.explanation is not None]
    above = max((pair for pair in ranked if pair[0] < own.rank), key=lambda pair: pair[0], default=None)
    if above is None or above[1].explanation is None:
        return None
    rank, better = above
    theirs = above[1].explanation
    hours = sorted(why.entry["sums"], key=float)
    labels = [*(_("the last %(hours)s h") % {"hours": hour} for hour in hours), _("usual for its age")]
    rows = [_row(*each) for each in zip(labels, own.parts, theirs.parts, strict=True)]
    if own.boost or theirs.boost:
        rows.append(_row(_("by a boost"), own.boost, theirs.boost))
    return Beside(rank, better.article_id, [*rows, _row(_("score"), own.score, theirs.score)])


def _row(label: str, own: Decimal, theirs: Decimal) -> Row:
    more = theirs - own
    return Row(label, _minus(own), _minus(theirs), f"{'+' if more >= 0 else '−'} {abs(more)}")


def _minus(value: Decimal) -> str:
    return f"− {abs(value)}" if value < 0 else str(value)
