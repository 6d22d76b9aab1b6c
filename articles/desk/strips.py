"""The work that waits for a person: one query a strip, whatever its length."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import endless, rules, unprinted, wording
from articles.desk.wording import name_of
from articles.drafting.models import Article
from articles.popularity import listing
from articles.publishing.models import Edition, Effect
from articles.review.models import Comment, Decision

MOST = 8
DAY = timedelta(days=1)
GRACE = timedelta(seconds=60)  # an effect is late after that
HOT = 5


class Row(NamedTuple):
    """One line: what, where, how it stands, who acts next, since when."""

    title: str
    url: str
    note: str
    who: str
    at: datetime | None


class Strip(NamedTuple):
    """A heading with the lines under it; ``more`` leads to all of them."""

    name: str
    title: str
    rows: list[Row]
    more: str = ""
    is_alarm: bool = False


def strips(person: User, now: datetime) -> list[Strip]:
    """What is not empty, the most urgent first."""
    return [strip for make in MAKERS for strip in make(person, now) if strip.rows]


def _overdue(person: User, now: datetime) -> Iterator[Strip]:
    """One line an edition, with everything about it that is late."""
    if rules.has(person, "publish_article"):
        late = Effect.objects.overdue(now - GRACE).select_related("edition").order_by("wanted_at", "pk")
        late = late.only("kind", "wanted_at", "last_error", "edition__title", "edition__article")[: MOST * 5]
        by_edition: dict[int, list[Effect]] = {}
        for effect in late:
            by_edition.setdefault(effect.edition_id, []).append(effect)
        rows = [
            Row(
                each[0].edition.title,
                _article(each[0].edition.article_id),
                _late(each),
                "",
                each[0].wanted_at,
            )
            for each in by_edition.values()
        ]
        yield Strip("overdue", _("Overdue"), rows[:MOST], is_alarm=True)


def _late(effects: list[Effect]) -> str:
    kinds = _(", ").join(dict.fromkeys(effect_name(effect.kind) for effect in effects))
    error = next((effect.last_error for effect in effects if effect.last_error), "")
    return f"{kinds}: {error.splitlines()[0][:120]}" if error else kinds


def effect_name(kind: str) -> str:
    """What follows a publication, in a word."""
    return {
        "index": _("search"), "unindex": _("search"), "purge": _("page cache"), "purge_end": _("page cache"),
        "notify": _("mail"), "notify_end": _("mail"), "probe": _("look at the public page"),
        "redraw": _("pictures of the text"),
    }.get(kind, kind)  # fmt: skip


def _to_review(person: User, now: datetime) -> Iterator[Strip]:
    if rules.has(person, "approve_article"):
        mine = When(assignment__person=person, assignment__done_at=None, then=Value(0))
        waiting = _articles(rules.visible(person).filter(state="in_review")).order_by(
            Case(mine, default=Value(1)), "changed_at", "pk"
        )
        rows = [
            _article_row(each, _waits(each, now), wording.turn(each, now) or _("an editor’s turn"))
            for each in waiting.select_related("assignment__person")[:MOST]
        ]
        yield Strip("review", _("To review"), rows, f"{reverse('admin:articles')}?state=in_review")


def _waits(article: Article, now: datetime) -> str:
    """Whose text it is, and how long it waits."""
    words = _("waiting for %(span)s") % {"span": _since(article.changed_at, now)}
    return " · ".join(filter(None, (name_of(article.created_by), str(article.get_state_display()), words)))


def _to_publish(person: User, now: datetime) -> Iterator[Strip]:
    if rules.has(person, "publish_article"):
        waiting = _articles(unprinted.ready(person)).order_by("changed_at", "pk")
        rows = [
            _article_row(each, f"{name_of(each.created_by)} · {_planned(each, now)}", _("a publisher’s turn"))
            for each in waiting[:MOST]
        ]
        yield Strip("publish", _("Approved, to publish"), rows, f"{reverse('admin:articles')}?state=approved")


def _planned(article: Article, now: datetime) -> str:
    if article.planned_for is None:
        return _("no time planned")
    return _("planned for %(time)s") % {"time": wording.short(article.planned_for, now)}


def _mine(person: User, now: datetime) -> Iterator[Strip]:
    own = rules.visible(person).filter(created_by=person, state__in=["draft", "changes_requested"])
    remarks = Comment.objects.filter(article=OuterRef("pk"), answers=None, resolved_at=None).order_by(
        "at", "pk"
    )
    latest = _articles(own.annotate(remark=Subquery(remarks.values("pk")[:1]))).order_by("-changed_at", "-pk")
    rows = [
        _article_row(each, str(each.get_state_display()), _("your turn"))._replace(url=_work(each))
        for each in latest[:MOST]
    ]
    yield Strip("mine", _("My drafts and sent back"), rows, f"{reverse('admin:articles')}?mine=1")


def _work(article: Article) -> str:
    """Where one's own text goes on: at the first open comment, else where it was sent back, else in the editor."""
    if remark := getattr(article, "remark", None):
        return f"{_article(article.pk)}#comment-{remark}"
    is_back = article.state == "changes_requested"
    return _article(article.pk) if is_back else reverse("admin:edit", args=[article.pk])


