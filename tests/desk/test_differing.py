"""Two texts whose hashes differ never read as the same."""

import pytest

from articles.desk import differing
from tests import builders as b

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("一段。\n\n二段。\n", "一段。\n\n\n二段。\n"),
        ("Two words.\n", "Two  words.\n"),
        ("一。\n二。\n", "一。\n\n二。\n"),
    ],
)
def test_spaces_and_empty_lines_are_a_change_one_can_see(before: str, after: str) -> None:
    found = differing.between(b.content(body=before), b.content(body=after))
    assert not found.is_empty
    assert found.changes >= 1


def test_the_same_text_is_no_change() -> None:
    assert differing.between(b.content(), b.content()).is_empty
