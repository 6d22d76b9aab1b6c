"""One character changed after the approval, by whichever path, stops the press; the restored text prints."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from articles.drafting.models import Article
from articles.publishing.verifying import verify
from articles.review import decisions, revising
from tests import builders as b
from tests.builders import HOUR, NOON, fresh, hash_of
from tests.desk.doors import in_bulk, page, post, signed_in, take, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

FILE = """---
title: 港口风暴后恢复通航
summary: 港口在周一清晨重新开放。
category: harbour
tags: [港口]
author: 王伟
---

风停了。首批四十一艘货轮依次进港。
"""
Change = Callable[[Article, User, Path], None]


def by_form(article: Article, editor: User, file: Path) -> None:
    fields = words(article, body=FILE.split("---\n\n")[1].replace("四十一", "四十二"))
    assert post(signed_in(editor), f"/admin/articles/{article.pk}/edit/", **fields).status_code == 302


def by_bulk_action(article: Article, editor: User, file: Path) -> None:
    pick = f"{article.pk}:{fresh(article).version}:{hash_of(article)}"
    outcomes = in_bulk(signed_in(editor), step="add_tag", tag="水", pick=pick)
    assert [state for state, _words in outcomes.values()] == ["undoable"]


def by_command(article: Article, editor: User, file: Path) -> None:
    file.write_text(FILE.replace("四十一", "四十二"))
    call_command("import_articles", str(file), "--by", editor.username)


def by_deed(article: Article, editor: User, file: Path) -> None:
    latest = fresh(article).latest
    assert latest is not None
    changed = b.content(**{**_fields(latest), "body": latest.body.replace("四十一", "四十二")})
    revising.revise(fresh(article), changed, by=editor, now=NOON, version=fresh(article).version)


def _fields(revision: object) -> dict[str, object]:
    return vars(revision.content)  # type: ignore[attr-defined]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.md"
    path.write_text(FILE)
    return path


@pytest.fixture
def article(file: Path) -> Article:
    """An article that came from a file and was approved by somebody else."""
    writer = b.writer()
    call_command("import_articles", str(file), "--as", "review", "--by", writer.username)
    made = Article.objects.get()
    decisions.approve(made, content_hash=hash_of(made), by=b.editor(), now=NOON - HOUR)
    return fresh(made)


@pytest.mark.parametrize("change", [by_form, by_bulk_action, by_command, by_deed])
def test_a_change_after_approval_stops_the_press_until_the_text_is_back(
    article: Article, file: Path, change: Change
) -> None:
    publisher, editor = b.publisher(), b.editor()
    approved, on_screen = hash_of(article), fresh(article).version
    change(article, editor, file)
    assert hash_of(article) != approved
    shown = "<ins>, 水</ins>" if change is by_bulk_action else "<del>一</del><ins>二</ins>"
    old_page = take(signed_in(publisher), article, "publish", hash=approved, version=on_screen)
    assert (old_page.status_code, shown in page(old_page)) == (409, True)
    new_page = take(signed_in(publisher), article, "publish")
    assert (new_page.status_code, shown in page(new_page)) == (409, True)
    assert "What changed since the approval" in page(new_page)
    assert article.editions.count() == 0

    assert take(signed_in(editor), article, "restore", revision=1).status_code == 302
    assert (hash_of(article), fresh(article).state) == (approved, "approved")
    assert take(signed_in(publisher), article, "publish").status_code == 302
    assert [edition.content_hash for edition in article.editions.all()] == [approved]
    assert list(verify()) == []
