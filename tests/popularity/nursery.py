"""Raises flushers and kills them at random: ``python -m tests.popularity.nursery SEED absolute|crude``.

Says "ready", goes on until a line comes in, with the kills so far in a file of VAR_DIR, then prints one line of JSON:
kills, how many flushers ended by themselves, and the views in SQL after a last calm flush.
"""

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

import django

FLUSHERS = 3


def main() -> None:
    seed, protocol = int(sys.argv[1]), sys.argv[2]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    flush = {"absolute": absolute, "crude": crude}[protocol]
    kills, ended = raise_and_kill(random.Random(seed), flush)
    until_it_works(flush)
    json.dump({"kills": kills, "ended": ended, "views": views_in_sql()}, sys.stdout)


def raise_and_kill(dice: random.Random, flush) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    """Keeps a few flushers alive, kills one every few hundredths of a second."""
    kills = ended = 0
    told = Path(os.environ["VAR_DIR"], "kills")
    children = [born(flush) for _child in range(FLUSHERS)]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    try:
        while not select.select([sys.stdin], [], [], dice.uniform(0.01, 0.15))[0]:
            victim = children.pop(dice.randrange(len(children)))
            os.kill(victim, signal.SIGKILL)
            _pid, status = os.waitpid(victim, 0)
            kills += os.WIFSIGNALED(status)
            told.write_text(str(kills))
            ended += os.WIFEXITED(status)
            children.append(born(flush))
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return kills, ended


def born(flush) -> int:  # type: ignore[no-untyped-def]
    """A child that flushes for ever."""
    child = os.fork()
    if child:
        return child
    try:
        while True:
            until_it_works(flush)
    finally:
        os._exit(1)


def until_it_works(flush) -> None:  # type: ignore[no-untyped-def]
    """One flush; tried again at once while Redis is away, instead of after the breaker's rest, or the database."""
    from django.conf import settings
    from django.db import InterfaceError, OperationalError, connection

    from articles.wire.breaker import breaker_for
    from articles.wire.client import ServerAway

    while True:
        try:
            flush()
        except ServerAway:
            breaker_for(settings.COUNTER_URL).open_until = None
            time.sleep(0.01)
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.05)
        else:
            return


def absolute() -> None:
    """The house's protocol."""
    from django.utils import timezone

    from articles.popularity import flushing

    flushing.flush(timezone.now())


def crude() -> None:
    """Read and delete, then SQL: what every death in between loses."""
    from django.conf import settings
    from django.db import transaction

    from articles.popularity import merging
    from articles.popularity.counter_keys import Counter
    from articles.popularity.models import ViewHour
    from articles.wire.client import line

    with line(settings.COUNTER_URL) as redis, redis.pipeline() as pipe:
        for name in redis.smembers("{v0}:open"):
            key = b"{v0}:n:" + name
            facts = pipe.hgetall(key).delete(key).execute()[0]
            time.sleep(0.01)
            counter = Counter.parsed(name.decode())
            with transaction.atomic():
                for article, count in facts.items():
                    row = ViewHour.objects.filter(
                        hour=counter.hour, kind=counter.kind, article_id=int(article)
                    ).first()
                    merging.state(counter, [(int(article), int(count) + (row.count if row else 0))])


def views_in_sql() -> dict[str, int]:
    """The sum over hours, and the sum over standings."""
    from django.db.models import Sum

    from articles.popularity.models import Standing, ViewHour

    hours = ViewHour.objects.filter(kind="view").aggregate(sum=Sum("count"))["sum"] or 0
    return {"hours": hours, "standings": Standing.objects.aggregate(sum=Sum("views"))["sum"] or 0}


if __name__ == "__main__":
    main()
