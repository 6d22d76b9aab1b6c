"""The outbox: what follows a publication, recorded with it, carried out by a clock, each once."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from articles.publishing import indexers
from articles.publishing.models import Edition, Effect

Performer = Callable[[Edition, datetime], str | None]  # what was answered, if anything

AT_PRINTING = ("index",)
AT_START = ("purge", "probe", "notify")
AT_END = ("purge_end", "unindex", "notify_end")
# Services outside, each asked only where the settings name who carries it out.
ASKED_AT_START, ASKED_AT_END = ("websub", "indexnow", "baidu"), ("websub_end", "indexnow_end")
SEARCH_ENGINES = ("indexnow", "indexnow_end", "baidu")
CLAIM = timedelta(seconds=60)
DRAWING = timedelta(seconds=60)  # most pictures are drawn by then
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=1)
MOST_DEATHS = 3
log = logging.getLogger("articles.publishing.effects")


def plan(edition: Edition, *, now: datetime) -> None:
    """Record the effects of ``edition`` as its interval now asks for them. Part of the transaction that printed it."""
    wanted = dict.fromkeys(AT_PRINTING, now)
    cancelled = edition.live_until is not None and edition.live_until <= edition.live_from
    if cancelled:
        Effect.objects.filter(edition=edition, done_at=None).exclude(kind="index").delete()
        wanted["unindex"] = now
    else:
        wanted |= dict.fromkeys(_start_kinds(edition), edition.live_from)
    if edition.live_until is not None and not cancelled:
        wanted |= dict.fromkeys(_end_kinds(edition), edition.live_until)
    else:
        Effect.objects.filter(
            edition=edition, done_at=None, kind__in={*AT_END, *ASKED_AT_END} - set(wanted)
        ).delete()
    for kind, moment in wanted.items():
        _want(edition, kind, moment)


def plan_redraw(edition: Edition, *, now: datetime) -> None:
    """Record that the pictures of the text are to be printed in every format, once the worker has drawn them."""
    _want(edition, "redraw", now + DRAWING)


def _start_kinds(edition: Edition) -> tuple[str, ...]:
    """What came in with a date of the past is no news to anybody, and no measure of how late we are."""
    if edition.live_from < edition.printed_at:
        return ("purge",)
    return (*AT_START, *_asked(edition, ASKED_AT_START))


def _end_kinds(edition: Edition) -> tuple[str, ...]:
    """Only a take-down is worth a message; an end by the clock or by a newer copy was planned."""
    asked = _asked(edition, ASKED_AT_END)
    return (
        (*AT_END, *asked)
        if edition.end_reason
        else (*(kind for kind in AT_END if kind != "notify_end"), *asked)
    )


def _asked(edition: Edition, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The services among ``kinds`` that hear of ``edition``.

    No search engine is sent to a text that stands first elsewhere, for its page sends it on to there. A hub hears of
    it: the text stands in our feeds.
    """
    asked = tuple(kind for kind in kinds if kind in settings.EFFECT_PERFORMERS)
    if asked and indexers.is_from_elsewhere(edition):
        return tuple(kind for kind in asked if kind not in SEARCH_ENGINES)
    return asked


def _want(edition: Edition, kind: str, moment: datetime) -> None:
    effect, new = Effect.objects.get_or_create(
        edition=edition, kind=kind, defaults={"wanted_at": moment, "due_at": moment}
    )
    if not new and effect.done_at is None and effect.wanted_at != moment:
        Effect.objects.filter(pk=effect.pk, done_at=None).update(
            wanted_at=moment, due_at=moment, parked_at=None, attempts=0, deaths=0
        )


def perform_due(now: Callable[[], datetime], *, most: int = 500) -> int:
    """Carry out what is due, oldest first, each by itself; returns how many were done.

    ``now`` is asked anew for every effect, so that a long turn takes in what becomes due meanwhile.
    One effect that fails or kills its worker never holds up the others.
    """
    done = 0
    for _turn in range(most):
        effect = claim(now())
        if effect is None:
            break
        done += _perform(effect, now)
    return done


def claim(now: datetime) -> Effect | None:
    """Take the oldest due effect for a minute, counting the try before it runs; None when nothing is due.

    A conditional UPDATE decides between two who saw the same row. An effect whose holder died three times is parked.
    """
    for effect in Effect.objects.due(now).order_by("due_at", "pk")[:20]:
        died = effect.claimed_until is not None
        mine = Effect.objects.due(now).filter(
            pk=effect.pk, attempts=effect.attempts, claimed_until=effect.claimed_until
        )
        if died and effect.deaths + 1 >= MOST_DEATHS:
            mine.update(
                deaths=F("deaths") + 1,
                parked_at=now,
                claimed_until=None,
                last_error="The worker died during this effect.",
            )
            continue
        if mine.update(claimed_until=now + CLAIM, attempts=F("attempts") + 1, deaths=F("deaths") + int(died)):
            return Effect.objects.select_related("edition__article").get(pk=effect.pk)
    return None


def _perform(effect: Effect, now: Callable[[], datetime]) -> int:
    """Carry out one effect and record it; 1 if it was done.

    No transaction is open meanwhile, for a slow mail server or page must not hold the lock that editors wait for.
    A performer opens its own for what it writes here.
    """
    try:
        performer: Performer = import_string(settings.EFFECT_PERFORMERS[effect.kind])
        answer = performer(effect.edition, now()) or ""
        Effect.objects.filter(pk=effect.pk).update(
            done_at=now(), claimed_until=None, last_error="", answer=answer[:1000]
        )
    except (
        Exception
    ) as error:  # An effect may fail in any way its outside world invents; it must not stop the others.
        _postpone(effect, error, now())
        return 0
    return 1


def _postpone(effect: Effect, error: Exception, now: datetime) -> None:
    """Try again later, waiting twice as long each time up to an hour; after a day, park it for a person."""
    wait = min(FIRST_WAIT * 2 ** min(effect.attempts - 1, 20), LONGEST_WAIT)
    parked = now if now - effect.wanted_at > GIVE_UP_AFTER and effect.attempts > 8 else None
    log.warning(
        "Effect %s of edition %s failed (try %s): %s", effect.kind, effect.edition_id, effect.attempts, error
    )
    Effect.objects.filter(pk=effect.pk).update(
        due_at=now + wait,
        claimed_until=None,
        parked_at=parked,
        last_error=str(error)[:1000] or type(error).__name__,
    )


def try_again(effect: Effect, *, now: datetime) -> None:
    """Give a parked or waiting effect a fresh start."""
    Effect.objects.filter(pk=effect.pk, done_at=None).update(
        due_at=now, parked_at=None, claimed_until=None, attempts=0, deaths=0
    )
