"""A syndicated text names where it stands first; what is no address names nothing."""

import pytest

from articles.text import syndication

THERE = "https://first.test/a?b=1#c"


@pytest.mark.parametrize(
    "extra, found",
    [
        ({}, ""),
        ({"canonicalUrl": THERE}, THERE),
        ({"canonical_url": THERE}, THERE),
        ({"canonicalUrl": THERE, "canonical": "https://other.test/"}, THERE),
        ({"canonicalUrl": "javascript:alert(1)"}, ""),
        ({"canonicalUrl": "/articles/1/"}, ""),
        ({"canonicalUrl": 'https://a.test/"><script>'}, ""),
        ({"canonicalUrl": "https://a.test/" + "x" * 500}, ""),
        ({"canonicalUrl": ["https://a.test/"]}, ""),
    ],
)
def test_only_a_whole_address_counts(extra: dict[str, object], found: str) -> None:
    assert syndication.address(extra) == found


def test_the_key_is_taken_out_and_put_back_unchanged() -> None:
    extra = {"canonicalUrl": THERE, "canonical": "x"}
    assert syndication.without(extra) == {"canonical": "x"}
    assert syndication.placed(syndication.without(extra), syndication.own(extra)) == extra
    odd = {"canonicalUrl": "no address"}
    assert syndication.placed(syndication.without(odd), syndication.own(odd)) == odd
