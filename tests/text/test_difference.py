"""What changed, as an editor reads it."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import segments
from articles.text.difference import Piece, blocks, pieces

PARAGRAPH = "".join(chr(0x4E00 + number * 7) for number in range(200))


def kinds(old: str, new: str) -> list[tuple[str, int | None, int | None]]:
    return [(block.kind, block.old_line, block.new_line) for block in blocks(old, new)]


def changed(found: list[Piece]) -> list[Piece]:
    return [piece for piece in found if piece.kind != "same"]


def test_one_changed_character_marks_two():
    new = PARAGRAPH[:100] + "新" + PARAGRAPH[101:]
    assert changed(pieces(PARAGRAPH, new)) == [Piece("delete", PARAGRAPH[100]), Piece("insert", "新")]
    [block] = blocks(PARAGRAPH, new)
    assert (block.kind, list(block.pieces)) == ("change", pieces(PARAGRAPH, new))


@pytest.mark.parametrize(
    "old, new, marks",
    [
        ("港口今天通航。", "港口明天通航。", ["-今", "+明"]),
        ("the old port", "the new port", ["-old", "+new"]),
        ("共1,250艘", "共1,350艘", ["-1,250", "+1,350"]),
        (
            "见 https://a.cn/x?y=1 原文",
            "见 https://a.cn/x?y=2 原文",
            ["-https://a.cn/x?y=1", "+https://a.cn/x?y=2"],
        ),
        ("港口,通航", "港口，通航", ["-,", "+，"]),
        ("甲乙丙丁戊", "子乙丑丁寅", ["-甲乙丙丁戊", "+子乙丑丁寅"]),
        ("a b c", "x b y", ["-a", "+x", "-c", "+y"]),
        ("a, b", "x, y", ["-a", "+x", "-b", "+y"]),
        ("ab,cd", "xy,zw", ["-ab,cd", "+xy,zw"]),
        ("港口", "港口通航", ["+通航"]),
        ("港口通航", "", ["-港口通航"]),
        ("", "", []),
    ],
)
def test_the_smallest_sensible_parts_are_marked(old, new, marks):
    signs = {"delete": "-", "insert": "+"}
    assert [signs[piece.kind] + piece.text for piece in changed(pieces(old, new))] == marks


mixed = st.text("港口风暴通航ab 1.,。\n", max_size=40)


@given(mixed, mixed)
def test_the_pieces_hold_both_texts_exactly(old, new):
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "insert") == old
    assert "".join(piece.text for piece in found if piece.kind != "delete") == new
    assert all(piece.text for piece in found)


def test_paragraphs_are_paired_before_words():
    old = "第一段没有变化。\n\n第二段将有一处改动，其余照旧。\n\n第三段要整个删除掉的内容。\n\n第四段照旧。"
    new = "第一段没有变化。\n\n第二段已有一处改动，其余照旧。\n\n第四段照旧。\n\n全新的结尾，谈论天气预报。"
    assert kinds(old, new) == [
        ("same", 1, 1),
        ("change", 3, 3),
        ("delete", 5, None),
        ("same", 7, 5),
        ("insert", None, 7),
    ]


def test_a_deleted_block_stands_before_what_took_its_place():
    assert kinds("甲甲甲甲\n\n乙乙乙乙\n\n丙", "甲甲甲甲\n\n一二三四\n\n丙") == [
        ("same", 1, 1),
        ("delete", 3, None),
        ("insert", None, 3),
        ("same", 5, 5),
    ]


def test_a_moved_block_is_called_moved():
    first, second, third = "港口风暴后恢复通航。", "货轮今晨进港，一切顺利。", "天气预报说明日有雨。"
    assert kinds(f"{first}\n\n{second}\n\n{third}", f"{third}\n\n{first}\n\n{second}") == [
        ("moved", 5, 1),
        ("same", 1, 3),
        ("same", 3, 5),
    ]


def test_a_block_that_moved_and_changed_shows_both():
    first, second, third = (
        "港口风暴后恢复通航。",
        "货轮今晨进港，一切顺利。",
        "天气预报说明日有雨，后日转晴。",
    )
    changed_third = "天气预报说明日有雪，后日转晴。"
    moved = blocks(f"{first}\n\n{second}\n\n{third}", f"{changed_third}\n\n{first}\n\n{second}")[0]
    assert (moved.kind, moved.old_line, moved.new_line) == ("moved", 5, 1)
    assert changed(list(moved.pieces)) == [Piece("delete", "雨"), Piece("insert", "雪")]


def test_a_rule_has_no_words_so_it_does_not_move():
    assert [kind for kind, *_lines in kinds("---\n\n甲甲甲\n\n乙乙乙", "甲甲甲\n\n乙乙乙\n\n---")] == [
        "delete",
        "same",
        "same",
        "insert",
    ]


def test_a_fence_is_one_block_with_its_empty_lines():
    old = "```\na\n\nb\n```\n\n文"
    assert kinds(old, old.replace("a\n\nb", "a\n\n\nb")) == [("change", 1, 1), ("same", 7, 8)]


def test_more_empty_lines_between_blocks_are_no_difference():
    assert kinds("甲\n\n乙\n", "甲\n\n\n\n乙") == [("same", 1, 1), ("same", 3, 5)]


def test_every_section_of_a_long_text_rewritten_alike_is_paired_in_place():
    old = "\n\n".join(f"第{number}节写于2024年，内容大致如此这般。" for number in range(300))
    assert {block.kind for block in blocks(old, old.replace("2024", "2025"))} == {"change"}


def days(*lines: str) -> str:
    return "\n\n".join(f"{line}港口照常开放，渡轮每小时一班，请提前到达。" for line in lines)


@pytest.mark.parametrize(
    "old, new, pairs",
    [
        # The first is gone and another came at the end: each remaining one is its own old self.
        (
            days("周一，晴，", "周二，雨，", "周三，雪，", "周四，雾，"),
            days("周二，大雨，", "周三，大雪，", "周四，大雾，", "周五，多云，"),
            [(1, None), (3, 1), (5, 3), (7, 5), (None, 7)],
        ),
        # A line that stands many times holds nothing apart.
        (
            "开场白在这里说明来意。\n\n是。\n\n第二个问题问的是港口何时通航。\n\n是。\n\n散会。",
            "开场白在这里说明来意。\n\n第二个问题问的是港口何时全面通航。\n\n是。\n\n散会。",
            [(1, 1), (3, None), (5, 3), (7, 5), (9, 7)],
        ),
        # One was put between two that changed.
        (
            "甲方：港口公司，地址东路一号。\n\n乙方：渡轮公司，地址西路二号。",
            "甲方：港口公司，地址东路九号。\n\n丙方：铁路公司，地址南路三号。\n\n乙方：渡轮公司，地址西路八号。",
            [(1, 1), (None, 3), (3, 5)],
        ),
        ("- 港口\n\n- 港湾\n\n- 港岛", "- 港湾\n\n- 港岛", [(1, None), (3, 1), (5, 3)]),
    ],
)
def test_near_twins_are_paired_by_what_only_they_say(old, new, pairs):
    found = blocks(old, new)
    assert [(block.old_line, block.new_line) for block in found] == pairs
    assert "moved" not in {block.kind for block in found}


texts = st.lists(st.text("港口风暴ab。 \n", max_size=12), max_size=8).map("\n\n".join)


@given(texts, texts)
def test_every_block_of_both_texts_appears_once(old, new):
    found = blocks(old, new)
    before = [chunk.text for chunk in segments.blocks(old) if chunk.text.strip()]
    after = [chunk.text for chunk in segments.blocks(new) if chunk.text.strip()]
    in_old = sorted((block.old_line, block.old) for block in found if block.old_line is not None)
    assert [text for _line, text in in_old] == before
    assert [block.new for block in found if block.new_line is not None] == after
    for block in found:
        assert "".join(piece.text for piece in block.pieces if piece.kind != "insert") == block.old
        assert "".join(piece.text for piece in block.pieces if piece.kind != "delete") == block.new
        if block.old_line is not None:
            assert old.split("\n")[block.old_line - 1] == block.old.split("\n")[0]


@given(texts)
def test_taking_apart_loses_nothing(text):
    assert "".join(chunk.text + chunk.gap for chunk in segments.blocks(text)) == text
    assert "".join(chunk.text + chunk.gap for chunk in segments.sentences(text)) == text
    assert "".join(segments.tokens(text)) == text


def article(seed: int, paragraphs: int = 150) -> str:
    chance = random.Random(seed)
    words = [
        "".join(chr(chance.randrange(0x4E00, 0x5200)) for _ in range(130)) + "。" for _ in range(paragraphs)
    ]
    return "\n\n".join(words)


def rewritten(text: str, share: float) -> str:
    chance = random.Random(1)
    return "".join("改" if char != "\n" and chance.random() < share else char for char in text)


LONG = article(seed=1)


@pytest.mark.parametrize(
    "old, new",
    [
        (LONG, LONG),
        (LONG, rewritten(LONG, 0.01)),
        (LONG, rewritten(LONG, 0.2)),
        (LONG, article(seed=2)),
        (LONG, "\n\n".join(reversed(LONG.split("\n\n")))),
        (LONG.replace("\n", ""), rewritten(LONG.replace("\n", ""), 0.2)),
        (LONG.replace("\n", ""), article(seed=2).replace("\n", "")),
        ("啊\n\n" * 6_666, "啊\n\n" * 6_000 + "呀\n\n" * 600),
        ("啊" * 20_000, "啊呀" * 10_000),
        ("a " * 10_000, "b " * 10_000),
    ],
    ids=["same", "few", "many", "other", "reversed", "one", "one-other", "tiny", "repeated", "latin"],
)
def test_two_long_revisions_are_compared_within_300_ms(old, new):
    assert min(len(old), len(new)) > 19_000
    taken = []
    for _attempt in range(3):
        start = time.process_time()
        blocks(old, new)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.3
