"""Reads from the rooms below what happened since the last turn; what is read twice is told once."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from articles.desk import (
    notices,
    notices_assignments,
    notices_mentions,
    notices_people,
    notices_performing,
    rules,
)
from articles.desk.models import NoticeMark
from articles.desk.notices import Event
from articles.desk.wording import name_of
from articles.drafting.models import Article, Move
from articles.publishing.models import Edition, Effect
from articles.review import decisions
from articles.review.models import Comment, ReviewLink

# A row that was written in a long transaction appears after younger ones; so each turn looks back this far.
LOOK_BACK = timedelta(minutes=10)
SOON = timedelta(seconds=60)
LATE = timedelta(minutes=5)
MOST = 500


def gather(now: datetime) -> int:
    """Tell everything that happened since the last turn; returns how many notices were offered."""
    mark, new = NoticeMark.objects.get_or_create(pk=1, defaults={"told_until": now, "began_at": now})
    if new:
        return 0
    since = max(mark.told_until - LOOK_BACK, mark.began_at)
    events = [*_moves(since, now), *_begun(since, now), *_failed(now, mark.began_at)]
    events += [*notices_assignments.assigned(since, now), *notices_assignments.reminders(now)]
    events += [*_signed(since, now), *_comments(since, now)]
    offered = notices.tell(events, now=now)
    NoticeMark.objects.filter(pk=mark.pk, told_until__lt=now).update(told_until=now)
    return offered


def _moves(since: datetime, now: datetime) -> Iterator[Event]:
    rows = Move.objects.filter(at__gt=since, at__lte=now, verb__in=READERS)
    for move in rows.select_related("article__latest__category", "by").order_by("at", "pk")[:MOST]:
        yield from READERS[move.verb](move, now)


def _event(move: Move, kind: str, event: str, people: set[int], **facts: Any) -> Event:
    latest = move.article.latest
    words = {"title": latest.title if latest else "", "who": name_of(move.by), "reason": move.reason[:300]}
    return Event(
        kind, event, f"move:{move.pk}:{kind}", move.article_id, move.at, people, move.by_id, words | facts
    )


def _submitted(move: Move, now: datetime) -> Iterator[Event]:
    if move.article.state == "in_review":
        yield _event(move, "submitted", "submitted", notices_people.judges(move.article, now))


def _approved(move: Move, now: datetime) -> Iterator[Event]:
    if move.details.get("kind") != "import":
        yield _event(move, "decided", "approved", notices_people.owners(move.article))


def _sent_back(move: Move, now: datetime) -> Iterator[Event]:
    yield _event(move, "decided", "sent_back", notices_people.owners(move.article))


def _taken_back(move: Move, now: datetime) -> Iterator[Event]:
    yield _event(move, "decided", "approval_withdrawn", notices_people.owners(move.article))


def _ended(move: Move, now: datetime) -> Iterator[Event]:
    people = notices_people.owners(move.article) | notices_people.approvers(move.article)
    approved = decisions.ended_approval(move.article)
    base = {"from": approved.revision.number} if approved else {}
    yield _event(move, "ended", "approval_ended", people, **base)


def _revised(move: Move, now: datetime) -> Iterator[Event]:
    """New words of a text in review end the approvals it had already, where one alone is not enough."""
    before = move.article.revisions.filter(number=move.details.get("revision", 0) - 1).first()
    if before is None or move.from_state != "in_review":
        return
    people = {given.by_id for given in decisions.standing(move.article, before.content_hash) if given.by_id}
    if people:
        yield _event(move, "ended", "approval_ended", people, **{"from": before.number})


def _printed(move: Move, now: datetime) -> Iterator[Event]:
    edition = Edition.objects.filter(pk=move.details.get("edition")).without_long_columns().first()
    if edition is None:
        return
    if edition.break_glass_reason:
        people = notices_people.having("approve_article", "break_glass")
        yield _event(move, "glass", "glass", people, reason=edition.break_glass_reason[:300])
    if edition.live_from > move.at + SOON:
        yield _scheduled(move, "scheduled")


def _scheduled(move: Move, event: str) -> Event:
    people = notices_people.owners(move.article) | notices_people.approvers(move.article)
    return _event(move, "scheduled", event, people, time=move.details.get("live_from", ""))


def _rescheduled(move: Move, now: datetime) -> Iterator[Event]:
    moment = parse_datetime(move.details.get("live_from", ""))
    if moment and moment > move.at:
        yield _scheduled(move, "moved")


def _cancelled(move: Move, now: datetime) -> Iterator[Event]:
    yield _scheduled(move, "cancelled")


def _taken_down(move: Move, now: datetime) -> Iterator[Event]:
    """By mail the authors, approvers and the publisher hear of it from the effect of the take-down."""
    yield notices_performing.withdrawn(move)


def _binned(move: Move, now: datetime) -> Iterator[Event]:
    """Somebody else put it into the bin, or took it out again."""
    event = "discarded" if move.verb == "discard" else "recovered"
    yield _event(move, "withdrawn", event, notices_people.owners(move.article))


READERS: dict[str, Callable[[Move, datetime], Iterator[Event]]] = {
    "submit": _submitted, "approval": _approved, "request_changes": _sent_back,
    "withdraw_decision": _taken_back, "revise": _revised, "reopen": _ended, "publish": _printed,
    "reschedule": _rescheduled, "cancel": _cancelled, "take_down": _taken_down, "discard": _binned, "recover": _binned,
}  # fmt: skip


def _begun(since: datetime, now: datetime) -> Iterator[Event]:
    """Copies that went live; what came in with a date of the past is no news."""
    rows = Edition.objects.ever_public(now).filter(live_from__gt=since)
    for edition in rows.select_related("article").order_by("live_from", "pk")[:MOST]:
        if edition.live_from < edition.printed_at or edition.kind == "typo":
            continue
        yield notices_performing.live(edition)


def _failed(now: datetime, began: datetime) -> Iterator[Event]:
    """One event an edition and day, however many of its effects are late; a parked one is told once more."""
    late = Effect.objects.overdue(now).filter(wanted_at__lt=now - LATE, wanted_at__gt=began)
    rows = late.select_related("edition").order_by("wanted_at", "pk")
    rows = rows.only("kind", "wanted_at", "parked_at", "last_error", "edition__title", "edition__article")[
        :MOST
    ]
    people: set[int] | None = None
    for effect in rows:
        people = notices_people.having("publish_article") if people is None else people
        event = "parked" if effect.parked_at else "late"
        yield Event(
            "failed", event, f"effects:{effect.edition_id}:{event}", effect.edition.article_id,
            effect.parked_at or effect.wanted_at + LATE, people, None,
            {"title": effect.edition.title, "effect": effect.kind, "reason": effect.last_error[:300]},
        )  # fmt: skip


def _signed(since: datetime, now: datetime) -> Iterator[Event]:
    """An expert from outside who has signed off the text."""
    rows = ReviewLink.objects.filter(signed_at__gt=since, signed_at__lte=now).order_by("signed_at", "pk")
    for row in rows.select_related("article__latest")[:MOST]:
        people = notices_people.owners(row.article) | {row.made_by_id}
        words = {"title": _title(row.article), "who": row.expert, "reason": row.sign_note[:300]}
        assert row.signed_at is not None
        yield Event("decided", "signed", f"link:{row.pk}", row.article_id, row.signed_at, people, None, words)


def _title(article: Article) -> str:
    return article.latest.title if article.latest else ""


def _comments(since: datetime, now: datetime) -> Iterator[Event]:
    """A remark concerns whoever owns the text or spoke in the thread; a name after @ concerns its owner by name."""
    rows = Comment.objects.filter(at__gt=since, at__lte=now).order_by("at", "pk")
    for comment in rows.select_related("article__latest", "by", "link")[:MOST]:
        named = _mentioned(comment)
        words = {
            "title": _title(comment.article), "who": comment.link.expert if comment.link else name_of(comment.by),
            "reason": comment.text[:300], "comment": comment.pk,
        }  # fmt: skip
        for event, people in (("mentioned", named), ("commented", _in_thread(comment) - named)):
            yield Event(
                "mentioned", event, f"comment:{comment.pk}", comment.article_id, comment.at, people,
                comment.by_id, words,
            )  # fmt: skip


def _mentioned(comment: Comment) -> set[int]:
    """Whoever is named and may open the article; from outside nobody calls anybody."""
    people = notices_mentions.called(comment.text) if comment.by_id else set()
    owner = comment.article.created_by_id
    return {person.pk for person in people if person.pk == owner or rules.sees_everything(person)}


def _in_thread(comment: Comment) -> set[int]:
    first = comment.answers_id or comment.pk
    spoke = Comment.objects.filter(pk=first) | Comment.objects.filter(answers=first)
    return notices_people.owners(comment.article) | set(spoke.exclude(by=None).values_list("by", flat=True))
