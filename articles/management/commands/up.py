"""``manage.py up``: the whole newsroom by one command."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from newsroom import runner


class Command(BaseCommand):
    """A thin door to the runner."""

    help = "Prepare and run the newsroom: web, worker, beat and, without REDIS_URL, an embedded server."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and whether the demo is wanted."""
        parser.add_argument("--host", default="127.0.0.1", help=_("address to listen at"))
        parser.add_argument("--port", type=_port, default=8000, help=_("port to listen at"))
        parser.add_argument("--demo", action="store_true", help=_("load the demo and print its accounts"))
        # manage.py has taken this one before the settings were read; it stands here for --help.
        parser.add_argument("--var", metavar="FOLDER", help=_("folder for everything the newsroom writes"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until somebody stops it."""
        wishes = runner.Wishes(options["host"], options["port"], options["demo"])
        try:
            status = runner.run(wishes)
        except runner.Refusal as error:
            raise CommandError(str(error)) from error
        if status:
            raise CommandError(_("The newsroom ended with errors."), returncode=status)


def _port(raw: str) -> int:
    number = int(raw)
    if not 1 <= number <= 65_535:
        raise ValueError(raw)
    return number
