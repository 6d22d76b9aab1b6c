"""Templates keep to the strict policy: nothing inline that a browser would run."""

import re

from tests.house.sources import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/(?:ld\+)?json\")", re.IGNORECASE
)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
STYLE = re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.IGNORECASE)


def offenders(pattern: re.Pattern[str]) -> list[str]:
    """The templates in which ``pattern`` is found outside comments."""
    pages = [path for path in TEMPLATES if path.suffix in {".html", ".svg", ".xml"}]
    return [
        str(path.relative_to(ROOT)) for path in pages if pattern.search(COMMENT.sub("", path.read_text()))
    ]


def test_there_are_templates():
    assert len(TEMPLATES) > 20


def test_no_script_stands_inside_a_page():
    assert offenders(INLINE_SCRIPT) == []


def test_no_element_carries_a_handler():
    assert offenders(HANDLER) == []


def test_no_style_stands_inside_a_page():
    assert offenders(STYLE) == []


def test_nothing_is_marked_safe_without_a_reason():
    """``|safe`` is for text that room text has cleaned; ``autoescape off`` for nothing in a page."""
    assert offenders(re.compile(r"\{% autoescape off %\}(?!.*plain)")) == []
