"""Counts that fade without being touched: a view weighs 2^(t/h) once, so a sum needs no clock until it is read.

Forward decay (Cormode et al., ICDE 2009). A sum is kept as its logarithm to base 2, here called ``l``; times are
aware, half-lives are hours, sums are views. ``None`` is a sum of nothing.
"""

from datetime import UTC, datetime
from math import expm1, log, log1p, log2

LANDMARK = datetime(2020, 1, 1, tzinfo=UTC)  # never changed: every stored sum counts from here
HALF_LIVES = (24.0, 6.0, 1.0)  # hours; one stored column each
LN2 = log(2)
LARGEST_EXPONENT = 1000.0  # a sum read long before it was folded would overflow


def hours(moment: datetime) -> float:
    """Hours from the landmark to ``moment``."""
    return (moment - LANDMARK).total_seconds() / 3600


def column(half_life: float) -> str:
    """The name under which the sum of ``half_life`` hours is kept: l24, l6, l1."""
    return f"l{half_life:g}"


def join(one: float | None, other: float | None) -> float | None:
    """The sum of two sums."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other) + log1p(2.0 ** -abs(one - other)) / LN2


def fold(sum_: float | None, views: float, at: datetime, half_life: float) -> float | None:
    """``sum_`` with ``views`` that came at ``at``."""
    if views <= 0:
        return sum_
    return join(sum_, log2(views) + hours(at) / half_life)


def spread(
    sum_: float | None, views: float, start: datetime, end: datetime, half_life: float
) -> float | None:
    """``sum_`` with ``views`` that came evenly between ``start`` and ``end``."""
    span = (end - start).total_seconds() / 3600
    return fold(sum_, views * (exposure(span, half_life) / span if span > 0 else 1.0), end, half_life)


def exposure(span: float, half_life: float) -> float:
    """How many decayed hours lie in the last ``span`` hours."""
    return -half_life / LN2 * expm1(-LN2 * span / half_life)


def read(sum_: float | None, now: datetime, half_life: float) -> float:
    """The sum in views as it stands at ``now``."""
    if sum_ is None:
        return 0.0
    return 2.0 ** min(sum_ - hours(now) / half_life, LARGEST_EXPONENT)
