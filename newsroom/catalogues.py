"""The translations of the interface: gathered, compiled, and checked for gaps: ``python -m newsroom.catalogues``."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from newsroom.messages import compiled, read_mo, read_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATED, ORIGINAL = "zh_Hans", "en"
SOURCES = ("articles", "newsroom", "templates")
OPTIONS = ["--no-wrap", "--no-obsolete", "--add-location=file"]
SHOWN = 10


def catalogue(language: str, suffix: str) -> Path:
    """The file of a language."""
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{suffix}"


def gather(tree: Path) -> None:
    """Bring the catalogues below ``tree`` up to its sources. Raises CalledProcessError when gettext complains."""
    (tree / "locale").mkdir(exist_ok=True)
    ignored = [
        f"--ignore={name}" for name in ("tests/*", "var/*", ".venv/*", "bench/*", "docs/*", "node_modules/*")
    ]
    languages = [f"--locale={language}" for language in (TRANSLATED, ORIGINAL)]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", *languages, *OPTIONS, *ignored]
    subprocess.run(command, cwd=tree, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def make() -> int:
    """Gather and compile in place; the date of the gathering is left out, for it would change every time."""
    gather(ROOT)
    for language in (TRANSLATED, ORIGINAL):
        po = catalogue(language, "po")
        po.write_text(re.sub(r'"POT-Creation-Date: .*\\n"\n', "", po.read_text()))
        program = shutil.which("msgfmt") or "msgfmt"
        command = [program, "--check", "-o", str(catalogue(language, "mo")), str(po)]
        subprocess.run(command, check=True)  # noqa: S603
    gaps = list(_gaps())
    sys.stdout.write("".join(f"{gap}\n" for gap in gaps))
    return 0


def check() -> int:
    """1 and a line for each fault: a text without translation, a stale ``.mo``, a text never gathered."""
    faults = [*_gaps(), *_stale(), *_ungathered()]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def _gaps() -> Iterator[str]:
    po = catalogue(TRANSLATED, "po")
    if not po.exists():
        yield f"{po.relative_to(ROOT)} is missing; run make messages."
        return
    for message in read_po(po):
        if not message.is_translated:
            yield f"{TRANSLATED}: without a translation: {message.key!r}"
        elif not message.has_its_placeholders:
            yield f"{TRANSLATED}: other placeholders than the original: {message.key!r}"


def _stale() -> Iterator[str]:
    for language in (TRANSLATED, ORIGINAL):
        po, mo = catalogue(language, "po"), catalogue(language, "mo")
        if po.exists() and (not mo.exists() or read_mo(mo) != compiled(read_po(po))):
            yield f"{mo.relative_to(ROOT)} is older than its source; run make messages."


def _ungathered() -> Iterator[str]:
    """Texts of the sources that no catalogue knows, as gettext finds them in a copy of the tree."""
    if not shutil.which("xgettext"):
        if os.environ.get("CI") == "true":
            yield "gettext is missing, and in CI a missing part is a failure."
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            shutil.copytree(ROOT / name, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
        gather(Path(folder))
        wanted = read_po(Path(folder) / "locale" / TRANSLATED / "LC_MESSAGES" / "django.po")
    po = catalogue(TRANSLATED, "po")
    known = {message.key for message in read_po(po)} if po.exists() else set()
    unknown = [message.key for message in wanted if message.key not in known]
    yield from (f"not gathered: {key!r}; run make messages." for key in unknown[:SHOWN])
    if len(unknown) > SHOWN:
        yield f"… and {len(unknown) - SHOWN} more."


if __name__ == "__main__":
    sys.exit(check() if "--check" in sys.argv[1:] else make())
