"""The article list's question: filters from the address, a page by cursor, and never a count of all rows."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from articles.covers.models import Rendition
from articles.desk import finding, listing_filters, listing_turns, rules
from articles.drafting.models import STATES, Article
from articles.publishing.models import Edition

PAGE = 30
LIVE = ("live", "scheduled", "withdrawn", "never")
KNOWN_STATES = {state for state, _label in STATES}


@dataclass(frozen=True)
class Filters:
    """What the address asks for; what it says wrongly is left out."""

    q: str = ""
    state: str = ""
    category: str = ""
    author: str = ""
    live: str = ""
    mine: bool = False
    bin: bool = False
    before: str = ""
    tag: str = ""
    language: str = ""
    since: str = ""
    until: str = ""
    noalt: bool = False
    open: bool = False
    today: bool = False
    turn: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.query())

    def query(self, before: str = "") -> str:
        """The address's part after ``?`` for these filters."""
        given = {
            "q": self.q,
            "state": self.state,
            "category": self.category,
            "author": self.author,
            "live": self.live,
            "mine": "1" if self.mine else "",
            "bin": "1" if self.bin else "",
            "tag": self.tag,
            "language": self.language,
            "since": self.since,
            "until": self.until,
            "noalt": "1" if self.noalt else "",
            "open": "1" if self.open else "",
            "today": "1" if self.today else "",
            "turn": self.turn,
            "before": before,
        }
        return urlencode({name: value for name, value in given.items() if value})


def filters(given: QueryDict) -> Filters:
    """The filters that ``given`` names."""
    asked = {name: value.replace("\x00", "") for name, value in given.items() if isinstance(value, str)}
    state, live, turn = (asked.get(name, "") for name in ("state", "live", "turn"))
    return Filters(
        q=asked.get("q", "").strip()[:200],
        state=state if state in KNOWN_STATES else "",
        category=asked.get("category", "")[:80],
        author=asked.get("author", "")[:120],
        live=live if live in LIVE else "",
        mine=bool(asked.get("mine")),
        bin=bool(asked.get("bin")),
        before=asked.get("before", "")[:80],
        tag=asked.get("tag", "").strip()[:100],
        language=asked.get("language", "")[:12],
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        noalt=bool(asked.get("noalt")),
        open=bool(asked.get("open")),
        today=bool(asked.get("today")),
        turn=turn if turn in listing_turns.TURNS else "",
    )


def _day(text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return ""
    return found.isoformat() if 1900 < found.year < 9000 else ""


def page(person: User, wanted: Filters, now: datetime) -> tuple[list[Article], str]:
    """One page, the latest change first, and the cursor of the next page ("" for none), in two queries at most."""
    chosen = _after_cursor(matching_all(person, wanted, now), wanted.before).values("pk")[: PAGE + 1]
    # What stands beside a row is asked of the rows of the page alone, not of all that match.
    found = list(_rows(now).filter(pk__in=chosen).order_by("-changed_at", "-pk"))
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], f"{last.changed_at.isoformat()}~{last.pk}"


def matching_all(person: User, wanted: Filters, now: datetime) -> QuerySet[Article]:
    """Every article of the filters, whatever the page, the latest change first."""
    return _narrowed(rules.visible(person), person, wanted, now).order_by("-changed_at", "-pk")


def _rows(now: datetime) -> QuerySet[Article]:
    copies = Edition.objects.filter(article=OuterRef("pk"))
    thumbs = Rendition.objects.filter(crop="card", mime="image/jpeg").order_by("width")
    last = copies.ever_public(now).order_by("-live_from")
    return (
        Article.objects.select_related("latest__category", "latest__cover", "created_by")
        .defer("latest__body", "latest__extra", "created_by__password")
        .prefetch_related(Prefetch("latest__cover__renditions", queryset=thumbs, to_attr="thumbs"))
        .annotate(
            live_since=Subquery(copies.live(now).values("live_from")[:1]),
            live_hash=Subquery(copies.live(now).values("content_hash")[:1]),
            scheduled_for=Subquery(copies.scheduled(now).order_by("live_from").values("live_from")[:1]),
            scheduled_hash=Subquery(copies.scheduled(now).order_by("live_from").values("content_hash")[:1]),
            ended_at=Subquery(last.values("live_until")[:1]),
            length=Subquery(copies.order_by("-number").values("length")[:1]),
        )
    )


def _narrowed(rows: QuerySet[Article], person: User, wanted: Filters, now: datetime) -> QuerySet[Article]:
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.mine:
        rows = rows.filter(created_by=person)
    if wanted.turn:
        rows = rows.filter(listing_turns.condition(wanted.turn, person))
    rows = listing_filters.narrowed(rows, wanted, now)
    if not wanted.q:
        return rows
    if wanted.live == "never":
        return rows.filter(finding.never_printed(person, wanted.q))
    # Of what is found often the latest fill a first page; whoever asks for more gets all of it.
    is_narrow = replace(wanted, q="").is_narrow or bool(wanted.before)
    return rows.filter(finding.condition(person, wanted.q, is_narrow=is_narrow))


def _after_cursor(rows: QuerySet[Article], cursor: str) -> QuerySet[Article]:
    stamp, _mark, number = cursor.rpartition("~")
    try:
        moment = parse_datetime(stamp)
    except ValueError:
        moment = None
    if (
        moment is None
        or moment.tzinfo is None
        or not (number.isascii() and number.isdigit() and len(number) < 19)
    ):
        return rows
    return rows.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, pk__lt=int(number)))
