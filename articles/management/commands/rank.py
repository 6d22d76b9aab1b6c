"""``manage.py rank``: one turn of the ranking clock by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from articles.popularity import listing, rebuilding
from articles.popularity.rebuilding import Rebuilt

MOST_LINES = 20


class Command(BaseCommand):
    help = "Ranks everything anew and keeps the lists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--full",
            action="store_true",
            help="first rebuild totals, sums and usual rates from the hourly counts",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["full"]:
            self._rebuild()
        made = listing.rank(timezone.now())
        proven = "proven to be those of ranking everything" if made.certified else "not proven"
        self.stdout.write(f"{len(made.entries)} places from {made.candidates} candidates, {proven}.")

    def _rebuild(self) -> None:
        with tqdm(unit="article", disable=None, leave=False) as bar:

            def progress(done: int, whole: int) -> None:
                bar.total = whole
                bar.update(done - bar.n)

            rebuilt = rebuilding.rebuild(timezone.now(), progress=progress)
        self._say(rebuilt)

    def _say(self, rebuilt: Rebuilt) -> None:
        for article_id, had, has in rebuilt.differences[:MOST_LINES]:
            self.stdout.write(f"Article {article_id}: {had} views were noted, its hours hold {has}.")
        if len(rebuilt.differences) > MOST_LINES:
            self.stdout.write(f"… and {len(rebuilt.differences) - MOST_LINES} more.")
        self.stdout.write(
            f"{rebuilt.standings} articles rebuilt, {len(rebuilt.differences)} totals differed; "
            f"the sum of six hours moved by at most {rebuilt.largest_change:.2f} views."
        )
