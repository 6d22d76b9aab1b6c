"""``manage.py import_articles``: Markdown files in, one line for every file that cannot come in."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.desk import importing, notices_imports
from articles.text.faults import FrontMatterError
from articles.text.refusals import Refused


class Command(BaseCommand):
    help = (
        "Imports Markdown files with YAML or TOML front matter. The same file twice changes nothing. "
        "A bad file is named with its line and reason, the rest goes on, and the exit status is 1 at the end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
        parser.add_argument("--media", type=Path, metavar="DIR", help="where cover pictures lie")
        parser.add_argument(
            "--as",
            dest="mode",
            choices=importing.MODES,
            default="draft",
            help="what becomes of the articles; live needs --by a person who may break the glass",
        )
        parser.add_argument("--by", metavar="USER", help="the person in whose name the articles come in")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = importing.Wanted(
            mode=options["mode"],
            by=_person(options["by"], options["mode"]),
            now=timezone.now(),
            media=_folder(options["media"]),
            dry_run=options["dry_run"],
        )
        files = list(importing.files_in(options["paths"]))
        if not files:
            raise CommandError(_("There is no Markdown file in the given paths."))
        counts: Counter[str] = Counter()
        for path, name in tqdm(files, unit="file", disable=None, leave=False):
            counts[self._bring_in(path, name, wanted)] += 1
        if not wanted.dry_run:
            notices_imports.tell_finished(counts, by=wanted.by, now=timezone.now())
        self._summarise(counts, wanted)

    def _bring_in(self, path: Path, name: str, wanted: importing.Wanted) -> str:
        try:
            outcome = importing.bring_in(path, name, wanted)
        except FrontMatterError as error:
            self._complain(f"{path}:{error.line}: {_(error.message) % error.params}")
            return "failed"
        except Refused as error:
            self._complain(f"{path}:1: {error}")
            return "failed"
        except Exception as error:  # One file that breaks us must not keep the others out.
            self._complain(f"{path}:1: {type(error).__name__}: {error}")
            return "failed"
        for line, warning in outcome.warnings:
            self._complain(f"{path}:{line}: {_('warning')}: {warning}")
        return outcome.kind

    def _complain(self, sentence: str) -> None:
        with tqdm.external_write_mode():
            self.stderr.write(sentence)

    def _summarise(self, counts: Counter[str], wanted: importing.Wanted) -> None:
        words = {"new": _("new"), "changed": _("changed"), "unchanged": _("unchanged"), "failed": _("failed")}
        said = ", ".join(f"{counts[kind]} {word}" for kind, word in words.items())
        self.stdout.write(f"{said}{_(' (dry run: nothing was written)') if wanted.dry_run else ''}")
        if counts["failed"]:
            raise CommandError(_("%(count)s files did not come in.") % {"count": counts["failed"]})


def _person(name: str | None, mode: str) -> User | None:
    if name is None:
        if mode != "draft":
            raise CommandError(_("--as %(mode)s needs --by USER.") % {"mode": mode})
        return None
    person = User.objects.filter(username=name, is_active=True).first()
    if person is None:
        raise CommandError(_("There is no active account called “%(name)s”.") % {"name": name})
    if mode == "live" and not person.has_perm("articles.break_glass"):
        raise CommandError(
            _("“%(name)s” may not break the glass, so nothing can be imported as live.") % {"name": name}
        )
    return person


def _folder(path: Path | None) -> Path | None:
    if path is not None and not path.is_dir():
        raise CommandError(_("%(path)s is not a folder.") % {"path": path})
    return path
