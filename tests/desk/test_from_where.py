"""History tells from where each deed came: desk, many at once, import, review link, clock, command line."""

import html
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.drafting import auditing, doors
from articles.drafting.models import Article, Move
from articles.publishing.models import Edition
from newsroom import celery
from tests import builders as b
from tests.builders import fresh
from tests.desk.doors import in_bulk, page, post, signed_in, take, words
from tests.desk.test_bulk import pick
from tests.desk.test_links import made, outsider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def came(article: Article) -> dict[str, str]:
    """The door of the last deed of each verb, as the history shows it."""
    shown = page(signed_in(b.chief()).get(f"/admin/articles/{article.pk}/history/")).partition("<tbody>")[2]
    rows = re.findall(r"<tr><td>(\d+)</td>.*?</time>\s*</td><td>[^<]*</td><td>([^<]*)</td>", shown)
    verbs = dict(Move.objects.filter(article=article).values_list("number", "verb"))
    return {verbs[int(number)]: html.unescape(door) for number, door in reversed(rows)}


def test_each_door_is_written_down_and_none_can_be_changed_afterwards() -> None:
    writer, editor = b.writer(), b.editor()
    article = b.article(by=writer)
    post(signed_in(writer), f"/admin/articles/{article.pk}/edit/", **words(article, title="新的标题"))
    take(signed_in(writer), article, "submit")
    in_bulk(signed_in(editor), step="add_tag", tag="夜班", pick=pick(article))
    post(outsider(), made(article), what="sign", note="")
    found = came(article)
    assert {verb: found[verb] for verb in ("start", "submit", "revise", "expert_sign_off")} == {
        "start": "command line", "submit": "desk", "revise": "desk, many at once", "expert_sign_off": "review link",
    }  # fmt: skip
    assert list(auditing.broken_links(fresh(article))) == []
    article.moves.filter(verb="submit").update(door="import")
    assert len(list(auditing.broken_links(fresh(article)))) == 1


def test_an_import_is_one_whoever_types_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 港口重开\n\n风停了。\n", encoding="utf-8")
    call_command("import_articles", str(tmp_path), verbosity=0)
    assert came(Article.objects.get()) == {"start": "import"}


def test_revisions_verdicts_and_copies_say_it_too() -> None:
    writer, editor, publisher = b.writer(), b.editor(), b.publisher()
    article = b.in_review(by=writer)
    take(signed_in(editor), article, "approve")
    take(signed_in(publisher), article, "schedule", live_from="+2h")
    [entry] = signed_in(editor).get(f"/admin/articles/{article.pk}/history/").context["entries"]
    [(copy, door)] = entry.editions
    [verdict] = entry.verdicts
    assert (entry.door, verdict.door, verdict.stands, door) == ("command line", "desk", True, "desk")
    assert copy == Edition.objects.get()


def test_what_a_clock_does_is_a_clocks() -> None:
    class Asks(celery.Tick):
        name = "tests.asks"

        def run(self) -> str:
            return doors.door()

    Asks.bind(celery.app)
    assert (Asks()(), doors.door()) == ("clock", doors.COMMAND)
    assert all(
        isinstance(task, celery.Tick)
        for name, task in celery.app.tasks.items()
        if name.startswith("articles.")
    )
