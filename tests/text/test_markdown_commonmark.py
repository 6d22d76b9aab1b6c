"""The base under our extensions is CommonMark to the letter."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from articles.text.markdown import commonmark, render
from articles.text.sanitising import clean
from tests import needs

SPEC = Path(__file__).parents[1] / "foreign" / "node_modules" / "commonmark-spec" / "spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    source: str
    expected: str


def examples() -> list[Example]:
    text = SPEC.read_text(encoding="utf-8").partition("<!-- END TESTS -->")[0]
    return [Example(*(part.replace("→", "\t") for part in found)) for found in EXAMPLE.findall(text)]


@pytest.fixture(scope="module")
def spec() -> list[Example]:
    needs.require(SPEC.exists(), "commonmark-spec (run `npm ci` in tests/foreign)")
    return examples()


def test_all_652_examples_of_the_specification_come_out_as_printed_there(spec: list[Example]) -> None:
    differing = [example.source for example in spec if commonmark(example.source) != example.expected]
    assert (len(spec), differing) == (652, [])


def test_readers_get_every_example_settled(spec: list[Example]) -> None:
    printed = [render(example.source).html for example in spec]
    assert [markup for markup in printed if clean(markup) != markup] == []


def test_the_base_has_none_of_our_extensions() -> None:
    assert commonmark("| a |\n|---|\n") == "<p>| a |\n|---|</p>\n"
    assert commonmark("**注意：**后面") == "<p>**注意：**后面</p>\n"
