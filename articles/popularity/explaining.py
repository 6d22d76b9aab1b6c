"""Why an article is hot, in numbers that add up as printed; the door makes a sentence of them."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from math import floor, log10
from typing import Any, NamedTuple

FEWEST_DECIMALS, MOST_DECIMALS = 1, 4


class Explanation(NamedTuple):
    """``rate`` = sum of ``parts``, and ``score`` = ``rate`` + ``boost``, to the last printed digit; views per hour."""

    rate: Decimal
    parts: tuple[Decimal, ...]  # the last hour, the last six, usual for its age
    low: Decimal
    high: Decimal
    boost: Decimal
    score: Decimal
    factor: float
    place: int | None
    rank: int | None
    rank_without_boost: int | None
    ahead: Decimal | None  # score of the next better rank
    behind: Decimal | None  # score of the next worse rank


def explain(entry: Mapping[str, Any], entries: Sequence[Mapping[str, Any]] = ()) -> Explanation:
    """The sum behind one entry of a stored list; ``entries`` are all of that list, for the comparison."""
    decimals = _decimals(entry["heat"])
    rate, score = _rounded(entry["heat"], decimals), _rounded(entry["score"], decimals)
    others = [other for other in entries if other["article"] != entry["article"]]
    ahead, behind = _neighbours(entry, others)
    return Explanation(
        rate=rate,
        parts=largest_remainder(entry["parts"], rate),
        low=_rounded(entry["low"], decimals),
        high=_rounded(entry["high"], decimals),
        boost=score - rate,
        score=score,
        factor=entry["factor"],
        place=entry["place"],
        rank=entry["rank"],
        rank_without_boost=1 + sum(other["score"] > entry["heat"] for other in others) if others else None,
        ahead=None if ahead is None else _rounded(ahead, decimals),
        behind=None if behind is None else _rounded(behind, decimals),
    )


def largest_remainder(parts: Sequence[float], whole: Decimal) -> tuple[Decimal, ...]:
    """``parts`` rounded to the digits of ``whole`` so that they add up to it; the largest remainders go up.

    ``whole`` is the sum of the parts rounded to its digits.
    """
    unit = Decimal(1).scaleb(_exponent(whole))
    exact = [Decimal(part) for part in parts]
    down = [part.quantize(unit, rounding=ROUND_DOWN) for part in exact]
    missing = min(max(int((whole - sum(down)) / unit), 0), len(down))
    by_remainder = sorted(range(len(exact)), key=lambda place: (down[place] - exact[place], place))
    rounded = [part + unit if place in by_remainder[:missing] else part for place, part in enumerate(down)]
    # Floats of many digits may differ from their own sum by more than the remainders; the largest part bears it.
    largest = max(range(len(rounded)), key=lambda place: rounded[place])
    rounded[largest] += whole - sum(rounded)
    return tuple(rounded)


def _neighbours(
    entry: Mapping[str, Any], others: Sequence[Mapping[str, Any]]
) -> tuple[float | None, float | None]:
    better = [other["score"] for other in others if other["rank"] < (entry["rank"] or 0)]
    worse = [other["score"] for other in others if entry["rank"] and other["rank"] > entry["rank"]]
    return min(better, default=None), max(worse, default=None)


def _decimals(rate: float) -> int:
    """Two telling digits at least: one decimal for 2.3, three for 0.023."""
    if rate >= 1:
        return FEWEST_DECIMALS
    return min(MOST_DECIMALS, 1 - floor(log10(rate))) if rate > 0 else MOST_DECIMALS


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent
