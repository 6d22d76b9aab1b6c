"""Two people on one text: what only one of them touched merges, what both touched is asked, nothing is lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.text.content import Content
from articles.text.merging import Clash, Merge, merge, merge_content

BASE = "第一段。\n\n第二段有一句。还有一句。\n\n第三段。\n"


@pytest.mark.parametrize(
    "mine, theirs, merged",
    [
        (
            BASE.replace("第一段", "首段"),
            BASE.replace("第三段", "末段"),
            "首段。\n\n第二段有一句。还有一句。\n\n末段。\n",
        ),
        (
            BASE.replace("有一句", "有两句", 1),
            BASE.replace("还有一句", "再有一句"),
            "第一段。\n\n第二段有两句。再有一句。\n\n第三段。\n",
        ),
        (
            BASE + "\n新的结尾。\n",
            BASE.replace("第三段", "末段"),
            "第一段。\n\n第二段有一句。还有一句。\n\n末段。\n\n新的结尾。\n",
        ),
        (
            "开头。\n\n" + BASE,
            BASE.replace("第一段", "首段"),
            "开头。\n\n首段。\n\n第二段有一句。还有一句。\n\n第三段。\n",
        ),
        (
            BASE.replace("第一段。\n\n", ""),
            BASE.replace("第三段", "末段"),
            "第二段有一句。还有一句。\n\n末段。\n",
        ),
        (
            BASE.replace("\n\n第三段。", ""),
            BASE.replace("第一段", "首段"),
            "首段。\n\n第二段有一句。还有一句。\n",
        ),
        (
            BASE.replace("第一段。\n\n", ""),
            BASE.replace("第一段。\n\n", "").replace("第三", "末"),
            "第二段有一句。还有一句。\n\n末段。\n",
        ),
        (
            BASE.replace("第一", "首"),
            BASE.replace("第一", "首").replace("第三", "末"),
            "首段。\n\n第二段有一句。还有一句。\n\n末段。\n",
        ),
        ("# 题\n\n- 甲\n- 乙", "# 题\n\n- 甲\n- 乙", "# 题\n\n- 甲\n- 乙"),
    ],
)
def test_changes_in_different_places_merge_by_themselves(mine, theirs, merged):
    assert merge(BASE, mine, theirs).text == merged
    assert merge(BASE, theirs, mine).text == merged


def test_latin_sentences_and_list_items_merge_one_by_one():
    base = "The port is closed. Ships wait. Nobody knows more.\n\n- one\n- two\n- three"
    mine = base.replace("Ships wait", "Many ships wait").replace("- one", "- eins")
    theirs = base.replace("Nobody", "Somebody").replace("- three", "- drei\n- vier")
    assert merge(base, mine, theirs).text == (
        "The port is closed. Many ships wait. Somebody knows more.\n\n- eins\n- two\n- drei\n- vier"
    )


def test_an_item_added_after_one_that_changed_keeps_its_line():
    assert merge("- 甲\n- 乙", "- 甲\n- 乙\n- 丙", "- 甲\n- 乙！").text == "- 甲\n- 乙！\n- 丙"


def test_a_line_added_after_a_line_without_a_mark_stays_a_line():
    assert merge("甲。\n- 乙\n丙。", "甲。\n- 乙\n丙。丁。", "甲。\n- 乙\n戊").text == "甲。\n- 乙\n戊\n丁。"


def test_a_real_clash_stands_alone_among_settled_sentences():
    found = merge(
        BASE, BASE.replace("还有一句", "我的一句"), BASE.replace("还有一句", "他的一句").replace("第一", "首")
    )
    assert found.parts == (
        "首段。\n\n第二段有一句。",
        Clash("还有一句。", "我的一句。", "他的一句。"),
        "\n\n第三段。\n",
    )
    assert found.text is None
    assert found.clashes == (Clash("还有一句。", "我的一句。", "他的一句。"),)
    assert found.answered(["两句都要。"]) == "首段。\n\n第二段有一句。两句都要。\n\n第三段。\n"
    with pytest.raises(ValueError, match="1 clashes"):
        found.answered([])


def test_what_one_deleted_and_the_other_changed_is_asked():
    found = merge(BASE, BASE.replace("第三段。\n", ""), BASE.replace("第三段", "末段"))
    assert found.clashes == (Clash("第三段。", "", "末段。"),)


def test_two_different_endings_are_asked():
    assert merge("甲。", "甲。\n\n乙。", "甲。\n\n丙。").clashes == (Clash("", "乙。", "丙。"),)


def test_the_same_ending_is_taken_once():
    assert (
        merge("甲。\n\n末。", "甲一。\n\n末。\n\n乙。", "甲。\n\n末。\n\n乙。").text
        == "甲一。\n\n末。\n\n乙。"
    )


texts = st.text("甲乙丙。！a. \n-`#", max_size=40)


@given(texts, texts)
def test_a_text_that_nobody_changed_comes_out_exactly(base, other):
    assert merge(base, other, base) == Merge((other,))
    assert merge(base, base, other) == Merge((other,))
    assert merge(base, other, other) == Merge((other,))


WORD = re.compile("[\u4e00-\u9fff]+")


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text of unlike words, and two edits of it: words dropped, changed, added."""
    count = draw(st.integers(0, 9))
    gaps = st.sampled_from(["。", "。\n\n", "！", "\n", "；"])
    parts = [(chr(0x4E00 + number) * 2, draw(gaps)) for number in range(count)]

    def edited(first_new: int) -> str:
        result = []
        for number, (word, gap) in enumerate(parts):
            deed = draw(st.sampled_from(["keep", "keep", "keep", "drop", "change", "add"]))
            if deed != "drop":
                result.append((chr(first_new + number) * 3 if deed == "change" else word) + gap)
            if deed == "add":
                result.append(chr(first_new + 100 + number) * 2 + draw(gaps))
        return "".join(result)

    return "".join(word + gap for word, gap in parts), edited(0x5000), edited(0x6000)


