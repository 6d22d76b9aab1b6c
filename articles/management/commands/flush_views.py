"""``manage.py flush_views``: one turn of the counting clock by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.popularity import flushing
from articles.wire.client import ServerAway


class Command(BaseCommand):
    help = "Brings the views counted in Redis into the database. Doing it twice, or beside the clock, changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="also the closed hours Redis still has (72 h): after a restore"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = flushing.flush(timezone.now(), everything=options["all"])
        except ServerAway as away:
            raise CommandError(f"Redis does not answer, so the counts wait in it: {away}") from away
        except flushing.NotAloneError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{done.counters} counters read, {done.rows} rows grew, {done.views} views added.")
