"""The stored hot lists in the time machine: when another one came, and whom it held that today's does not."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.desk.machine_changes import Change
from articles.popularity.keeping import SITE, at
from articles.popularity.models import HotList
from articles.publishing.models import Edition

MOST = 400
FIRST = 10  # places that are compared


def between(start: datetime, end: datetime) -> list[datetime]:
    """When the order of the site's hot list changed after ``start`` up to ``end``, the earliest first."""
    rows = HotList.objects.filter(list=SITE, ranked_at__gt=start, ranked_at__lte=end).order_by("ranked_at")
    return list(rows.values_list("ranked_at", flat=True)[:MOST])


def told(changes: Iterable[Change], lists: Iterable[datetime]) -> list[Change]:
    """``changes`` with the lists among them; lists that follow each other undisturbed are one line, at the first."""
    rows = sorted([*changes, *(Change(moment, "") for moment in lists)])
    return list(_folded(rows))


def _folded(rows: list[Change]) -> Iterator[Change]:
    for is_list, run in groupby(rows, key=lambda row: not row.words):
        some = list(run)
        if not is_list:
            yield from some
            continue
        words = ngettext("the hot list changes", "the hot list changes %(count)s times", len(some))
        yield Change(some[0].at, words % {"count": len(some)})


def before(moment: datetime) -> datetime | None:
    """When the list of ``moment`` came; None when there was none."""
    rows = HotList.objects.filter(list=SITE, ranked_at__lte=moment)
    found: datetime | None = rows.aggregate(at=Max("ranked_at"))["at"]
    return found


def after(moment: datetime) -> datetime | None:
    """When the next list came; None when that one still stands."""
    rows = HotList.objects.filter(list=SITE, ranked_at__gt=moment)
    found: datetime | None = rows.aggregate(at=Min("ranked_at"))["at"]
    return found


def differs(there: datetime, now: datetime) -> list[str]:
    """Who stood among the first places of the hot list then and does not now, in their order."""
    then, today = at(SITE, there), at(SITE, now)
    if then is None or today is None or then.pk == today.pk:
        return []
    held = {entry["article"] for entry in today.entries[:FIRST]}
    gone = [entry["article"] for entry in then.entries[:FIRST] if entry["article"] not in held]
    titles = dict(
        Edition.objects.filter(article__in=gone).order_by("number").values_list("article_id", "title")
    )
    return [titles.get(number) or _("Untitled") for number in gone]
