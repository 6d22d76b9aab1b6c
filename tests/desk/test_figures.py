"""Figures at the desk: every sum adds up as printed, every chart has its table and its file, and rights hold."""

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse

from articles.desk import charts, sheets
from articles.desk.figures_site import percentages
from articles.desk.sheets import Linked, Share, Sheet
from articles.popularity import evaluating, history, merging
from articles.popularity.counter_keys import Counter
from articles.popularity.models import CounterLife, Evaluation, HotList
from articles.publishing.models import Edition
from tests import builders as b
from tests.builders import DAY, HOUR, NOON
from tests.desk.doors import signed_in
from tests.popularity.making import live_article, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
H = int(NOON.timestamp()) // 3600
OWN = "b" * 32
SITE, ONE = 27, 23  # questions


def look(address: str, person: User | None = None) -> Any:
    answer = signed_in(person or b.writer()).get(address)
    assert answer.status_code == 200
    return answer


def rows_of(answer: HttpResponse) -> list[list[str]]:
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def own(hour: int, kind: str, count: int, article: int = 0) -> None:
    """What the newsroom's own counters say."""
    CounterLife.objects.get_or_create(epoch=OWN, defaults={"shard": 0, "seen_at": NOON})
    merging.state(Counter(OWN, hour, kind), [(article, count)])


def test_the_four_spans_and_their_charts_add_up() -> None:
    article = live_article(NOON - 40 * DAY, category="sea")
    history.invent(article, {H: 3, H - 11: 5, H - 20: 7, H - 100: 1100, H - 700: 13, H - 730: 99}, now=NOON)
    for address in ("/admin/figures/", f"/admin/articles/{article}/figures/"):
        found = {}
        for span in ("today", "day", "week", "month"):
            page = look(f"{address}?span={span}").context
            told = {each.key: each.views for each in page["spans"]}
            assert [each.key for each in page["spans"] if each.is_here] == [span]
            rows = rows_of(look(f"{address}?span={span}&csv=time"))
            assert rows[-1] == ["Sum", str(sum(int(views) for _time, views in rows[1:-1]))]
            assert told[span] == charts.number(int(rows[-1][1]))
            assert len(rows) - 2 == len(page["chart"].bars)
            found[span] = int(rows[-1][1])
        assert found == {"today": 8, "day": 15, "week": 1115, "month": 1128}


def test_shares_of_categories_and_languages_add_up_to_a_hundred() -> None:
    for name, views in (("sea", 1), ("city", 1), ("", 1)):
        state(live_article(NOON - DAY, category=name), H, views)
    page = look("/admin/figures/").context
    for sheet in page["groups"][:2]:
        shares = [row[-1].percent for row in sheet.rows]
        assert sum(shares) == sheet.total[-1].percent == Decimal("100.0")
        assert sum(row[2] for row in sheet.rows) == sheet.total[2] == 3
    assert [row[0] for row in page["groups"][0].rows] == ["none", "city", "sea"]
    assert page["groups"][2].total == page["groups"][3].total == []