def _going_out(person: User, now: datetime) -> Iterator[Strip]:
    coming = Edition.objects.scheduled(now).filter(
        rules.may_open(person, "article__"), live_from__lte=now + DAY
    )
    coming = coming.without_long_columns().select_related("printed_by").order_by("live_from", "pk")
    rows = [
        Row(
            copy.title,
            _article(copy.article_id),
            _goes_live(copy, now),
            _("scheduled by %(who)s") % {"who": name_of(copy.printed_by)} if copy.printed_by else "",
            copy.live_from,
        )
        for copy in coming[:MOST]
    ]
    yield Strip(
        "going_out", _("Going out in the next 24 hours"), rows, f"{reverse('admin:articles')}?live=scheduled"
    )


def _goes_live(copy: Edition, now: datetime) -> str:
    return _("goes live %(time)s") % {"time": wording.short(copy.live_from, now)}


def _broken_glass(person: User, now: datetime) -> Iterator[Strip]:
    """Open until somebody has approved a text of the article after the glass was broken."""
    if rules.has(person, "approve_article") or rules.has(person, "break_glass"):
        later = Decision.objects.filter(article=OuterRef("article"), at__gte=OuterRef("printed_at"))
        approved = later.filter(verdict="approve", withdrawn_at=None)
        broken = Edition.objects.uncancelled().alias(reason=Length("break_glass_reason")).filter(reason__gt=0)
        open_rows = broken.filter(~Exists(approved))
        rows = [
            Row(
                copy.title,
                _article(copy.article_id),
                _("by %(who)s: %(reason)s")
                % {"who": name_of(copy.printed_by), "reason": copy.break_glass_reason},
                _("an editor’s turn"),
                copy.printed_at,
            )
            for copy in open_rows.without_long_columns()
            .select_related("printed_by")
            .order_by("-printed_at")[:MOST]
        ]
        yield Strip("glass", _("Published under break-glass, to review"), rows, is_alarm=True)


def _hot(person: User, now: datetime) -> Iterator[Strip]:
    kept = listing.current()
    entries = kept.entries[: 3 * HOT] if kept else []
    live = Edition.objects.live(now).filter(article_id__in=[entry["article"] for entry in entries])
    titles = dict(live.values_list("article_id", "title"))
    rows = [
        Row(
            titles[entry["article"]],
            _article(entry["article"]),
            _("%(views)s views an hour") % {"views": f"{entry['heat']:.0f}"},
            "",
            None,
        )
        for entry in entries
        if entry["article"] in titles
    ]
    yield Strip("hot", _("Hot now"), rows[:HOT], reverse("admin:hot"))


def _endless(person: User, now: datetime) -> Iterator[Strip]:
    """Pins and boosts that nobody gave an end, once they have held for a week."""
    if rules.has(person, "boost_article") or rules.has(person, "pin_article"):
        rows = [
            Row(each.title, f"{reverse('admin:hot')}?why={each.article}", each.words, each.by, each.since)
            for each in endless.held(now, MOST)
        ]
        yield Strip("endless", _("Pins and boosts without an end"), rows, reverse("admin:hot"))


MAKERS: tuple[Callable[[User, datetime], Iterable[Strip]], ...] = (
    _overdue, _to_review, _to_publish, _mine, _going_out, _broken_glass, _endless, _hot,
)  # fmt: skip


def _articles(found: QuerySet[Article]) -> QuerySet[Article]:
    rows = found.filter(discarded_at=None).select_related("latest", "created_by")
    return rows.defer("latest__body", "latest__extra", "latest__summary")


def _article_row(article: Article, note: str, who: str) -> Row:
    title = (article.latest.title if article.latest else "") or _("Untitled")
    return Row(title, _article(article.pk), note, who, article.changed_at)


def _article(number: int) -> str:
    return reverse("admin:article", args=[number])


def _since(moment: datetime, now: datetime) -> str:
    return wording.span(max(0.0, (now - moment).total_seconds()))
