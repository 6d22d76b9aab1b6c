"""Renders printed copies again after the renderer changed; never a word changes."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles.drafting.auditing import record
from articles.drafting.locking import locked
from articles.publishing.generations import raise_generation
from articles.publishing.models import Edition
from articles.publishing.press import render_into
from articles.publishing.proofs import proof_of
from articles.text.content import content_hash
from articles.text.markdown import RENDERER_VERSION
from articles.text.refusals import Refused

RENDERED = ["html", "toc", "plain", "length", "minutes", "renderer", "proof"]


class WordsChanged(Refused):
    """The frozen words are not the approved ones; rendering them again would hide it."""


class NotDrawn(Exception):
    """The worker is still drawing; the effect is tried again."""


def print_pictures(edition: Edition, now: datetime) -> None:
    """Print the pictures of the text in every format the worker has drawn. Performer of "redraw". Raises NotDrawn.

    A picture on which the worker has given up stays as it is and holds up no other.
    """
    if edition.pictures.exclude(render_due_at=None).exists():
        raise NotDrawn("The pictures of the text are still being drawn.")
    reprint(edition.pk, by=None, now=now)


def outdated(*, everything: bool = False) -> Iterator[int]:
    """The numbers of the copies that another version of the renderer printed."""
    rows = Edition.objects.all() if everything else Edition.objects.exclude(renderer=RENDERER_VERSION)
    return rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500)


@transaction.atomic
def reprint(number: int, *, by: User | None, now: datetime) -> bool:
    """Render one copy again from its frozen words; whether anything changed. Raises WordsChanged."""
    edition = Edition.objects.select_related("article").get(pk=number)
    locked(edition.article)
    if content_hash(edition.content) != edition.content_hash or proof_of(edition) != edition.proof:
        raise WordsChanged(
            f"Edition {edition} was changed after printing; run verify before printing it again."
        )
    before = edition.html, edition.plain, edition.toc
    render_into(edition)
    edition.proof = proof_of(edition)
    edition.save(update_fields=RENDERED)
    if before == (edition.html, edition.plain, edition.toc):
        return False
    record(
        edition.article,
        "reprint",
        by=by,
        now=now,
        content_hash=edition.content_hash,
        details={"edition": edition.pk, "renderer": edition.renderer},
    )
    raise_generation()
    return True
