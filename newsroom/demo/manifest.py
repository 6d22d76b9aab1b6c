"""What the demo newsroom is made of, read from ``demo/newsroom.toml`` and the files beside it."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from articles.text.manuscript import Manuscript, parse

FOLDER = Path(settings.BASE_DIR) / "demo"
MANIFEST = "newsroom.toml"


@dataclass(frozen=True)
class Plan:
    """What is to happen to one article: its state, and when, in hours from the moment of loading."""

    file: str
    state: str
    hours: float = -24.0
    corrected_hours: float = 0.0
    withdrawn_hours: float = 0.0
    written_by: str = ""
    reviewed_by: str = ""
    published_by: str = ""
    comment: str = ""
    note: str = ""
    correction: tuple[str, str] = ("", "")
    reason: str = ""
    public_note: str = ""
    pin: dict[str, Any] = field(default_factory=dict)
    traffic: dict[str, Any] = field(default_factory=dict)

    @property
    def manuscript(self) -> Manuscript:
        """The article's own words."""
        source = (FOLDER / "articles" / self.file).read_text(encoding="utf-8")
        return parse(source, name=self.file, zone=ZoneInfo(settings.NEWSROOM_TIME_ZONE))


def read() -> dict[str, Any]:
    """The manifest's tables."""
    return tomllib.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))


def plans(tables: dict[str, Any]) -> list[Plan]:
    """Every article's plan, oldest first, so that numbers rise with time."""
    known = Plan.__dataclass_fields__
    found = [Plan(**{key: value for key, value in row.items() if key in known}) for row in tables["articles"]]
    return sorted(found, key=lambda plan: (plan.hours, plan.file))
