"""The figures of one article: its views, its first day beside its kind, and the places it stood on."""

from datetime import datetime

from django.utils.translation import gettext as _

from articles.desk import charts
from articles.desk.charts import Chart
from articles.desk.sheets import Cell, Sheet
from articles.drafting.models import Category
from articles.popularity import firsts, keeping, sources
from articles.popularity.figures import WEEK
from articles.popularity.firsts import FirstDay
from articles.popularity.sources import HOME, Stand
from articles.popularity.standing import DAY

LABELS = ["0 h", "6 h", "12 h", "18 h", "24 h"]


def first_day(article_id: int, now: datetime) -> tuple[Chart, Sheet] | None:
    """The first 24 hours, views added up, beside articles of its kind; None for what was never public."""
    found = firsts.first_day(article_id, now)
    if found is None:
        return None
    start: list[float | None] = [0]
    drawn = [("other", _("typical"), [*start, *found.typical] if found.typical else [])]
    drawn.append(("own", _("this article"), [*start, *found.views]))
    band = (
        _("usual band"),
        [*start, *found.low] if found.low else [],
        [*start, *found.high] if found.high else [],
    )
    title = _("The first 24 hours")
    chart = charts.lines("first-day", title, _first_words(found), LABELS, drawn, band=band)
    return chart, _first_sheet(found, title)


def _first_words(found: FirstDay) -> str:
    if not found.kind:
        return _("Too few articles of the last four weeks have a first day behind them to compare it with.")
    kinds = {
        "section": _("%(n)s articles of its category and language"), "language": _("%(n)s articles of its language"),
        "all": _("%(n)s articles"),
    }  # fmt: skip
    alike = kinds[found.kind] % {"n": found.articles}
    hour = max(place for place, views in enumerate(found.views) if views is not None)
    facts = {
        "views": charts.number(found.views[hour] or 0),
        "hours": hour + 1,
        "typical": charts.number(found.typical[hour]),
        "alike": alike,
    }
    return (
        _("%(views)s views after %(hours)s h; typical are %(typical)s, by %(alike)s of the last four weeks.")
        % facts
    )


def _first_sheet(found: FirstDay, title: str) -> Sheet:
    columns: list[list[int | None]] = [
        [*each] if each else [None] * DAY for each in (found.low, found.typical, found.high)
    ]
    rows: list[list[Cell]] = [
        [_("%(n)s h") % {"n": hour + 1}, found.views[hour], *(column[hour] for column in columns)]
        for hour in range(DAY)
    ]
    heads = [_("After"), _("Views so far"), _("A fifth has fewer"), _("Typical"), _("A fifth has more")]
    return Sheet("first-day", title, heads, rows)


def places(article_id: int, now: datetime, hours: int) -> Sheet:
    """Which lists and pins it stood on, with the views of the same time beside them; of a week at most."""
    hours = min(hours, WEEK)
    found = sources.stands(article_id, now, hours=hours)
    names = dict(Category.objects.values_list("slug", "name"))
    rows: list[list[Cell]] = [
        [_list(stand.name, names), _slot(stand), stand.place, stand.minutes, stand.views, stand.views_an_hour]
        for stand in found
    ]
    heads = [_("List"), _("How"), _("Place"), _("Minutes"), _("Views meanwhile"), _("Views an hour")]
    note = _(
        "Nobody is followed from page to page, so no view is said to come from a place: time and views stand side by"
        " side, and an article may stand on several lists at once."
    )
    title = _("Lists and pins of the last %(hours)s hours") % {"hours": hours}
    return Sheet("places", title, heads, rows, note=note)


def _list(name: str, categories: dict[str, str]) -> str:
    if name.startswith(keeping.section("")):
        slug = name.removeprefix(keeping.section(""))
        return _("Hot list of “%(category)s”") % {"category": categories.get(slug, slug)}
    return {keeping.SITE: _("Hot list"), HOME: _("Home page")}.get(name, _("on no list"))


def _slot(stand: Stand) -> str:
    return {"rank": _("by its heat"), "pin": _("pinned"), "new": _("lent to something new")}.get(
        stand.slot, ""
    )
