"""The press: prints an approved text into an edition, the only way words reach readers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.bylines import author_for
from articles.drafting.locking import locked
from articles.drafting.models import Article, Author, Revision
from articles.drafting.tagging import tags_for
from articles.publishing import effects, gate, pictures
from articles.publishing.generations import raise_generation
from articles.publishing.models import Edition, EditionAuthor, EditionTag
from articles.publishing.proofs import proof_of
from articles.publishing.timeline import lay_out
from articles.review.decisions import settle, standing
from articles.text import counting
from articles.text.markdown import RENDERER_VERSION, render
from articles.text.refusals import Refused
from articles.wire.nudging import nudge_after_commit

KINDS = {"first", "typo", "correction", "update", "return"}


class WrongKind(Refused):
    """The kind of change does not fit what readers have seen."""


@transaction.atomic
def publish(
    article: Article,
    *,
    content_hash: str,
    by: User,
    now: datetime,
    live_from: datetime | None = None,
    live_until: datetime | None = None,
    kind: str = "",
    note: str = "",
    break_glass: str = "",
    embargo_reason: str = "",
    backdated: bool = False,
    updated_at: datetime | None = None,
    version: int | None = None,
) -> Edition:
    """Print the text with ``content_hash``; public from ``live_from`` (None: now) until ``live_until`` (None: no end).

    A future ``live_from`` is a schedule. Over a live copy the new one follows without a gap. ``kind`` is empty
    or one of typo, correction (needs a note), update, return. ``backdated`` is for imports.
    Raises the gate's refusals, Stale and WrongKind; then nothing is written.
    """
    current = locked(article, version=version)
    start = live_from or now
    wanted = gate.Wanted(content_hash, by, now, start, break_glass, embargo_reason, backdated)
    revision = gate.check(current, wanted)
    if not break_glass.strip():
        settle(current, by=by, now=now)
    edition = _set_type(current, revision, by=by, now=now, break_glass=break_glass.strip())
    edition.kind = _kind(current, kind, start, note)
    edition.note = note.strip()
    _put_on_the_clock(edition, start=start, end=_end(current, start, live_until), updated_at=updated_at)
    _print(edition)
    why = " · ".join(filter(None, (break_glass.strip(), embargo_reason.strip())))
    _after_printing(edition, revision, by=by, now=now, reason=why)
    return edition


def print_again(
    copy: Edition, *, by: User, now: datetime, live_until: datetime | None, reason: str
) -> Edition:
    """The words of a printed copy once more, live from now on, standing on what the copy stood on.

    For what was taken away by mistake: it decides nothing anew. Raises what ``gate.refuse_again`` raises.
    """
    current = locked(copy.article)
    gate.refuse_again(copy, by=by, now=now)
    revision = current.revisions.filter(content_hash=copy.content_hash).latest("number")
    edition = _set_type(current, revision, by=by, now=now, break_glass=copy.break_glass_reason)
    edition.kind = "return"
    _put_on_the_clock(edition, start=now, end=live_until, updated_at=None)
    _print(edition)
    _after_printing(edition, revision, by=by, now=now, reason=reason)
    return edition


def _set_type(article: Article, revision: Revision, *, by: User, now: datetime, break_glass: str) -> Edition:
    """An unsaved edition with the revision's words, rendered."""
    edition = proof_sheet(revision)
    approvals = standing(article, revision.content_hash)
    edition.number = (article.editions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    edition.approvals = [
        {"decision": row.pk, "by": row.by.get_username(), "at": row.at.isoformat(), "kind": row.kind}
        for row in approvals
    ]
    edition.approval_count = len(approvals)
    edition.break_glass_reason = break_glass
    edition.printed_by, edition.printed_at = by, now
    return edition


def proof_sheet(revision: Revision) -> Edition:
    """What readers would see of ``revision``: an unsaved edition, rendered, with neither approvals nor times."""
    edition = Edition(
        article=revision.article,
        title=revision.title,
        summary=revision.summary,
        body=revision.body,
        slug=revision.slug,
        language=revision.language,
        category=revision.category,
        category_slug=revision.category_slug,
        tag_names=revision.tag_names,
        author_names=revision.author_names,
        cover=revision.cover,
        cover_digest=revision.cover_digest,
        extra=revision.extra,
        content_hash=revision.content_hash,
        translation_key=str(revision.extra.get("translationKey", ""))[:200],
    )
    edition.byline = _byline(revision.author_names)
    render_into(edition)
    return edition


def render_into(edition: Edition) -> None:
    """Set the rendered columns of ``edition`` from its frozen words."""
    shown = pictures.for_renderer(pictures.shown_in(edition.body))
    rendered = render(
        edition.body,
        title=edition.title,
        language=edition.language,
        pictures=shown,
        site=settings.NEWSROOM_URL,
    )
    edition.html, edition.plain = rendered.html, rendered.plain
    edition.toc = [list(heading) for heading in rendered.toc]
    edition.length = counting.length(edition.body, edition.language)
    edition.minutes = reading_minutes(edition)
    edition.renderer = RENDERER_VERSION


def reading_minutes(edition: Edition) -> int:
    """Minutes to read: the hand-set ``readTime`` of the front matter wins over the computed value."""
    return minutes_by_hand(edition.extra) or counting.minutes(edition.body)


def minutes_by_hand(extra: Mapping[str, Any]) -> int:
    """The ``readTime`` among an article's further keys; 0 where there is none that could be meant."""
    said = extra.get("readTime")
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 < said < 10_000 else 0


def _byline(names: Iterable[str]) -> list[dict[str, str]]:
    found = {author.name: author for author in Author.objects.filter(name__in=list(names))}
    return [
        {"name": name, "slug": found[name].slug, "bio": found[name].bio}
        if name in found
        else {"name": name, "slug": "", "bio": ""}
        for name in names
    ]


def _kind(article: Article, kind: str, start: datetime, note: str) -> str:
    """The kind of the new copy. Raises WrongKind."""
    seen_before = article.editions.ever_public(start).filter(live_from__lt=start).exists()
    if not seen_before:
        return "first"
    if kind and kind not in KINDS - {"first"}:
        raise WrongKind(
            _("A change is a typo, a correction or an update; “%(kind)s” is none of them.") % {"kind": kind}
        )
    if kind == "correction" and not note.strip():
        raise WrongKind(_("A correction needs a public note that says what was wrong."))
    return kind or "update"


def _end(article: Article, start: datetime, end: datetime | None) -> datetime | None:
    """The new copy's own end: as asked, else the end that was set for the copy it replaces. Raises WrongKind."""
    if end is not None and end <= start:
        raise WrongKind(_("The article would end before it begins. Choose a later end."))
    if end is not None:
        return end
    replaced = article.editions.live(start).order_by("-live_from").first()
    return replaced.wanted_until if replaced else None


def _put_on_the_clock(
    edition: Edition, *, start: datetime, end: datetime | None, updated_at: datetime | None
) -> None:
    edition.live_from, edition.wanted_until = start, end
    edition.published_at, edition.updated_at = start, updated_at
    # Empty until the timeline has made room for it, so that no two copies overlap for a moment.
    edition.live_until = start


def _print(edition: Edition) -> None:
    edition.proof = proof_of(edition)
    edition.save(force_insert=True)
    shown = set(pictures.shown_in(edition.body).values())
    edition.pictures.set(shown)
    if any(cover.render_due_at for cover in shown):
        effects.plan_redraw(edition, now=edition.printed_at)
    EditionTag.objects.bulk_create(
        EditionTag(content_object=edition, tag=tag, position=place)
        for place, tag in enumerate(tags_for(edition.tag_names))
    )
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author=author_for(name), position=place)
        for place, name in enumerate(edition.author_names)
    )


def _after_printing(edition: Edition, revision: Revision, *, by: User, now: datetime, reason: str) -> None:
    changed = lay_out(edition.article)
    edition.refresh_from_db(fields=["live_until", "published_at", "updated_at", "notes"])
    record(
        edition.article,
        "publish",
        by=by,
        now=now,
        reason=reason,
        content_hash=edition.content_hash,
        details=interval_details(edition) | {"revision": revision.number, "kind": edition.kind},
    )
    follow(edition.article, [edition, *changed], now=now)


def interval_details(edition: Edition) -> dict[str, Any]:
    """What the audit keeps of an edition's times."""
    end = edition.wanted_until
    return {
        "edition": edition.pk,
        "live_from": edition.live_from.isoformat(),
        "live_until": end and end.isoformat(),
    }


def follow(article: Article, changed: Iterable[Edition], *, now: datetime) -> None:
    """What every change of the timeline brings with it: effects, a new generation, a nudge after the commit."""
    for edition in {copy.pk: copy for copy in changed}.values():
        effects.plan(edition, now=now)
    raise_generation()
    nudge_after_commit("articles.announce")
