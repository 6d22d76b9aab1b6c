"""One page before Lighthouse 12, its verdict, and the bounds it is held to."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOREIGN = Path(__file__).resolve().parent / "node_modules"
PROGRAM = FOREIGN / ".bin" / "lighthouse"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LCP = 1500  # ms
CLS = 0.02
ATTEMPTS = 3  # Lighthouse now and then loses the trace of a load, and then has no verdict at all
HEADING = "page              perf  a11y  best   seo  LCP ms  TBT ms    CLS    KB"
# Results of a search are closed to crawlers on purpose.
CLOSED = "is-crawlable"


@dataclass(frozen=True)
class Verdict:
    """What one run said of one page."""

    name: str
    scores: dict[str, int]  # of 100
    lcp: float  # ms
    tbt: float  # ms
    cls: float
    weight: float  # KB over the wire
    faults: tuple[str, ...]  # audits outside performance that were not passed

    def line(self) -> str:
        """A row of the table."""
        scores = " ".join(f"{self.scores[each]:>5}" for each in CATEGORIES)
        return (
            f"{self.name:<16} {scores} {self.lcp:>7.0f} {self.tbt:>7.0f} {self.cls:>6.3f} {self.weight:>5.0f}"
        )

    def misses(self) -> list[str]:
        """Every bound that does not hold, in words."""
        found = [
            f"{each} {self.scores[each]}, and {least} is asked"
            for each, least in LEAST.items()
            if self.scores[each] < least
        ]
        if self.lcp > LCP:
            found.append(f"the largest picture or text stands after {self.lcp:.0f} ms, and {LCP} is asked")
        if self.cls > CLS:
            found.append(f"the page shifts by {self.cls:.3f}, and {CLS} is asked")
        return found + list(self.faults)


def judge(name: str, address: str, *, runs: int) -> Verdict:
    """The middle one of ``runs`` verdicts, by performance and LCP. Raises SystemExit without Lighthouse or Chromium."""
    found = [_read(name, _run(address)) for _run_number in range(runs)]
    return sorted(found, key=lambda each: (each.scores["performance"], -each.lcp))[len(found) // 2]


def _run(address: str) -> dict[str, Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None or not PROGRAM.exists():
        raise SystemExit("Lighthouse needs Chromium and `npm ci` in bench/lighthouse.")
    command = [str(PROGRAM), address, "--output=json", "--quiet", f"--chrome-flags={FLAGS}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    if "/search/" in address:
        command.append(f"--skip-audits={CLOSED}")
    for _attempt in range(ATTEMPTS):
        answer = subprocess.run(
            command, capture_output=True, text=True, env=os.environ | {"CHROME_PATH": chromium}
        )
        if not answer.returncode:
            return dict(json.loads(answer.stdout))
    raise SystemExit(f"Lighthouse stopped {ATTEMPTS} times at {address}:\n{answer.stderr[-2000:]}")


def _read(name: str, report: dict[str, Any]) -> Verdict:
    audits, categories = report["audits"], report["categories"]
    faults = [
        f"{audits[each['id']]['title']} ({each['id']})"
        for category in CATEGORIES[1:]
        for each in categories[category]["auditRefs"]
        if each["weight"] and (audits[each["id"]]["score"] or 0) < 1 and _applies(audits[each["id"]])
    ]
    return Verdict(
        name=name,
        scores={each: round(100 * (categories[each]["score"] or 0)) for each in CATEGORIES},
        lcp=audits["largest-contentful-paint"]["numericValue"],
        tbt=audits["total-blocking-time"]["numericValue"],
        cls=audits["cumulative-layout-shift"]["numericValue"],
        weight=audits["total-byte-weight"]["numericValue"] / 1000,
        faults=tuple(faults),
    )


def _applies(audit: dict[str, Any]) -> bool:
    return audit["scoreDisplayMode"] in {"binary", "numeric", "metricSavings", "error"}
