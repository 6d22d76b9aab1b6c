"""The hot list at the desk: sums that add up to the printed digit, any past minute, and what editors did to it."""

import re
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.drafting.models import Article, Category
from articles.popularity import boosting, history, keeping, listing
from articles.popularity.models import Boost, HotList
from articles.publishing import pinning
from articles.publishing.models import Pin
from tests import builders as b
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.desk.doors import post, signed_in
from tests.popularity.making import live_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
H = int(NOON.timestamp()) // 3600
LIST, OPENED, SUPPOSED = 17, 24, 34  # questions


def look(address: str, person: User | None = None) -> Any:
    answer = signed_in(person or b.writer()).get(address)
    assert answer.status_code == 200
    return answer


def house(articles: int = 5) -> list[int]:
    """Articles of some ages, the first read most; ranked a while ago and now."""
    made = [live_article(NOON - (5 + number) * HOUR, category="sea") for number in range(articles)]
    views = {pk: {H - 1: 400 // (n + 1), H - 2: 30 + n} for n, pk in enumerate(made)}
    history.invent_many(views, now=NOON)
    listing.rank(NOON - MINUTE)
    return made


def numbers(sum_of_terms: list[Any]) -> list[Decimal]:
    return [Decimal(term.number.replace("− ", "-").replace("+ ", "")) for term in sum_of_terms]


def test_every_printed_sum_adds_up_to_the_printed_score() -> None:
    made = house(9)
    publisher = b.publisher()
    for place, factor in ((0, 0.5), (3, 2.0), (5, 4.0)):
        article = Article.objects.get(pk=made[place])
        boosting.boost(article, factor, reason="独家", by=publisher, now=NOON - MINUTE)
    listing.rank(NOON)
    lines = look("/admin/hot/").context["lines"]
    assert {line.number for line in lines} == set(made)
    for line in lines:
        assert sum(numbers(line.terms)) == Decimal(line.score)
    kinds = {line.number: line.terms[-1].kind for line in lines}
    assert [kinds[made[place]] for place in (0, 3, 1)] == ["bury", "boost", "usual"]


def test_the_list_tells_its_reasons_in_words_in_both_languages(settings: Any) -> None:
    house()
    text = look("/admin/hot/").content.decode()
    assert "views an hour (in nine of ten cases" in text
    assert "Not counted in the last 24 hours" in text
    chinese = signed_in(b.writer(), **{"accept-language": "zh-hans"}).get("/admin/hot/")
    assert chinese.status_code == 200


def test_any_past_minute_is_shown_as_it_stood() -> None:
    first, second, *_rest = house(3)
    HotList.objects.update(ranked_at=NOON - 26 * HOUR, confirmed_at=NOON - 20 * HOUR)
    history.invent(second, {H: 900}, now=NOON)
    listing.rank(NOON)
    now_first = look("/admin/hot/").context["lines"][0].number
    page = look("/admin/hot/?at=2026-11-21 11:00").context
    assert (now_first, page["lines"][0].number) == (second, first)
    assert page["at"] == NOON - 25 * HOUR
    assert "End it now" not in look("/admin/hot/?at=2026-11-21 11:00", b.publisher()).content.decode()
    assert look("/admin/hot/?at=9:00").context["at"] == NOON - 3 * HOUR
    empty = look("/admin/hot/?at=2026-11-01 09:00").context
    assert (empty["kept"], empty["lines"]) == (None, [])


@pytest.mark.parametrize("words, part", [("tomorrow 9:00", "still to come"), ("gestern", "")])
def test_what_is_no_past_moment_is_refused_beside_the_field(words: str, part: str) -> None:
    answer = signed_in(b.writer()).get("/admin/hot/", {"at": words})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'aria-invalid="true"' in text and part in text and words in text


def test_the_lists_before_and_after_follow_each_other_to_the_fraction_of_a_second() -> None:
    house(1)
    kept = HotList.objects.get(list="site")
    ranked = [NOON - minutes * MINUTE - timedelta(milliseconds=600) for minutes in (30, 20, 10)]
    for at in ranked:
        HotList.objects.update_or_create(
            list="site", ranked_at=at, defaults={"confirmed_at": at, "entries": kept.entries, "candidates": 1}
        )
    kept.delete()
    address, seen = "/admin/hot/", list[Any]()
    for way in ("before", "before", "after", "after"):
        found = look(address).context
        seen.append(found["kept"].ranked_at)
        address = "/admin/hot/?" + dict(found["neighbours"])[f"The list {way}"]
    assert [*seen, look(address).context["kept"].ranked_at] == [ranked[at] for at in (2, 1, 0, 1, 2)]


def test_each_category_has_its_list_and_no_other_name_is_known() -> None:
    house()
    Category.objects.create(slug="city", name="城市")
    assert [line.place for line in look("/admin/hot/?list=category:sea").context["lines"]] == [1, 2, 3, 4, 5]
    assert look("/admin/hot/?list=category:city").context["lines"] == []
    assert signed_in(b.writer()).get("/admin/hot/?list=category:moon").status_code == 404
    assert signed_in(b.writer()).get("/admin/hot/?list=secret").status_code == 404


def test_a_thinned_list_shows_order_and_heat_alone() -> None:
    made = house(2)
    kept = HotList.objects.get(list="site")
    kept.entries = [{key: entry[key] for key in ("article", "place", "heat")} for entry in kept.entries]
    HotList.objects.filter(pk=kept.pk).update(entries=kept.entries, thinned=True)
    lines = look("/admin/hot/").context["lines"]
    assert [line.number for line in lines] == made
    assert [line.terms for line in lines] == [[], []]
    assert look(f"/admin/hot/?why={made[0]}").context["opened"]["tries"] == []


def test_a_list_is_called_up_by_its_minute_long_after_it_was_thinned() -> None:
    made = house(3)
    HotList.objects.update(ranked_at=NOON - 20 * DAY, confirmed_at=NOON - 9 * DAY)
    history.invent(made[2], {H: 900}, now=NOON)
    listing.rank(NOON)
    keeping.thin(NOON)
    page = look("/admin/hot/?at=2026-11-10 09:30").context
    assert (page["kept"].thinned, [line.number for line in page["lines"]]) == (True, made)
    assert look("/admin/hot/?at=2026-11-01 09:00").context["kept"] is None


def test_a_list_that_is_late_says_so() -> None:
    house()
    assert look("/admin/hot/").context["is_late"] is False
    HotList.objects.update(confirmed_at=NOON - 6 * MINUTE)
    page = look("/admin/hot/")
    assert (page.context["is_late"], 'role="alert"' in page.content.decode()) == (True, True)
    assert look("/admin/hot/?at=11:59").context["is_late"] is False


def test_a_publisher_boosts_pins_and_ends_both_from_the_list() -> None:
    made = [b.published(at=NOON - 5 * HOUR, title=title).article_id for title in ("一", "二", "三")]
    history.invent_many({pk: {H - 1: 40 - n} for n, pk in enumerate(made)}, now=NOON)
    listing.rank(NOON - MINUTE)
    client, back = signed_in(b.publisher()), "/admin/hot/"
    page = client.get(f"/admin/hot/?why={made[1]}")
    assert [(each.factor, each.place) for each in page.context["opened"]["tries"]] == [
        ("4", 1), ("2", 1), ("0.5", 3), ("0.25", 3),
    ]  # fmt: skip
    door = f"/admin/articles/{made[1]}/do"
    sent = post(client, f"{door}/boost/", factor="2", live_until="+6h", reason="独家", next=back)
    assert (sent.status_code, sent.headers["Location"]) == (302, back)
    sent = post(
        client, f"{door}/pin/", place="hot", position="1", live_until="+24h", reason="台风", next=back
    )
    assert sent.status_code == 302
    forces = client.get("/admin/hot/").context["forces"]
    assert [(each.kind, each.strength, each.reason, each.until) for each in forces] == [
        ("pin", "1", "台风", NOON + DAY), ("boost", "2", "独家", NOON + 6 * HOUR),
    ]  # fmt: skip
    assert post(client, f"{door}/unpin/", pin=forces[0].key, next=back).headers["Location"] == back
    assert post(client, f"{door}/end_boost/", boost=forces[1].key, next=back).headers["Location"] == back
    assert client.get("/admin/hot/").context["forces"] == []
    assert (Pin.objects.count(), Boost.objects.count()) == (1, 1)


def test_forms_are_shown_only_to_who_may_send_them() -> None:
    made = house()
    b_boosted = Article.objects.get(pk=made[0])
    boosting.boost(b_boosted, 2, reason="x", by=b.publisher(), now=NOON - MINUTE)
    for person, may in ((b.writer(), False), (b.editor(), False), (b.publisher(), True), (b.chief(), True)):
        text = look(f"/admin/hot/?why={made[0]}", person).content.decode()
        found = set(re.findall(r'action="/admin/articles/\d+/do/([a-z_]+)/"', text))
        assert found == ({"boost", "pin", "end_boost"} if may else set())


def test_an_article_kept_off_the_list_can_be_asked_for_and_let_back() -> None:
    made = house()
    boosting.boost(Article.objects.get(pk=made[0]), 0, reason="旧闻", by=b.publisher(), now=NOON - MINUTE)
    listing.rank(NOON)
    page = look(f"/admin/hot/?why={made[0]}", b.publisher())
    assert page.context["opened"]["line"] is None
    assert [each.kind for each in page.context["forces"]] == ["exclude"]
    assert f"/admin/articles/{made[0]}/do/end_boost/" in page.content.decode()
    assert look("/admin/hot/?why=987654").context["opened"]["exists"] is False
    assert look("/admin/hot/?why=x").context["opened"] is None


def test_a_boost_without_an_end_is_flagged_after_a_week_here_and_at_home() -> None:
    edition = b.published(at=NOON - 10 * DAY, title="久了")
    by = b.publisher()
    boosting.boost(edition.article, 2, reason="忘了", by=by, now=NOON - 6 * DAY, live_until=None)
    assert [each.is_forgotten for each in look("/admin/hot/").context["forces"]] == [False]
    Boost.objects.update(live_from=NOON - 7 * DAY)
    assert [each.is_forgotten for each in look("/admin/hot/").context["forces"]] == [True]
    strips = {strip.name: strip.rows for strip in look("/admin/", by).context["strips"]}
    assert [(row.title, row.url) for row in strips["endless"]] == [
        ("久了", f"/admin/hot/?why={edition.article_id}")
    ]
    assert "endless" not in {strip.name for strip in look("/admin/").context["strips"]}


def test_what_was_taken_down_since_is_marked() -> None:
    made = house(2)
    from articles.publishing.models import Edition

    Edition.objects.filter(article_id=made[1]).update(live_until=NOON - 1 * MINUTE / 60)
    lines = look("/admin/hot/").context["lines"]
    assert [line.known.is_live for line in lines] == [True, False]
    assert "not live" in look("/admin/hot/").content.decode()


def test_a_pin_of_the_list_is_told_in_the_past_too() -> None:
    edition = b.published(at=NOON - 3 * DAY)
    pinning.pin(
        edition.article, place="hot", position=1, live_from=NOON - DAY, live_until=NOON - HOUR, by=b.publisher(),
        now=NOON - DAY, reason="那天",
    )  # fmt: skip
    assert look("/admin/hot/").context["forces"] == []
    assert [each.reason for each in look("/admin/hot/?at=10:00").context["forces"]] == ["那天"]


def test_what_the_better_place_has_more_adds_up_to_what_it_is_ahead() -> None:
    made = house(5)
    boosting.boost(Article.objects.get(pk=made[3]), 2, reason="独家", by=b.publisher(), now=NOON - MINUTE)
    listing.rank(NOON)
    order = [line.number for line in look("/admin/hot/").context["lines"]]
    for better, worse in pairwise(order):
        beside = look(f"/admin/hot/?why={worse}").context["opened"]["beside"]
        assert beside.number == better
        columns = [
            [Decimal(word.replace("− ", "-").replace("+ ", "")) for word in row[1:]] for row in beside.rows
        ]
        assert [sum(column) for column in zip(*columns[:-1], strict=True)] == columns[-1]
        assert all(theirs - own == more for own, theirs, more in columns)
        assert columns[-1][2] >= 0
    assert look(f"/admin/hot/?why={order[0]}").context["opened"]["beside"] is None


@pytest.mark.parametrize(
    "fields, words, first",
    [
        ({"try": "pin", "position": "1"}, "From place 3 to place 1.", 2),
        ({"try": "boost", "factor": "4"}, "From place 3 to place 1.", 2),
        ({"try": "boost", "factor": "0"}, "From place 3 off the list.", 0),
        ({"try": "boost", "factor": "1"}, "Nothing would change on the list.", 0),
    ],
)
def test_the_list_before_and_after_is_shown_before_anybody_decides(
    fields: dict[str, str], words: str, first: int
) -> None:
    made = house(4)
    client = signed_in(b.publisher())
    page = post(client, f"/admin/hot/?why={made[2]}", **fields, reason="独家").context
    rows = page["tried"].rows
    assert page["tried"].words == words
    assert [row[1].number for row in rows] == made
    assert rows[0][2].number == made[first]
    assert [row[1].is_tried for row in rows] == [False, False, True, False]
    assert (Pin.objects.count(), Boost.objects.count()) == (0, 0)
    assert listing.current().entries[0]["article"] == made[0]


@pytest.mark.parametrize(
    "fields", [{"try": "pin", "position": "0"}, {"try": "pin"}, {"try": "boost", "factor": "9"}]
)
def test_what_cannot_be_done_is_not_foreseen(fields: dict[str, str]) -> None:
    made = house(2)
    address = f"/admin/hot/?why={made[1]}"
    answer = post(signed_in(b.publisher()), address, **fields)
    assert (answer.status_code, bool(answer.context["tried"].error)) == (422, True)
    assert post(signed_in(b.writer()), address, **fields).context["tried"] is None


def test_a_pin_on_the_hot_list_needs_a_reason() -> None:
    edition = b.published(at=NOON - HOUR)
    client, to = signed_in(b.publisher()), f"/admin/articles/{edition.article_id}/do/pin/"
    assert post(client, to, place="hot", position="1", reason=" ").status_code == 409
    assert post(client, to, place="hot", position="1", reason="大家要看").status_code == 302
    assert [pin.reason for pin in Pin.objects.all()] == ["大家要看"]


@pytest.mark.parametrize("articles", [1, 30])
def test_the_list_asks_the_same_few_questions(articles: int, django_assert_num_queries: Any) -> None:
    made = house(articles)
    client = signed_in(b.chief())
    client.get("/admin/hot/")
    with django_assert_num_queries(LIST):
        assert len(client.get("/admin/hot/").context["lines"]) == articles
    with django_assert_num_queries(OPENED):
        client.get(f"/admin/hot/?why={made[0]}")


def test_readers_are_told_what_a_view_is_and_of_when_their_list_is(settings: Any) -> None:
    settings.NEWSROOM_LANGUAGE = "en"
    house()
    text = signed_in(None).get("/hot/").content.decode()
    assert "has not been counted for that article in the last 30 minutes" in text
    assert '<time datetime="2026-11-22T11:59:00+08:00">' in text


def suppose(person: User | None = None, **fields: Any) -> Any:
    asked = {"day": "2026-11-21", "half_lives": "6,1", "kappa": "1", **fields}
    return signed_in(person or b.chief()).get("/admin/hot/what-if/", asked)


def yesterday(articles: int) -> list[int]:
    made = [live_article(NOON - 5 * DAY) for _number in range(articles)]
    history.invent_many(
        {pk: {H - back: 1 + n for back in range(20, 30)} for n, pk in enumerate(made)}, now=NOON
    )
    return made


def test_a_past_day_is_supposed_beside_the_list_and_what_was_read() -> None:
    made = yesterday(16)
    page = suppose().context
    assert [row[0] for row in page["means"].rows] == ["As supposed", "By today’s settings"]
    assert page["means"].rows[0][1] == page["means"].rows[1][1]
    assert len(page["hours"]) == len(page["hourly"].rows) == 24
    hour = next(each for each in page["hours"] if each.start == NOON - 21 * HOUR)
    columns = dict(hour.columns)
    best = sorted(made, reverse=True)[:10]
    assert [each.number for each in columns["Read in that hour"]] == best
    assert [each.number for each in columns["As supposed"]] == best
    assert all(each.is_hit for each in columns["As supposed"])
    assert (
        suppose(csv="hours").headers["Content-Disposition"]
        == 'attachment; filename="what-if-2026-11-21-hours.csv"'
    )


@pytest.mark.parametrize(
    "fields",
    [{"half_lives": "1,6"}, {"half_lives": "x"}, {"half_lives": "nan"}, {"kappa": "0"}, {"kappa": "inf"},
     {"day": "2026-11-32"}, {"day": "x"}, {"day": "2026-11-23"}, {"day": "2025-01-01"}],
)  # fmt: skip
def test_nonsense_is_refused_in_words(fields: dict[str, Any]) -> None:
    answer = suppose(**fields)
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)


def test_supposing_is_for_chiefs_and_changes_nothing() -> None:
    yesterday(16)
    assert [suppose(make()).status_code for make in (b.writer, b.editor, b.publisher, b.chief)] == [
        403,
        403,
        403,
        200,
    ]
    assert HotList.objects.count() == 0


@pytest.mark.parametrize("articles", [1, 30])
def test_supposing_asks_the_same_questions_however_many_articles(
    articles: int, django_assert_num_queries: Any
) -> None:
    yesterday(articles)
    client = signed_in(b.chief())
    client.get("/admin/hot/what-if/")
    with django_assert_num_queries(SUPPOSED):
        client.get("/admin/hot/what-if/?day=2026-11-21&half_lives=6,1&kappa=1")
