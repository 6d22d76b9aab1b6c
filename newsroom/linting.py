"""Every check of the source by one command, each with a line that says how it went."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent


def checks(folder: str) -> dict[str, list[str]]:
    """The command line of each check by its name."""
    manage = [sys.executable, "manage.py"]
    return {
        "style": [f"{BIN}/ruff", "check", "."],
        "format": [f"{BIN}/ruff", "format", "--check", "."],
        "floors": [f"{BIN}/lint-imports", "--cache-dir", f"{folder}/imports"],
        # Only faults: its formatter moves blanks between inline elements, and blanks are visible in Chinese text.
        "templates": [f"{BIN}/djlint", "templates", "--lint", "--quiet"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "deployment": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        "catalogues": [sys.executable, "-m", "newsroom.catalogues", "--check"],
        "types": [f"{BIN}/mypy"],
    }


def surroundings(folder: str) -> dict[str, str]:
    """What a newsroom on the open internet is given, with its files in ``folder``."""
    own = {"VAR_DIR": folder, "SECRET_KEY": secrets.token_urlsafe(64), "NEWSROOM_URL": "https://news.example"}
    unset = {"DEBUG", "DATABASE_URL", "REDIS_URL", "CACHE_URL", "EMAIL_URL", "ALLOWED_HOSTS"}
    return {**{name: value for name, value in os.environ.items() if name not in unset}, **own}


def passed(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Whether one check found nothing; what it found is printed."""
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.stdout.write(f"{done.stdout}{done.stderr}")
    verdict = "failed" if done.returncode else "ok"
    sys.stdout.write(f"lint {name:<11} {verdict:<7} {time.monotonic() - begun:5.1f} s\n")
    sys.stdout.flush()
    return not done.returncode


def main() -> int:
    """Run every check, even after one has failed; 1 when any has."""
    with tempfile.TemporaryDirectory() as folder:
        environment = surroundings(folder)
        results = [passed(name, command, environment) for name, command in checks(folder).items()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