def test_percentages_of_nothing_are_none() -> None:
    assert percentages([]) == []
    assert percentages([0, 0]) == [Decimal("0.0"), Decimal("0.0")]
    assert percentages([1, 1, 1]) == [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")]


def test_the_beacons_are_a_sum_that_adds_up() -> None:
    article = live_article(NOON - DAY)
    for kind, count in {"view": 50, "repeat": 9, "robot": 4, "doubt": 3}.items():
        own(H - 1, kind, count, article)
    for kind, count in {"received": 80, "token": 5, "privacy": 2, "dropped": 1}.items():
        own(H - 1, kind, count)
    history.invent(article, {H - 1: 25}, now=NOON)
    merging.state(Counter("admitted" * 4, H - 1, "view"), [(article, 2)])
    for span in ("today", "day", "week", "month"):
        rows = rows_of(look(f"/admin/figures/?span={span}&csv=beacons"))
        assert [int(count) for _what, count in rows[1:]] == [50, 9, 4, 3, 0, 5, 0, 2, 0, 1, 6, 80]
        assert sum(int(count) for _what, count in rows[1:-1]) == int(rows[-1][1])
        rows = rows_of(look(f"/admin/figures/?span={span}&csv=views"))
        assert [int(count) for _what, count in rows[1:]] == [50, 2, 25, 77]


def test_reads_stand_beside_views() -> None:
    article = live_article(NOON - DAY)
    state(article, H, 40)
    own(H, "read", 30, article)
    page = look("/admin/figures/").context
    assert page["reads"] == "30"
    assert page["most_read"].rows[0][1:4] == [40, 30, Share(Decimal("75.0"))]
    assert look(f"/admin/articles/{article}/figures/").context["reads"] == "30"


def test_every_table_of_a_page_is_a_file_and_nothing_else_is() -> None:
    article = live_article(NOON - 3 * DAY)
    state(article, H, 40)
    evaluated()
    for address in ("/admin/figures/", f"/admin/articles/{article}/figures/"):
        text = look(address).content.decode()
        names = set(re.findall(r"&amp;csv=([a-z-]+)\"", text))
        assert names == set(re.findall(r'<table id="sheet-([a-z-]+)"', text))
        for name in names:
            assert all(rows_of(look(f"{address}?csv={name}"))[0])
        assert signed_in(b.writer()).get(f"{address}?csv=secrets").status_code == 404


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1", "\n=1"])
def test_no_cell_of_a_file_is_a_formula(words: str) -> None:
    for cell in (words, Linked(words, "/x")):
        answer = sheets.download([Sheet("x", "X", ["Name", "Views"], [[cell, -5]])], "x", about="x")
        assert rows_of(answer)[1] == [f"'{words}", "-5"]


def test_a_headline_that_is_a_formula_is_words_in_the_file() -> None:
    article = live_article(NOON - DAY)
    Edition.objects.filter(article_id=article).update(title="=HYPERLINK(1)")
    state(article, H, 1)
    assert rows_of(look("/admin/figures/?csv=articles"))[1][0] == "'=HYPERLINK(1)"


def evaluated(own_score: float = 0.5) -> None:
    for hour in range(H - 30, H - 1):
        names = dict.fromkeys(evaluating.CLASSICAL, 0.6) | {"list": own_score, "heat": 0.8}
        Evaluation.objects.create(hour=hour, evaluated_at=NOON, ndcg=names, precision=names)


def test_the_list_is_held_against_the_formulas_and_an_alarm_says_when_it_is_behind() -> None:
    assert look("/admin/figures/").context["skill"] is None
    evaluated()
    found = look("/admin/figures/").context["skill"]
    assert (found.hours, found.is_behind, found.least_lead) == (29, True, Decimal("0.833"))
    assert 'role="alert"' in look("/admin/figures/").content.decode()
    assert len(found.hourly.rows) == 29
    Evaluation.objects.all().delete()
    evaluated(0.9)
    assert look("/admin/figures/").context["skill"].is_behind is False
    assert 'role="alert"' not in look("/admin/figures/").content.decode()


def test_the_first_day_and_the_places_of_an_article() -> None:
    article = live_article(NOON - 2 * HOUR, category="sea")
    history.invent(article, {H - 2: 5, H - 1: 7, H: 1}, now=NOON)
    for back in range(2, 12):
        other = live_article(NOON - back * DAY, category="sea")
        history.invent(other, {int((NOON - back * DAY).timestamp()) // 3600: 1000 * back}, now=NOON)
    entries = [{"article": article, "place": 4, "heat": 1.0, "slot": "rank"}]
    HotList.objects.create(list="site", ranked_at=NOON - HOUR, confirmed_at=NOON, entries=entries)
    page = look(f"/admin/articles/{article}/figures/")
    chart, sheet = page.context["first"]
    assert chart.told.replace("\u202f", " ") == (
        "13 views after 3 h; typical are 7 000, by 10 articles of its category and language of the last four weeks."
    )
    assert [row[1] for row in sheet.rows[:4]] == [5, 12, 13, None]
    assert [line.kind for line in chart.lines] == ["other", "own"]
    stood = rows_of(look(f"/admin/articles/{article}/figures/?csv=places"))
    assert stood[2] == ["Hot list", "by its heat", "4", "60.0", "7.0", "7.0"]


def test_too_few_articles_of_a_kind_are_said_to_be_too_few() -> None:
    article = live_article(NOON - 2 * HOUR)
    chart, sheet = look(f"/admin/articles/{article}/figures/").context["first"]
    assert chart.told.startswith("Too few articles")
    assert (chart.area, sheet.rows[0][2:]) == ("", [None] * 3)


def test_a_draft_has_no_figures_and_is_shown_only_to_who_may_open_it() -> None:
    writer = b.writer()
    draft = b.article(by=writer, title="秘密").pk
    own_page = look(f"/admin/articles/{draft}/figures/", writer)
    assert (own_page.context["known"], 'class="chart"' in own_page.content.decode()) == (None, False)
    stranger = signed_in(b.writer()).get(f"/admin/articles/{draft}/figures/")
    assert (stranger.status_code, "秘密" in stranger.content.decode()) == (403, False)
    assert signed_in(writer).get("/admin/articles/987654/figures/").status_code == 404
    assert signed_in(b.person()).get("/admin/figures/").status_code == 403


def test_a_headline_that_is_not_public_yet_stays_hidden() -> None:
    coming = b.published(at=NOON + DAY, title="还没有到时候").article_id
    state(coming, H, 5)
    assert "还没有到时候" not in look("/admin/figures/").content.decode()
    assert signed_in(b.writer()).get(f"/admin/articles/{coming}/figures/").status_code == 403


@pytest.mark.parametrize("articles", [1, 30])
def test_figures_ask_the_same_few_questions(articles: int, django_assert_num_queries: Any) -> None:
    for _alike in range(8):
        live_article(NOON - 3 * DAY, category="c0")
    made = [live_article(NOON - 3 * DAY, category=f"c{number % 7}") for number in range(articles)]
    history.invent_many({article: {H - 1: 5, H - 2: 3} for article in made}, now=NOON)
    client = signed_in(b.chief())
    client.get("/admin/figures/")
    with django_assert_num_queries(SITE):
        client.get("/admin/figures/?span=month")
    with django_assert_num_queries(ONE):
        client.get(f"/admin/articles/{made[0]}/figures/?span=week")


def test_charts_are_plain_shapes_within_their_frame() -> None:
    chart = charts.bars("x", "X", "told", ["a", "b"], [0, 15])
    assert chart.ticks == ["20", "10", "0"]
    assert [(bar.y, bar.height, bar.words) for bar in chart.bars] == [
        ("200", "0", "a: 0"),
        ("50", "150", "b: 15"),
    ]
    assert charts.path([None, 0, 10, None, 5], 100, 100, 10) == "M25 100L50 0M100 50"
    assert charts.area([0, 0, None], [10, 5, 9], 100, 100, 10) == "M0 0L50 50L50 100L0 100Z"
    assert [charts.top_of([value]) for value in (0, 1, 2, 3, 11, 99, 101, 999)] == [
        2,
        2,
        2,
        4,
        20,
        100,
        200,
        1000,
    ]


def test_pages_carry_no_script_and_no_style_of_their_own() -> None:
    article = live_article(NOON - 3 * DAY)
    state(article, H, 40)
    evaluated()
    for address in (
        "/admin/figures/",
        f"/admin/articles/{article}/figures/",
        "/admin/hot/",
        "/admin/figures/doubt/",
    ):
        text = look(address, b.chief()).content.decode()
        assert not re.search(r'<style|\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)', text)
        assert text.count("<svg viewBox") == len(re.findall(r'<svg viewBox[^>]*role="img"', text))
