"""The palette finds by characters, sound and number; the table of keys is what the page binds and the help lists."""

import re

import pytest
from django.contrib.auth.models import User

from articles.desk.models import Preference
from articles.desk.shortcuts import shortcuts
from articles.reading import indexing
from tests import builders as b
from tests.builders import HOUR, NOON
from tests.desk.doors import page, post, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def hits(person: User, words: str) -> list[str]:
    answer = signed_in(person).get("/admin/find/", {"q": words})
    assert answer.status_code == 200
    return [hit["label"] for hit in answer.json()["hits"]]


def articles(person: User, words: str) -> list[str]:
    """The headlines among the hits."""
    answer = signed_in(person).get("/admin/find/", {"q": words}).json()["hits"]
    return [hit["label"] for hit in answer if hit["hint"].startswith("#")]


@pytest.mark.parametrize(
    "words", ["通航", "恢复通航", "tonghang", "gkfbhhfth", "th", "引航站", "风暴 港口", "GANGKOU"]
)
@pytest.mark.parametrize("is_printed", [False, True])
def test_an_article_is_found_by_its_words_and_their_sound(words: str, is_printed: bool) -> None:
    if is_printed:
        indexing.index_edition(b.published(at=NOON - HOUR), NOON)
    else:
        b.article()
    b.article(title="别的", summary="别的", body="别的")
    assert articles(b.chief(), words) == ["港口风暴后恢复通航"]


def test_one_letter_is_looked_for_in_headlines() -> None:
    indexing.index_edition(b.published(at=NOON - HOUR, title="港口的早晨", body="船。"), NOON)
    b.article(title="早市", body="港口。")
    assert articles(b.chief(), "港") == ["港口的早晨"]


def test_a_number_comes_first() -> None:
    article = b.article(title="要找的")
    b.article(title=f"说到 {article.pk} 的")
    assert hits(b.chief(), f"#{article.pk}") == ["要找的"]
    assert hits(b.chief(), str(article.pk))[0] == "要找的"


@pytest.mark.parametrize(
    "words", ['"', "' OR 1=1 --", "NEAR(a b)", "*", "%", "_", "a:b", "\\", "(" * 90, "x" * 5000]
)
def test_signs_are_words_and_no_operators(words: str) -> None:
    indexing.index_edition(b.published(at=NOON - HOUR), NOON)
    assert hits(b.chief(), words) == []


def test_a_minus_leaves_nothing_out() -> None:
    indexing.index_edition(b.published(at=NOON - HOUR), NOON)
    assert hits(b.chief(), "-通航") == ["港口风暴后恢复通航"]


def test_nobody_finds_what_they_may_not_open() -> None:
    b.article(title="别人的草稿")
    assert hits(b.writer(), "草稿") == []
    assert hits(b.writer(), "bieren") == []


def test_screens_are_found_by_name_and_by_sound() -> None:
    chief = b.chief()
    assert "Calendar" in hits(chief, "calen")
    assert "Calendar" in hits(chief, "rili")
    Preference.objects.create(person=chief, language="zh-hans")
    assert [hits(chief, words) for words in ("rili", "calendar", "")] == [["日历"], ["日历"], []]
    assert len(hits(b.writer(), "calendar")) == 1


def test_people_are_found_by_name_and_by_sound() -> None:
    author = b.article(authors=("罗一鸣",)).latest.authors.get()  # type: ignore[union-attr]
    account = b.person("Writers", name="luoyiming", first_name="罗", last_name="一明")
    found = signed_in(b.chief()).get("/admin/find/", {"q": "luoyiming"}).json()["hits"]
    assert [(hit["hint"], hit["url"]) for hit in found if not hit["hint"].startswith("#")] == [
        ("author", f"/admin/articles/?author={author.slug}"),
        ("account", f"/admin/auth/user/{account.pk}/change/"),
    ]
    assert hits(account, "一明") == []


def bound(text: str) -> set[str]:
    return set(re.findall(r'data-shortcut="([^"]+)"', text))


def test_the_help_lists_exactly_what_is_bound() -> None:
    shown = page(signed_in(b.chief()).get("/admin/"))
    assert bound(shown) == {row.keys for row in shortcuts()}
    helped = re.findall(r"<dt>(.*?)</dt>", shown.partition('class="keys"')[2].partition("</dl>")[0])
    listed = {" ".join(re.findall(r"<kbd>(.*?)</kbd>", row)) for row in helped}
    assert listed == {" ".join(row.shown) for row in shortcuts()}
    assert len({row.keys for row in shortcuts()}) == len(shortcuts())


def test_the_marks_of_the_text_show_the_keys_that_they_bind() -> None:
    client = signed_in(b.writer())
    shown = page(client.get("/admin/articles/new/"))
    marks = re.findall(
        r'data-key="([^"]+)" aria-keyshortcuts="([^"]+)"[^>]* title="[^"(]+ \(([^"]+)\)"', shown
    )
    assert len(marks) == shown.count(" aria-keyshortcuts=") == 13
    for key, told, seen in marks:
        parts = ["Ctrl/⌘", *(part.capitalize() for part in key.split("+"))]
        assert (seen, told) == ("+".join(parts), "+".join(["Control", *parts[1:]]))


def test_no_key_is_one_of_a_browser_or_an_input_method() -> None:
    assert not {"mod+shift+p", "mod+.", "mod+ ", "mod+w", "mod+t", "mod+n"} & {
        row.keys for row in shortcuts()
    }


def test_single_letters_are_switched_off_by_each_person() -> None:
    writer = b.writer()
    client = signed_in(writer)
    assert 'data-single-keys="on"' in page(client.get("/admin/"))
    post(client, "/admin/me/", language="en", time_zone="", single_keys="")
    assert 'data-single-keys="off"' in page(client.get("/admin/"))
    assert 'data-single-keys="on"' in page(signed_in(b.writer()).get("/admin/"))


def test_strangers_get_no_keys() -> None:
    assert bound(page(signed_in(None).get("/admin/login/"))) == set()
