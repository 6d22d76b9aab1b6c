"""Works through the articles of a bulk step: foretells by a rehearsal that is rolled back, does, and undoes.

Each article is a transaction of its own, so work that was cut off goes on where it stopped and does nothing twice.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import OperationalError, transaction
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from articles.desk import rules
from articles.desk.bulk_steps import STEPS, Carried
from articles.desk.models import Bulk, BulkRow
from articles.desk.posting import Posted
from articles.drafting import doors
from articles.drafting.models import Article
from articles.text.refusals import Refused

FROM = {"foretelling": "waits", "doing": "ready", "undoing": "undoable"}  # which rows a stage works on
THEN = {"foretelling": "asking", "doing": "done", "undoing": "undone"}
KEPT = timedelta(days=30)
log = logging.getLogger("articles.desk.bulk_turns")


class _Rehearsed(Exception):
    def __init__(self, carried: Carried) -> None:
        self.carried = carried


@transaction.atomic
def start(
    person: User, step: str, fields: dict[str, str], picks: Sequence[tuple[int, int, str]], now: datetime
) -> Bulk:
    """Note the step and the articles, each as number, version and hash; nothing is changed yet."""
    Bulk.objects.filter(person=person, made_at__lt=now - KEPT).delete()
    bulk = Bulk.objects.create(person=person, step=step, fields=fields, made_at=now, changed_at=now)
    BulkRow.objects.bulk_create(
        BulkRow(bulk=bulk, place=place, article_id=number, version=version, content_hash=content_hash)
        for place, (number, version, content_hash) in enumerate(picks)
    )
    return bulk


def enter(bulk: Bulk, stage: str, *, after: str, now: datetime) -> bool:
    """Go on to ``stage`` if the bulk is at ``after``; False when somebody else was quicker."""
    return bool(Bulk.objects.filter(pk=bulk.pk, stage=after).update(stage=stage, changed_at=now))


def advance(number: int, *, now: datetime, seconds: float | None = None) -> bool:
    """Work on the present stage for about ``seconds``; whether nothing is left to do."""
    bulk = Bulk.objects.select_related("person").get(pk=number)
    end = None if seconds is None else time.monotonic() + seconds
    with translation.override(bulk.fields.get("spoken") or translation.get_language()):
        return _advance(bulk, end, now)


def _advance(bulk: Bulk, end: float | None, now: datetime) -> bool:
    while bulk.stage in FROM:
        row = bulk.rows.filter(fate=FROM[bulk.stage]).order_by("place").values_list("pk", flat=True).first()
        if row is None:
            enter(bulk, THEN[bulk.stage], after=bulk.stage, now=now)
            return True
        _turn(bulk, row, now)
        if end is not None and time.monotonic() > end:
            return False
    return True


@transaction.atomic
def _turn(bulk: Bulk, row_number: int, now: datetime) -> None:
    row = bulk.rows.select_for_update().filter(pk=row_number, fate=FROM[bulk.stage]).first()
    if row is None:
        return  # another worker has just done it
    try:
        with transaction.atomic(), doors.through("bulk"):
            WORK[bulk.stage](bulk, row, _form(bulk, row, now))
    except Refused as refusal:
        row.fate, row.words = _stays(bulk), str(refusal)
    except OperationalError:
        raise  # the database is away or busy: the next turn goes on with this row
    except Exception:  # One row may fail as nobody foresaw; it must not hold the others up, turn after turn.
        log.exception("Step %s of bulk %s failed for article %s", bulk.step, bulk.pk, row.article_id)
        row.fate, row.words = (
            _stays(bulk),
            _("Something broke here, so nothing was changed; the log says what."),
        )
    row.save(update_fields=["fate", "words", "facts"])


def _stays(bulk: Bulk) -> str:
    return "kept" if bulk.stage == "undoing" else "refused"


def _form(bulk: Bulk, row: BulkRow, now: datetime) -> Posted:
    rows = rules.visible(bulk.person).select_related("latest__category", "latest__cover", "created_by")
    article = rows.filter(pk=row.article_id).first()
    if article is None:
        raise Refused(_("This article belongs to somebody else, so you cannot open it."))
    fields = QueryDict(mutable=True)
    fields.update({**bulk.fields, "version": str(row.version), "hash": row.content_hash})
    return Posted(article, bulk.person, now, fields)


def _foretell(bulk: Bulk, row: BulkRow, form: Posted) -> None:
    """The deed itself, taken back at once: so what is foretold cannot differ from what happens."""
    try:
        with transaction.atomic():
            raise _Rehearsed(STEPS[bulk.step].carry(form))
    except _Rehearsed as rehearsed:
        row.fate, row.words = "ready", rehearsed.carried.foretold


def _do(bulk: Bulk, row: BulkRow, form: Posted) -> None:
    carried = STEPS[bulk.step].carry(form)
    can_undo = carried.facts is not None and STEPS[bulk.step].undo is not None
    row.fate, row.words, row.facts = "undoable" if can_undo else "done", carried.words, carried.facts or {}


def _undo(bulk: Bulk, row: BulkRow, form: Posted) -> None:
    undo = STEPS[bulk.step].undo
    assert undo is not None
    row.fate, row.words = "undone", undo(form, row.facts)


WORK: dict[str, Callable[[Bulk, BulkRow, Posted], None]] = {
    "foretelling": _foretell, "doing": _do, "undoing": _undo,
}  # fmt: skip


def at_work() -> list[int]:
    """The bulk steps that have something left to do, the oldest first."""
    return list(Bulk.objects.filter(stage__in=FROM).order_by("pk").values_list("pk", flat=True))


def titles(rows: Sequence[BulkRow]) -> dict[int, str]:
    """The headlines of the articles of ``rows``, by number."""
    found = Article.objects.filter(pk__in=[row.article_id for row in rows])
    return {number: title or _("Untitled") for number, title in found.values_list("pk", "latest__title")}
