"""``manage.py verify``: proves every edition ever printed, or says what does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.clocks import turns
from articles.publishing import verifying


class Command(BaseCommand):
    help = (
        "Proves for every edition ever printed that its words are the approved ones, that its times are the "
        "recorded ones, and that the audit is whole. Exit status 1 and a list if anything does not hold."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total, found, began = verifying.count(), 0, timezone.now()
        with tqdm(total=total, unit="article", disable=None, leave=False) as bar:
            for finding in verifying.verify(seen=bar.update):
                found += 1
                self.stdout.write(f"{finding.subject}: {finding.sentence}")
        turns.proved(began=began, ended=timezone.now(), findings=found)
        if found:
            raise CommandError(f"{found} findings in {total} articles.")
        self.stdout.write(f"{total} articles: every edition is what was approved, and the audit is whole.")
