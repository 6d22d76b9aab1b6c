"""``manage.py export_articles``: Markdown files out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.desk import exporting


class Command(BaseCommand):
    help = "Writes articles as Markdown with front matter, and their covers; importing them gives the same hashes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the files go")
        parser.add_argument(
            "--live", action="store_true", help="only what readers see now, in the words they see"
        )
        parser.add_argument("--category", default="", metavar="SLUG", help="only this category")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is a file, so nothing can be written into it.")
        now = timezone.now()
        rows = exporting.chosen(live=options["live"], category=options["category"], now=now)
        written = exporting.write_all(rows, folder, live=options["live"], now=now)
        count = sum(
            1 for _path in tqdm(written, total=rows.count(), unit="article", disable=None, leave=False)
        )
        self.stdout.write(f"{count} articles written to {folder}.")
