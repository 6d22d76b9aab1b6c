"""The bin: who threw what away and when, one press back, and nothing for good before its thirty days are over."""

import pytest
from django.utils import translation

from articles.desk import notices_gathering, notices_imports, notices_words
from articles.desk.models import Notice
from articles.drafting import planning
from articles.drafting.planning import GoneForGood, NotDiscardable
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON, fresh
from tests.desk.doors import page, signed_in, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_the_bin_says_who_and_when_and_one_press_brings_it_back_to_the_bin() -> None:
    writer, editor = b.writer(), b.editor(first_name="晴", last_name="赵")
    article = b.article(by=writer, title="扔错的稿")
    client = signed_in(writer)
    assert "The bin is empty." in page(client.get("/admin/bin/"))
    planning.discard(article, by=editor, now=NOON - DAY)
    shown = page(client.get("/admin/bin/"))
    assert "扔错的稿" in shown
    assert "discarded by 晴 赵; 29 days left" in shown
    back = take(client, article, "recover", next="/admin/bin/")
    assert (back.status_code, back.headers["Location"]) == (302, "/admin/bin/")
    assert fresh(article).discarded_at is None
    assert "扔错的稿" not in page(signed_in(b.writer()).get("/admin/bin/"))


def test_after_thirty_days_it_is_gone_and_its_history_stays() -> None:
    editor = b.editor()
    article = b.article()
    planning.discard(article, by=editor, now=NOON - 30 * DAY)
    assert take(signed_in(editor), article, "discard").status_code == 409
    with pytest.raises(NotDiscardable):
        planning.discard(article, by=editor, now=NOON)
    planning.recover(article, by=editor, now=NOON)
    planning.discard(article, by=editor, now=NOON - 30 * DAY - MINUTE)
    with pytest.raises(GoneForGood):
        planning.recover(article, by=editor, now=NOON)
    client = signed_in(editor)
    assert "The bin is empty." in page(client.get("/admin/bin/"))
    assert client.get(f"/admin/articles/{article.pk}/").context["primary"] is None
    assert client.get(f"/admin/articles/{article.pk}/history/").status_code == 200


def test_the_owner_hears_that_somebody_else_threw_it_away_and_of_the_end_of_an_import() -> None:
    writer, chief = b.writer(), b.chief()
    article = b.article(by=writer)
    notices_gathering.gather(NOON - HOUR)
    planning.discard(article, by=b.editor(), now=NOON - MINUTE)
    planning.recover(article, by=writer, now=NOON)
    notices_gathering.gather(NOON)
    notices_imports.tell_finished({"new": 2, "failed": 1}, by=chief, now=NOON)
    told = {(row.person_id, row.event, row.kind) for row in Notice.objects.all()}
    assert told == {(writer.pk, "discarded", "withdrawn"), (chief.pk, "imported", "imported")}
    notice = Notice.objects.get(event="imported")
    with translation.override("en"):
        words = notices_words.sentence(notice, NOON)
    assert words == "The import is finished: 2 new articles, 1 file did not come in."
    assert notices_words.address(notice) == "/admin/articles/"


def test_whose_turn_it_is_stands_on_home_and_in_the_list() -> None:
    from articles.review import assigning

    first, mine, editor = b.in_review(title="先来"), b.in_review(title="我的"), b.editor(first_name="奥斯卡")
    assigning.assign(mine, person=editor, by=b.chief(), now=NOON - 3 * HOUR, due_at=NOON + HOUR)
    client = signed_in(editor)
    review = next(strip for strip in client.get("/admin/").context["strips"] if strip.name == "review")
    assert [row.title for row in review.rows] == ["我的", "先来"]
    assert review.rows[0].who == "turn of 奥斯卡, due 13:00"
    lines = {line.article.pk: line.copy for line in client.get("/admin/articles/").context["lines"]}
    assert lines == {first.pk: "In review", mine.pk: "In review · turn of 奥斯卡, due 13:00"}
