"""One paragraph of an older text comes back where it stood, and nothing else moves."""

import pytest

from articles.text.bringing import bring_back

OLD = "第一段。\n\n第二段，港口清晨开放。\n\n第三段。\n"


@pytest.mark.parametrize(
    ("new", "line", "brought"),
    [
        ("第一段。\n\n第三段。\n", 3, OLD),
        ("第一段。\n\n第二段，港口傍晚开放。\n\n第三段。\n", 3, OLD),
        ("第一段。\n\n第二段，港口清晨开放。\n", 5, OLD),
        ("新的开头。\n\n\n第三段。\n", 1, "第一段。\n\n新的开头。\n\n\n第三段。\n"),
        ("", 1, "第一段。\n"),
        (OLD, 3, None),
        (OLD, 2, None),
        ("第一段。\n", 99, None),
    ],
)
def test_a_paragraph_comes_back(new: str, line: int, brought: str | None) -> None:
    assert bring_back(OLD, new, line) == brought
