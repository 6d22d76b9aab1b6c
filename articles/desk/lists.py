"""The article list: what readers see and what the working copy does, side by side."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import columns, listing, presence, rules, saved_views, wording
from articles.desk.bulk import MOST as MOST_IN_BULK
from articles.desk.bulk_steps import STEPS
from articles.desk.frame import answer
from articles.desk.listing import Filters, filters
from articles.desk.models import LANGUAGES
from articles.drafting.models import STATES, Article, Author, Category, Revision
from articles.popularity import standing
from articles.review.models import Assignment, Comment
from articles.text import counting

MOST_AUTHORS = 200
length = lru_cache(maxsize=500)(counting.length)  # a page of drafts is looked at again and again


class Line(NamedTuple):
    """One article of the list; ``pick`` carries version and hash for the steps in bulk."""

    article: Article
    title: str
    public: str
    copy: str
    tone: str
    thumb: str
    pick: str
    length: int
    remarks: int
    spark: str
    views: int
    here: str


def show(request: HttpRequest) -> HttpResponse:
    """One page of the list."""
    person, now = rules.person_of(request), timezone.now()
    wanted = filters(request.GET)
    found, cursor = listing.page(person, wanted, now)
    turns = Assignment.objects.select_related("person").defer("person__password")
    prefetch_related_objects(found, Prefetch("assignment", queryset=turns))
    beside = _beside(found, now)
    return answer(
        request, "list.html", _("Articles"), lines=[_line(each, now, beside) for each in found], wanted=wanted,
        views=saved_views.of(person), here=wanted.query(), languages=LANGUAGES, most_in_bulk=MOST_IN_BULK,
        columns=columns.columns(), shown=columns.shown_to(request),
        older=wanted.query(cursor) if cursor else "", newest=wanted.query() if wanted.before else None,
        **choices(person, wanted),
    )  # fmt: skip


def choices(person: Any, wanted: Filters) -> dict[str, Any]:
    """What the filters and the steps in bulk offer."""
    return {
        "states": STATES,
        "live_states": [
            ("live", _("Live")), ("scheduled", _("Scheduled")), ("withdrawn", _("Withdrawn")),
            ("never", _("Never published")),
        ],
        "turns": [
            ("me", _("me")), ("writer", _("a writer")), ("editor", _("an editor")), ("publisher", _("a publisher")),
        ],
        "categories": list(Category.objects.order_by("position", "name").values_list("slug", "name")),
        "authors": list(Author.objects.order_by("name").values_list("slug", "name")[:MOST_AUTHORS]),
        "bulk_steps": [(name, step) for name, step in STEPS.items() if rules.has(person, step.right)],
    }  # fmt: skip


class Beside(NamedTuple):
    """What is known of the articles of one page: open threads, views of 24 hours, who is in them, and their length."""

    remarks: Counter[int]
    views: dict[int, list[int]]
    here: dict[int, list[str]]
    lengths: dict[int, int]


def _beside(found: Sequence[Article], now: datetime) -> Beside:
    numbers = [each.pk for each in found]
    threads = Comment.objects.filter(article__in=numbers, answers=None, resolved_at=None)
    remarks = Counter(threads.values_list("article_id", flat=True))
    return Beside(remarks, standing.hourly(numbers, now=now), presence.here_in(numbers, now), _lengths(found))


def _lengths(found: Sequence[Any]) -> dict[int, int]:
    """字数 or words by article: of the last copy, which keeps its own, else of the latest revision."""
    unprinted = Revision.objects.filter(pk__in=[each.latest_id for each in found if each.length is None])
    counted = {number: length(body, language) for number, body, language in
               unprinted.values_list("article_id", "body", "language")}  # fmt: skip
    return counted | {each.pk: each.length for each in found if each.length is not None}


def spark(views: list[int]) -> str:
    """The points of a small line, 96 × 24: one an hour, the highest at the top."""
    top = max(1, *views)
    return " ".join(
        f"{place * 96 / max(1, len(views) - 1):g},{23 - 22 * count / top:.4g}"
        for place, count in enumerate(views)
    )


def _line(article: Article, now: datetime, beside: Beside) -> Line:
    latest: Any = article.latest
    facts: Any = article
    is_public = bool(facts.live_since or facts.scheduled_for)
    views = beside.views[article.pk]
    same = bool(latest) and latest.content_hash == (facts.live_hash or facts.scheduled_hash)
    return Line(
        article, (latest.title if latest else "") or _("Untitled"), _public(facts, now),
        _copy(article, is_public, same, now), _tone(facts), _thumb(latest),
        f"{article.pk}:{article.version}:{latest.content_hash if latest else ''}",
        beside.lengths.get(article.pk, 0), beside.remarks[article.pk], spark(views) if any(views) else "", sum(views),
        _(", ").join(beside.here.get(article.pk, ())),
    )  # fmt: skip


def _copy(article: Article, is_public: bool, same: bool, now: datetime) -> str:
    words = wording.working_copy(article, is_public=is_public, same_text=same)
    turn = wording.turn(article, now)
    return f"{words} · {turn}" if turn else words


def _public(facts: Any, now: datetime) -> str:
    parts = []
    if facts.live_since:
        parts.append(_("Live since %(time)s") % {"time": wording.short(facts.live_since, now)})
    elif facts.ended_at:
        parts.append(_("Withdrawn %(time)s") % {"time": wording.short(facts.ended_at, now)})
    if facts.scheduled_for:
        parts.append(_("Scheduled for %(time)s") % {"time": wording.short(facts.scheduled_for, now)})
    return " · ".join(parts) or _("Not published")


def _tone(facts: Any) -> str:
    if facts.discarded_at:
        return "off"
    if facts.live_since:
        return "live"
    if facts.scheduled_for:
        return "soon"
    return {"in_review": "wait", "changes_requested": "back", "approved": "ready"}.get(facts.state, "plain")


def _thumb(latest: Any) -> str:
    found = latest.cover.thumbs if latest is not None and latest.cover is not None else []
    return reverse("admin:media", args=[found[0].name]) if found else ""