@given(versions())
def test_no_word_is_lost_and_none_comes_back(three):
    base, mine, theirs = (set(WORD.findall(text)) for text in three)
    found = merge(*three)
    settled = {word for part in found.parts if isinstance(part, str) for word in WORD.findall(part)}
    asked = {word for clash in found.clashes for word in WORD.findall(clash.mine + "，" + clash.theirs)}
    assert (mine | theirs) - base <= settled | asked
    assert base & mine & theirs <= settled | asked
    assert settled <= mine | theirs
    assert not settled & (base - mine) | settled & (base - theirs)


@st.composite
def paragraphs_shared_out(draw: st.DrawFn) -> tuple[list[str], list[str], list[str], list[str], str, str]:
    """One-sentence paragraphs, of which each is changed, dropped or followed by a new one by one side at most."""
    whose = draw(st.lists(st.sampled_from(["mine", "theirs", "nobody"]), min_size=1, max_size=8))
    mark, line_end = draw(st.sampled_from(["。", "！", "", "."])), draw(st.sampled_from(["\n", "\r\n"]))
    base, mine, theirs, both = [], list[str](), list[str](), list[str]()
    for number, side in enumerate(whose):
        old = chr(0x4E00 + number) * 3 + mark
        new = draw(
            st.sampled_from(
                [[old + "改" + mark], [chr(0x5000 + number) + mark], [], [old, "新" * (number + 2) + mark]]
            )
        )
        base.append(old)
        mine += new if side == "mine" else [old]
        theirs += new if side == "theirs" else [old]
        both += [old] if side == "nobody" else new
    return base, mine, theirs, both, line_end * 2, draw(st.sampled_from(["", line_end]))


@given(paragraphs_shared_out())
def test_changes_of_different_paragraphs_are_all_taken_even_of_neighbours(shared):
    *texts, gap, end = shared
    base, mine, theirs, both = (gap.join(text) + end for text in texts)
    assert merge(base, mine, theirs).clashes == ()
    assert (merge(base, mine, theirs).text or "").split() == both.split()


@given(versions())
def test_both_directions_agree(three):
    base, mine, theirs = three
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert (one.text is None) == (other.text is None)
    if one.text is not None:
        assert WORD.findall(one.text) == WORD.findall(other.text or "")


@given(versions())
def test_words_of_two_sentences_never_grow_together(three):
    known = {word for text in three for word in WORD.findall(text)}
    found = merge(*three)
    assume(found.text is not None)
    assert set(WORD.findall(found.text or "")) <= known


STORY = Content(
    title="港口停摆",
    summary="停摆。",
    body=BASE,
    tags=("港口", "风暴"),
    category="city",
    authors=("王伟",),
    slug="port",
    extra={"weight": 1, "kicker": "快讯"},
)


def test_fields_that_one_side_changed_merge_by_themselves():
    mine = replace(STORY, title="港口复航", tags=("港口", "5G"), body=BASE.replace("第一", "首"))
    theirs = replace(
        STORY,
        summary="复航。",
        tags=("航运", "港口", "风暴"),
        authors=("王伟", "李娜"),
        body=BASE.replace("第三", "末"),
        extra={"weight": 2},
    )
    found = merge_content(STORY, mine, theirs)
    assert found.clashes == {}
    assert found.content == replace(
        STORY,
        title="港口复航",
        summary="复航。",
        body="首段。\n\n第二段有一句。还有一句。\n\n末段。\n",
        tags=("港口", "5G", "航运"),
        authors=("王伟", "李娜"),
        extra={"weight": 2},
    )
    assert found.merged_fields == ("summary", "body", "tags", "authors", "extra")


def test_fields_that_both_changed_differently_are_asked():
    mine = replace(
        STORY, title="港口复航", category="world", body="甲。", extra={"weight": 2, "kicker": "快讯"}
    )
    theirs = replace(STORY, title="港口通航", category="world", body="乙。", extra={"kicker": "快讯"})
    found = merge_content(STORY, mine, theirs)
    assert found.content is None
    assert found.clashes == {
        "title": Clash("港口停摆", "港口复航", "港口通航"),
        "body": Clash(BASE, "甲。", "乙。"),
        "extra.weight": Clash("1", "2", ""),
    }
    assert found.body.text is None
    assert found.merged_fields == ()


stories = st.builds(
    Content,
    title=st.sampled_from(["甲", "乙"]),
    body=texts,
    tags=st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(tuple),
    extra=st.dictionaries(st.sampled_from(["x", "y"]), st.integers(0, 2)),
)


@given(stories, stories)
def test_a_version_that_nobody_else_changed_comes_out_whole(base, other):
    assert merge_content(base, other, base).content == other
    assert merge_content(base, base, other).content == other
    assert merge_content(base, other, other).content == other
