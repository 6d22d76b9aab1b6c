"""History of a long life: some revisions at a time, the newest first, each with its own verdicts and copies."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.desk import history
from articles.drafting.models import Article
from articles.review import revising
from tests import builders as b
from tests.builders import HOUR, NOON, fresh
from tests.desk.doors import page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 3)


def revised(article: Article, many: int) -> None:
    editor = b.editor()
    for number in range(many):
        there = fresh(article)
        words = b.content(title=f"第{number}次改")
        revising.revise(there, words, by=editor, now=NOON, version=there.version)


def listed(client: Client, address: str) -> tuple[list[int], list[int]]:
    """The numbers of the revisions and of the rows of the audit on a page."""
    answer = client.get(address)
    return [each.revision.number for each in answer.context["entries"]], [
        move.number for move, _label in answer.context["moves"]
    ]


def test_the_pages_of_a_long_history_leave_nothing_out_and_repeat_nothing() -> None:
    edition = b.published(at=NOON - HOUR)
    article, client = edition.article, signed_in(b.editor())
    revised(article, 2 * history.PAGE)
    address = f"/admin/articles/{article.pk}/history/"
    whole: tuple[list[int], list[int]] = ([], [])
    for which in (0, 1):
        places = [address]
        for place in places:
            whole[which].extend(listed(client, place)[which])
            links = re.findall(r'rel="next" href="([^"]+)"', page(client.get(place)))
            mine = (link for link in links if link.endswith("#h-audit") == bool(which))
            places += [address + link.replace("&amp;", "&").partition("#")[0] for link in mine]
    assert whole[0] == list(range(article.revisions.count(), 0, -1))
    assert whole[1] == list(range(article.moves.count(), 0, -1))


def test_copies_and_verdicts_stand_beside_the_first_revision_of_their_words_on_any_page() -> None:
    edition = b.published(at=NOON - HOUR)
    article, client = edition.article, signed_in(b.editor())
    revised(article, history.PAGE)
    address = f"/admin/articles/{article.pk}/history/"
    newest = client.get(address).context["entries"]
    assert [(each.verdicts, each.editions) for each in newest] == [([], [])] * history.PAGE
    [first] = client.get(f"{address}?upto=1").context["entries"]
    [given], [(copy, _door)] = first.verdicts, first.editions
    assert (given.row.verdict, given.stands, given.ended_by, copy) == ("approve", False, 2, edition)
    assert (newest[-1].previous, first.previous) == (1, 0)


def test_a_long_history_asks_as_many_questions_as_a_short_one() -> None:
    article, client = b.published(at=NOON - HOUR).article, signed_in(b.editor())
    address, counts = f"/admin/articles/{article.pk}/history/", []
    for many in (1, history.PAGE + 1):
        revised(article, many)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts == [13, 13]


@pytest.mark.parametrize("asked", ["0", "-1", "x", "²", "9" * 30, "1 2", ""])
def test_nonsense_shows_the_newest(asked: str) -> None:
    article, client = b.article(), signed_in(b.chief())
    assert listed(client, f"/admin/articles/{article.pk}/history/?upto={asked}&moves_upto={asked}")[0] == [1]
