"""Doubtful views are judged by who has the right, with a reason, once; the verdict stands under everybody's eyes."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.popularity import doubting, standing
from articles.popularity.models import DoubtReview
from tests import builders as b
from tests.builders import DAY, NOON
from tests.desk.doors import post, signed_in
from tests.popularity.making import live_article, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
H = int(NOON.timestamp()) // 3600
DOOR = "/admin/figures/doubt/"


def doubtful() -> tuple[int, int]:
    first, second = live_article(NOON - DAY), live_article(NOON - DAY)
    for article, hour, views in ((first, H - 3, 5), (first, H - 1, 7), (second, H - 1, 4)):
        state(article, hour, views, kind="doubt")
    return first, second


def judge(person: User | None, verdict: str = "admit", **fields: Any) -> Any:
    carried = {"first": H - 3, "last": H, "reason": "校园网", "article": "", **fields}
    return post(signed_in(person), DOOR, verdict=verdict, **carried)


def waiting(person: User | None = None) -> dict[int, str]:
    return {each.number: each.views for each in signed_in(person or b.chief()).get(DOOR).context["waiting"]}


def test_what_waits_is_told_by_article_and_hour() -> None:
    first, second = doubtful()
    page = signed_in(b.editor()).get(DOOR).context
    assert (page["views"], page["articles"]) == ("16", 2)
    found = [(each.number, each.views, [(h.number, h.views) for h in each.hours]) for each in page["waiting"]]
    assert found == [
        (0, "16", [(H - 1, "11"), (H - 3, "5")]),
        (first, "12", [(H - 1, "7"), (H - 3, "5")]),
        (second, "4", [(H - 1, "4")]),
    ]


def test_a_chief_lets_some_hours_in_and_leaves_others_out() -> None:
    first, second = doubtful()
    chief = b.chief()
    sent = judge(chief, article=first, first=H - 1, last=H - 1)
    assert (sent.status_code, sent.headers["Location"]) == (302, DOOR)
    assert standing.totals([first, second]) == {first: 7, second: 0}
    assert waiting() == {0: "9", first: "5", second: "4"}
    assert judge(chief, "discard").status_code == 302
    assert waiting() == {}
    assert standing.totals([first, second]) == {first: 7, second: 0}
    page = signed_in(b.editor()).get(DOOR)
    told = [(each.made.verdict, each.views, each.made.reason) for each in page.context["verdicts"]]
    assert told == [("discard", "9", "校园网"), ("admit", "7", "校园网")]


def test_pressing_twice_counts_once_and_says_so() -> None:
    first, _second = doubtful()
    chief = b.chief()
    assert [judge(chief, article=first).status_code for _press in range(2)] == [302, 409]
    assert standing.totals([first]) == {first: 12}
    assert DoubtReview.objects.count() == 1


def test_only_who_has_the_right_decides() -> None:
    doubtful()
    found = {}
    for role in ("Writers", "Editors", "Publishers", "Chiefs"):
        person = b.person(role)
        page = signed_in(person).get(DOOR)
        may = page.status_code == 200 and "<select" in page.content.decode()
        found[role] = (page.status_code, may, judge(person, "discard").status_code)
    assert found == {
        "Writers": (403, False, 403), "Editors": (200, False, 403), "Publishers": (200, False, 403),
        "Chiefs": (200, True, 302),
    }  # fmt: skip
    assert signed_in(b.chief()).put(DOOR, headers={"x-csrftoken": "t" * 32}).status_code == 405


@pytest.mark.parametrize(
    "fields",
    [{"reason": " "}, {"first": "x"}, {"first": H, "last": H - 1}, {"verdict": "praise"}, {"article": "-1"},
     {"last": "9" * 12}, {"reason": "长" * 301}],
)  # fmt: skip
def test_nonsense_is_refused_and_what_was_typed_stays(fields: dict[str, Any]) -> None:
    doubtful()
    answer = judge(b.chief(), **{"verdict": "admit", **fields})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert DoubtReview.objects.count() == 0
    assert len(doubting.open_doubts(H - 9, H)) == 3


@pytest.mark.parametrize("articles", [1, 30])
def test_the_review_asks_the_same_few_questions(articles: int, django_assert_num_queries: Any) -> None:
    for _number in range(articles):
        state(live_article(NOON - DAY), H - 1, 3, kind="doubt")
    client = signed_in(b.chief())
    client.get(DOOR)
    with django_assert_num_queries(8):
        client.get(DOOR)
