"""Takes what is live away from readers at once, and brings it back."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.drafting.auditing import record
from articles.drafting.locking import locked
from articles.drafting.models import Article
from articles.drafting.naming import name_of
from articles.publishing import pinning
from articles.publishing.gate import NotAllowed, ReasonNeeded
from articles.publishing.models import Edition
from articles.publishing.press import follow, interval_details, publish
from articles.publishing.scheduling import empty
from articles.publishing.timeline import lay_out
from articles.publishing.wording import clock_time
from articles.text.refusals import Refused


class NotLive(Refused):
    """There is nothing to take down."""


class WrongTarget(Refused):
    """Readers cannot be sent there."""


class TextMovedOn(Refused):
    """The working copy is no longer the text that was withdrawn."""


@transaction.atomic
def take_down(
    article: Article,
    *,
    by: User,
    now: datetime,
    reason: str,
    note: str = "",
    redirect_to: Article | None = None,
) -> Edition:
    """End the live edition now, cancel the scheduled ones, end the pins; readers get 410 or ``redirect_to``.

    The audit keeps what was ended as it was, for ``returning.undo``. Boosts are of the room above: call its deed.
    ``reason`` is internal, ``note`` is public. Raises NotAllowed, ReasonNeeded, NotLive, WrongTarget.
    """
    current = locked(article)
    _refuse(current, by=by, now=now, reason=reason, redirect_to=redirect_to)
    live = _live(current, now)
    before: dict[str, Any] = {"live": interval_details(live)}
    Edition.objects.filter(pk=live.pk).update(
        wanted_until=now,
        after_end="redirect" if redirect_to else "gone",
        redirect_to=redirect_to,
        end_reason=reason.strip(),
        end_note=note.strip(),
    )
    # Scheduled copies would bring back what was withdrawn.
    cancelled = list(Edition.objects.scheduled(now).filter(article=current).order_by("live_from"))
    before["scheduled"] = [interval_details(copy) for copy in cancelled]
    _cancel(current, cancelled, by=by, now=now)
    changed = lay_out(current)
    live.refresh_from_db()
    before["pins"] = pinning.end_pins(current, now=now)
    record(
        current,
        "take_down",
        by=by,
        now=now,
        reason=reason.strip(),
        content_hash=live.content_hash,
        details=interval_details(live) | {"before": before, "note": note.strip()},
    )
    follow(current, [live, *changed, *cancelled], now=now)
    return live


def _refuse(article: Article, *, by: User, now: datetime, reason: str, redirect_to: Article | None) -> None:
    if not by.has_perm("articles.publish_article"):
        raise NotAllowed(_("You may not take articles down; a publisher can."))
    if not reason.strip():
        raise ReasonNeeded(_("Say why the article is taken down; the reason stays inside the newsroom."))
    if redirect_to is None:
        return
    if redirect_to.pk == article.pk or not Edition.objects.live(now).filter(article=redirect_to).exists():
        raise WrongTarget(_("Readers can only be sent to another article that is live."))


def _live(article: Article, now: datetime) -> Edition:
    live = Edition.objects.live(now).filter(article=article).order_by("-live_from", "-number").first()
    if live:
        return live
    last = article.moves.filter(verb="take_down").select_related("by").order_by("-number").first()
    if last is None:
        raise NotLive(_("This article is not live, so it cannot be taken down."))
    raise NotLive(
        _("%(person)s already took this article down at %(time)s.")
        % {"person": name_of(last.by), "time": clock_time(last.at)}
    )


def _cancel(article: Article, scheduled: list[Edition], *, by: User, now: datetime) -> None:
    for copy in scheduled:
        empty(copy)
        copy.live_until = copy.wanted_until = copy.live_from
        record(
            article, "cancel", by=by, now=now, content_hash=copy.content_hash, details=interval_details(copy)
        )


def put_back(
    article: Article, *, by: User, now: datetime, live_from: datetime | None = None, embargo_reason: str = ""
) -> Edition:
    """The withdrawn text back online under its standing approval, from ``live_from`` (None: now) on.

    Raises NotLive, TextMovedOn and the gate's refusals.
    """
    current = locked(article)
    last = article.editions.ever_public(now).order_by("-live_from", "-number").first()
    if last is None:
        raise NotLive(_("This article was never public, so it cannot come back."))
    if current.latest is None or current.latest.content_hash != last.content_hash:
        raise TextMovedOn(
            _(
                "The text has been changed since it was withdrawn. Restore the old revision, or publish the new one."
            )
        )
    return publish(
        current, content_hash=last.content_hash, by=by, now=now, live_from=live_from, kind="return",
        embargo_reason=embargo_reason,
    )  # fmt: skip
