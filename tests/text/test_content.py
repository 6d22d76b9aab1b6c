"""The hash that an approval names: any change a reader could see ends it, and nothing else does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.content import Content, canonical, content_hash

STORY = Content(
    title="港口风暴后恢复通航",
    summary="三天后，第一艘货轮进港。",
    body="正文第一段。\n\n第二段。",
    tags=("港口", "5G"),
    category="city",
    authors=("王伟", "Li Na"),
    cover="ab" * 32,
    slug="gang-kou",
    language="zh-hans",
    extra={"translationKey": "port", "weight": 3},
)


def test_the_canonical_form_is_written_down_once_and_for_all():
    assert (
        canonical(Content(title="题", body="a\r\nb\n", tags=("５Ｇ",), extra={"b": 1.0, "a": [None, True]}))
        == (
            '{"authors":[],"body":"a\\nb","category":"","cover":"","extra":{"a":[null,true],"b":1},"format":1,'
            '"language":"zh-hans","slug":"","summary":"","tags":["5g"],"title":"题"}'
        ).encode()
    )


def test_the_hash_is_64_hex_digits_and_stays_what_it_is():
    assert content_hash(Content()) == "ebfd54a2075afdb43e3dc2c58c4d12aa03b6fac7555f1791be1748a406bf4150"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "港口风暴后恢复通航了"},
        {"summary": ""},
        {"body": "正文第一段。\n\n\n第二段。"},
        {"body": "正文第一段。\n第二段。"},
        {"tags": ("5G", "港口")},
        {"tags": ("港口",)},
        {"category": "world"},
        {"authors": ("Li Na", "王伟")},
        {"cover": ""},
        {"slug": "gang-kou-2"},
        {"language": "en"},
        {"extra": {"translationKey": "port", "weight": "3"}},
        {"extra": {"translationKey": "port"}},
        {"extra": {"translationKey": "port", "weight": True}},
    ],
)
def test_every_change_a_reader_could_see_ends_an_approval(change):
    assert content_hash(replace(STORY, **change)) != content_hash(STORY)


@pytest.mark.parametrize(
    "change",
    [
        {"body": "\n正文第一段。\r\n\r\n第二段。\r\n"},
        {"title": " 港口风暴后恢复通航\n"},
        {"tags": ("港口", "５ｇ")},
        {"tags": ("港口", "5G", "５Ｇ")},
        {"extra": {"weight": 3.0, "translationKey": "port"}},
    ],
)
def test_what_no_reader_can_see_keeps_an_approval(change):
    assert content_hash(replace(STORY, **change)) == content_hash(STORY)


def test_characters_that_look_different_are_never_normalised_to_one():
    assert content_hash(Content(title="\ufa19")) != content_hash(Content(title="\u795e"))


def test_a_number_is_one_however_the_database_spells_it():
    large = content_hash(Content(extra={"n": 1e300}))
    assert large == content_hash(Content(extra={"n": 10**300}))
    assert content_hash(Content(extra={"n": -0.0})) == content_hash(Content(extra={"n": 0}))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_an_extra_value_that_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError, match=r"JSON|range"):
        canonical(Content(extra={"x": value}))


words = st.text(st.characters(exclude_characters="\r"), max_size=8)
contents = st.builds(
    Content, title=words, summary=words, body=words, slug=words, extra=st.dictionaries(words, words)
)


def seen(content: Content) -> tuple[object, ...]:
    parts = (content.title.strip(), content.summary.strip(), content.body.strip("\n"), content.slug)
    return (*parts, dict(content.extra))


@given(contents, contents)
def test_two_contents_share_a_canonical_form_only_if_they_read_alike(one, other):
    assert (canonical(one) == canonical(other)) == (seen(one) == seen(other))
