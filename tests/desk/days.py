"""Counts what an editor's hands do on a page: the pointer's clicks, fields written, and pages loaded, task by task."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Page = Any  # Playwright's page, whose package is not typed for tests
WATCH = """{
  addEventListener("pointerdown", (event) => event.isTrusted && window.clicked(), { capture: true });
  let last = null;
  addEventListener("input", ({ target, isTrusted }) => {
    const isText = target.matches("textarea, input:not([type=checkbox], [type=radio], [type=file])");
    if (isTrusted && isText && target !== last) window.wrote();
    if (isText) last = target;
  }, { capture: true });
}"""


@dataclass
class Effort:
    """What one task took."""

    clicks: int = 0
    fields: int = 0
    loads: int = 0

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.fields} fields, {self.loads} loads"


class Day:
    """Counts for the task that is on; signing in and walking to where a task begins belong to none."""

    def __init__(self, page: Page) -> None:
        self.efforts: dict[str, Effort] = {}
        self.task = ""
        self.page = page
        page.expose_function("clicked", self.count)
        page.expose_function("wrote", lambda: self._add("fields"))
        page.on("request", self._load)
        page.add_init_script(WATCH)

    def count(self) -> None:
        """One press of the pointer."""
        self._add("clicks")

    def begin(self, task: str) -> None:
        """What follows belongs to ``task``; to none with ""."""
        self.page.wait_for_load_state()
        self.page.evaluate(
            "0"
        )  # the browser tells in order: with this answer, all that went before is counted
        self.task = task
        if task:
            self.efforts.setdefault(task, Effort())

    @property
    def clicks(self) -> int:
        """All of the day."""
        return sum(effort.clicks for effort in self.efforts.values())

    def keep(self, there: dict[str, str], last: str = "") -> None:
        """Add the table, ours beside what it takes ``there``, to the file that ``make desk-day`` prints."""
        rows = [
            f"{task:36} Wagtail {there[task]:>9}   here {effort}" for task, effort in self.efforts.items()
        ]
        if told := os.environ.get("DESK_DAY_TABLE"):
            with Path(told).open("a", encoding="utf-8") as file:
                file.write("\n".join([*rows, *filter(None, [last])]) + "\n")

    def _add(self, kind: str) -> None:
        if effort := self.efforts.get(self.task):
            setattr(effort, kind, getattr(effort, kind) + 1)

    def _load(self, asked: Any) -> None:
        if (
            asked.is_navigation_request()
            and asked.frame == self.page.main_frame
            and not asked.redirected_from
        ):
            self._add("loads")
