"""What the desk asks of a body before it lets it go on."""

import pytest

from articles.text.checks import pictures_elsewhere, placeholders, unclosed_fence


def test_placeholders_are_listed_with_their_lines():
    text = "开头 TK 数字\n\n【待补】引语\nTODO: 来源，XXX\n\n【待核】"
    assert placeholders(text) == [(1, "TK"), (3, "【待补】"), (4, "TODO"), (4, "XXX"), (6, "【待核】")]


def test_a_placeholder_is_a_whole_word():
    assert placeholders("TKO ATK TODOS XXXL TK_1 tk") == []
    assert placeholders("土航TK航班") == [(1, "TK")]


def test_code_holds_no_placeholders():
    assert placeholders("`TK` and ``TODO``\n\n```\nXXX\n```\n\n`over\ntwo TK lines` XXX") == [(8, "XXX")]


@pytest.mark.parametrize(
    "body, line",
    [
        ("```\nopen", 1),
        ("text\n\n~~~python\n```\ncode", 3),
        ("```\nclosed\n```", None),
        ("````\n```\n````", None),
        ("- item\n  ```\n  code\n  ```", None),
        ("- ```\n  code", 1),
        ("> ```\n> code\n\nafter", None),
        ("``` not `a fence", None),
        ("```\na\n```\n```\nb", 4),
        ("", None),
    ],
)
def test_a_fence_that_nothing_closes_is_found(body, line):
    assert unclosed_fence(body) == line


def test_pictures_on_other_sites_are_found_with_their_lines():
    body = "![a](/media/b.jpg) ![b](https://news.test/c.jpg)\n\n![c](<//A.test/d> 'e')\n`![f](http://g.test)`\n![](HTTP://h.test)"
    assert pictures_elsewhere(body, {"news.test"}) == [3, 5]
