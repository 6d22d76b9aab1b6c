"""The figures of the site: views by what articles share, the most read, and what became of every beacon."""

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import charts
from articles.desk.charts import Spark
from articles.desk.printed import Printed, printed
from articles.desk.sheets import Cell, Linked, Share, Sheet
from articles.popularity import explaining, figures, ledger, standing
from articles.popularity.counter_keys import READ
from articles.popularity.figures import Figures, Group

MOST_READ = 20
MOST_GROUPS = 12
TENTH = Decimal("0.1")


def groups(now: datetime, hours: int) -> list[Sheet]:
    """Views by category, language, author and tag."""
    names = {
        "category": _("Categories"), "language": _("Languages"), "author": _("Authors"), "tag": _("Tags"),
    }  # fmt: skip
    return [_group(by, title, figures.grouped(by, now, hours=hours)) for by, title in names.items()]


def _group(by: str, title: str, found: Sequence[Group]) -> Sheet:
    """Where each article has one, the shares add up to all views."""
    whole = sum(group.views for group in found)
    is_whole = by in ("category", "language")
    shares = percentages([group.views for group in found]) if is_whole else [_percent(g.share) for g in found]
    rows: list[list[Cell]] = [
        [_name(by, group), group.articles, group.views, Share(share)]
        for group, share in zip(found, shares, strict=True)
    ]
    total: list[Cell] = [_("Sum"), sum(g.articles for g in found), whole, Share(sum(shares, Decimal(0)))]
    note = _("An article counts for each of its names here, so these views are more than all views.")
    return Sheet(
        by, title, [title, _("Articles read"), _("Views"), _("Part of all views")], rows,
        total=total if is_whole and found else [], note="" if is_whole else note, most=MOST_GROUPS,
    )  # fmt: skip


def percentages(parts: Sequence[int]) -> list[Decimal]:
    """Shares of their sum in percent, rounded so that they add up to 100.0."""
    whole = sum(parts)
    if not whole:
        return [Decimal("0.0")] * len(parts)
    return list(explaining.largest_remainder([100 * part / whole for part in parts], Decimal("100.0")))


def _percent(share: float) -> Decimal:
    return Decimal(100 * share).quantize(TENTH, rounding=ROUND_HALF_UP)


def _name(by: str, group: Group) -> str:
    if by == "language":
        return {"zh-hans": _("Chinese"), "en": _("English")}.get(group.key, group.key)
    return group.name or _("none")


def articles(now: datetime, hours: int) -> Sheet:
    """The most read, with their readings beside their views."""
    found = figures.most_read(now, hours=hours, most=MOST_READ)
    numbers = [number for number, _views in found]
    known, reads = printed(numbers, now), figures.of_articles(READ, numbers, now, hours=hours)
    hourly = standing.hourly(numbers, now=now)
    rows: list[list[Cell]] = [
        [
            _linked(number, known.get(number)),
            views,
            reads.get(number, 0),
            Share(_percent(reads.get(number, 0) / views)),
            known[number].category if number in known else "",
            _spark(hourly[number]),
        ]
        for number, views in found
    ]
    heads = [_("Article"), _("Views"), _("Reads"), _("Reads of 100 views"), _("Category"), _("24 hours")]
    note = _("A read is a page that was visible for 30 seconds, or scrolled down by three quarters.")
    return Sheet("articles", _("Most read"), heads, rows, note=note)


def _spark(hourly: Sequence[int]) -> Spark:
    told = _("24 hours: %(views)s views") % {"views": charts.number(sum(hourly))}
    return charts.spark(hourly, (), (), told)


def _linked(number: int, known: Printed | None) -> Linked:
    url = reverse("admin:article_figures", args=[number])
    return Linked(known.title, url, known.language) if known else Linked(f"#{number}", url)


def beacons(now: datetime, hours: int, span: str, found: Figures) -> list[Sheet]:
    """What became of every beacon, as a sum; and what the views of the span are made of, as another."""
    told = ledger.ledger(now, hours)
    refused: list[list[Cell]] = [[_refusal(reason), count] for reason, count in told.refused.items()]
    rows: list[list[Cell]] = [
        [_("counted as views"), told.views],
        [_("repeats: the same visitor and article within 30 minutes"), told.repeats],
        [_("known robots"), told.robots],
        [_("doubtful: beyond a cap"), told.doubt],
        *refused,
        [_("dropped while the counter was out of reach"), told.dropped],
        [_("still on their way"), told.difference],
    ]
    views = getattr(found, span)
    sources: list[list[Cell]] = [
        [_("from beacons"), told.views],
        [_("doubtful ones that somebody let in"), told.admitted],
        [_("stated by other producers and by imports of the past"), views - told.views - told.admitted],
    ]
    heads = [_("What became of them"), _("Beacons")]
    return [
        Sheet("beacons", _("Beacons received"), heads, rows, total=[_("received"), told.received]),
        Sheet(
            "views",
            _("Where the views come from"),
            [_("Source"), _("Views")],
            sources,
            total=[_("Sum"), views],
        ),
    ]


def _refusal(reason: str) -> str:
    return {
        "long": _("refused: too long"),
        "token": _("refused: not from a page of today or yesterday"),
        "origin": _("refused: from another site"),
        "privacy": _("refused: the reader asks not to be counted"),
        "prefetch": _("refused: loaded ahead and not opened"),
    }.get(reason, reason)
