"""``manage.py reprint``: renders editions again after the renderer changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from articles.publishing import reprinting


class Command(BaseCommand):
    help = "Renders printed editions again from their frozen words after the renderer changed; never changes words."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also editions the present renderer printed")

    def handle(self, *args: Any, **options: Any) -> None:
        numbers = list(reprinting.outdated(everything=options["all"]))
        changed = failed = 0
        for number in tqdm(numbers, unit="edition", disable=None, leave=False):
            try:
                changed += reprinting.reprint(number, by=None, now=timezone.now())
            except reprinting.WordsChanged as error:
                failed += 1
                self.stderr.write(str(error))
        self.stdout.write(
            f"{len(numbers)} editions looked at, {changed} look different now, {failed} refused."
        )
        if failed:
            raise CommandError(f"{failed} editions were not printed again.")
