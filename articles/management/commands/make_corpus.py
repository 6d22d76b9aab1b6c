"""``manage.py make_corpus``: invented articles for load and scale tests."""

import io
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.covers import uploading
from articles.covers.models import Cover
from articles.desk import corpus

MOTIFS_DRAWN = 8
COVER_SIZE = (1200, 800)  # px


class Command(BaseCommand):
    help = "Invents N live articles with history, covers and views. The same seed gives the same words."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("count", type=int, metavar="N", help="how many articles")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other words (default 1)")
        parser.add_argument("--no-covers", action="store_true", help="draw no covers, for a quicker start")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["count"] < 1:
            raise CommandError("N must be at least 1.")
        covers = [] if options["no_covers"] else _covers()
        with tqdm(total=options["count"], unit="article", disable=None, leave=False) as bar:
            made = corpus.make(
                options["count"], seed=options["seed"], now=timezone.now(), covers=covers, seen=bar.update
            )
        self.stdout.write(f"{made} articles invented.")


def _covers() -> list[Cover]:
    """A few drawn covers that the invented articles share."""
    from newsroom.painting import MOTIFS, draw

    covers = []
    for motif in sorted(MOTIFS)[:MOTIFS_DRAWN]:
        file = io.BytesIO()
        draw(f"corpus-{motif}", motif, size=COVER_SIZE).save(file, "JPEG", quality=85)
        file.seek(0)
        covers.append(
            uploading.upload(file, by=None, now=timezone.now(), alt=f"An abstract drawing: {motif}")
        )
    return covers
