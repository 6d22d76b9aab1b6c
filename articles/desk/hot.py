"""The hot list with its reasons, now or at any minute of the past; who may, pins, boosts and buries here."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import figures_rights, hot_beside, hot_forces, hot_rows, hot_trying, rules, times
from articles.desk.frame import answer
from articles.desk.printed import Printed, printed
from articles.desk.times import NotATime, typed
from articles.drafting.models import Article, Category
from articles.popularity import keeping, telling
from articles.popularity.models import HotList
from articles.publishing.wording import newsroom_zone

DAY = timedelta(days=1)
STALE = timedelta(minutes=5)
BARE = re.compile(r"[0-9０-９:：点時时半分\s]+(am|pm)?")  # a time without a day


@dataclass(frozen=True)
class Asked:
    """Which list, of when (None: now), and which article is opened; what was typed, and what is wrong with it."""

    name: str
    at: datetime | None
    article: int | None
    typed: str = ""
    error: str = ""

    def query(self, **changes: Any) -> str:
        """The address's part after ``?``; ``at=None`` means now."""
        zone = newsroom_zone()
        words = {"list": self.name, "at": typed(self.at, zone), "why": self.article or ""} | changes
        return urlencode(
            {key: value for key, value in words.items() if value and (key, value) != ("list", "site")}
        )


def show(request: HttpRequest) -> HttpResponse:
    """The list with every reason, for everybody who works here; POST shows what a pin or a boost would do to it."""
    person, now = rules.person_of(request), timezone.now()
    sections = list(Category.objects.order_by("position", "name").values_list("slug", "name"))
    asked = _asked(request, now, {slug for slug, _name in sections})
    at = asked.at or now
    kept, found = keeping.at(asked.name, at), telling.whys(now, name=asked.name, at=at)
    entries = [why.entry for why in found]
    rising = kept.rising if kept else []
    titles = printed([*(why.article_id for why in found), *rising], at)
    highest = hot_rows.highest_of(entries)
    tried = (
        hot_trying.tried(asked.article, times.chosen(request.POST), person, now) if asked.at is None else None
    )
    return answer(
        request, "hot.html", _("Hot list"), status=422 if asked.error or (tried and tried.error) else 200,
        tried=tried, asked=asked, at=at, kept=kept,
        lines=[hot_rows.line(why, titles.get(why.article_id), highest) for why in found],
        lists=_lists(asked, sections), rising=[(number, titles[number]) for number in rising if number in titles],
        forces=hot_forces.in_force(at), is_late=_is_late(kept, asked, now), opened=_opened(asked, found, titles, now),
        neighbours=_neighbours(asked, kept, at), may_pin=rules.has(person, "pin_article"),
        may_boost=rules.has(person, "boost_article"), may_suppose=figures_rights.may_suppose(person),
        back=f"{request.path}?{asked.query(why='')}", trying=f"{request.path}?{asked.query()}#tried", tab="hot",
    )  # fmt: skip


def _asked(request: HttpRequest, now: datetime, sections: set[str]) -> Asked:
    """What the address asks for. Raises Http404 for a list that nobody keeps."""
    name, number = request.GET.get("list", keeping.SITE), request.GET.get("why", "").strip().lstrip("#")
    if name != keeping.SITE and name.removeprefix(keeping.section("")) not in sections:
        raise Http404(_("There is no such list."))
    article = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
    words = times.chosen(request.GET).get("at", "").strip()
    try:
        return Asked(name, past(words, now) if words else None, article, words)
    except NotATime as refusal:
        return Asked(name, None, article, words, str(refusal))


def past(words: str, now: datetime) -> datetime:
    """A moment of the past as editors type it; a bare time is the last such time. Raises NotATime."""
    found = times.moment(words, now=now, zone=newsroom_zone())
    if found > now and BARE.fullmatch(words.casefold()):
        found = times.moment(words, now=now - DAY, zone=newsroom_zone())
    if found > now:
        raise NotATime(_("This moment is still to come; the list is not known yet."))
    return found


def _lists(asked: Asked, sections: list[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """(label, query, whether it is shown) of the site's list and those of its categories."""
    names = [(keeping.SITE, _("The whole site")), *((keeping.section(slug), name) for slug, name in sections)]
    return [(label, asked.query(list=name, why=""), name == asked.name) for name, label in names]


def _is_late(kept: HotList | None, asked: Asked, now: datetime) -> bool:
    return asked.at is None and kept is not None and kept.confirmed_at < now - STALE


def _opened(
    asked: Asked, found: list[telling.Why], titles: dict[int, Printed], now: datetime
) -> dict[str, Any] | None:
    """Everything about the one article that was asked for, whether or not it is on the list."""
    if asked.article is None:
        return None
    why = telling.why(asked.article, now, name=asked.name, at=asked.at)
    known = printed([asked.article], asked.at or now).get(asked.article)
    entries = [each.entry for each in found]
    beside = hot_beside.beside(why, found) if why else None
    exists = known is not None or Article.objects.filter(pk=asked.article).exists()
    highest = hot_rows.highest_of([*entries, *([why.entry] if why else [])])
    return {
        "number": asked.article, "known": known, "exists": exists,
        "line": hot_rows.line(why, known, highest) if why else None,
        "beside": beside, "better": titles.get(beside.number) if beside else None,
        "tries": hot_rows.tries(why, entries) if why and asked.at is None else [],
    }  # fmt: skip


def _neighbours(asked: Asked, kept: HotList | None, at: datetime) -> list[tuple[str, str]]:
    """Ways to the lists before and after: (label, query)."""
    zone, rows = newsroom_zone(), HotList.objects.filter(list=asked.name)
    before = rows.filter(ranked_at__lt=kept.ranked_at).order_by("-ranked_at").first() if kept else None
    after = rows.filter(ranked_at__gt=at).order_by("ranked_at").first() if asked.at else None
    found = [(_("The list before"), asked.query(at=typed(_whole(before.ranked_at), zone)))] if before else []
    found.append((_("A day earlier"), asked.query(at=typed(_minute(at - DAY), zone))))
    found += [(_("The list after"), asked.query(at=typed(_whole(after.ranked_at), zone)))] if after else []
    return [*found, (_("Now"), asked.query(at=""))] if asked.at else found


def _whole(at: datetime) -> datetime:
    """The second by which a list of ``at`` stands, for addresses know no less."""
    return at + timedelta(seconds=1) if at.microsecond else at


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
