"""``manage.py announce``: one turn of the effects clock by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.publishing import effects


class Command(BaseCommand):
    help = "Carries out every effect that is due: search index, cache purge, notifications, probe."

    def handle(self, *args: Any, **options: Any) -> None:
        done = effects.perform_due(timezone.now, most=100_000)
        self.stdout.write(f"{done} effects done.")
