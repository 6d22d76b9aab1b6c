"""Lists and whole articles: what readers see now, in parts that can be read on, told with the newsroom's offset."""

from typing import Any

import pytest
from django.test import Client

from articles.popularity.models import Standing
from tests import builders
from tests.api.making import API, cover, covered, get, many, numbers, withdrawn
from tests.builders import DAY, HOUR, MINUTE, NOON

pytestmark = pytest.mark.django_db


def test_a_list_is_newest_first_and_says_what_a_card_says() -> None:
    older = builders.published(at=NOON - DAY)
    edition = builders.published(at=NOON - HOUR, title="新船下水", slug="xin-chuan", summary="今天上午。")
    found = get("/articles")
    assert [each["id"] for each in found["articles"]] == [edition.article_id, older.article_id]
    assert (found["next"], found["next_cursor"]) == (None, None)
    assert found["articles"][0] == {
        "id": edition.article_id,
        "url": f"http://testserver/articles/{edition.article_id}-xin-chuan/",
        "title": "新船下水",
        "summary": "今天上午。",
        "language": "zh-Hans",
        "category": {"slug": "harbour", "name": "Harbour", "url": "http://testserver/categories/harbour/"},
        "tags": [
            {"slug": "港口", "name": "港口", "url": "http://testserver/tags/%E6%B8%AF%E5%8F%A3/"},
            {"slug": "天气", "name": "天气", "url": "http://testserver/tags/%E5%A4%A9%E6%B0%94/"},
        ],
        "authors": [{"slug": "wang-wei", "name": "王伟", "url": "http://testserver/authors/wang-wei/"}],
        "published_at": "2026-11-22T11:00:00+08:00",
        "updated_at": None,
        "minutes": 1,
        "cover": None,
    }


def test_reading_on_meets_every_article_once_although_newer_ones_arrive() -> None:
    made = [edition.article_id for edition in many(7)]
    first = get("/articles", limit=3)
    builders.published(at=NOON - MINUTE)
    met = [each["id"] for each in first["articles"]]
    following = first["next"]
    while following:
        part = Client().get(following).json()
        met += [each["id"] for each in part["articles"]]
        following = part["next"]
    assert met == made


def test_articles_of_the_same_second_are_not_lost_between_two_parts() -> None:
    made = sorted((builders.published(at=NOON).article_id for _ in range(4)), reverse=True)
    first = get("/articles", limit=2)
    second = get("/articles", limit=2, cursor=first["next_cursor"])
    assert [each["id"] for each in first["articles"] + second["articles"]] == made
    assert second["next"] is None


def test_the_next_address_keeps_the_filters() -> None:
    many(3, tags=("５Ｇ",))
    found = get("/articles", tag="5g", since="2026-11-01", limit=1)
    assert found["next"] == (
        f"http://testserver/api/v1/articles?tag=5g&since=2026-11-01&limit=1&cursor={found['next_cursor']}"
    )


@pytest.fixture
def two() -> tuple[int, int]:
    """A Chinese article of yesterday and an English one of today."""
    chinese = builders.published(at=NOON - DAY)
    english = builders.published(
        at=NOON - HOUR,
        title="Harbour open",
        category="sea",
        tags=("5G", "ships"),
        authors=("Ann Lee",),
        language="en",
    )
    return chinese.article_id, english.article_id


@pytest.mark.parametrize(
    "asked, expected",
    [
        ({"category": "sea"}, "en"),
        ({"category": "nothing"}, ""),
        ({"tag": "港口"}, "zh"),
        ({"tag": "５Ｇ"}, "en"),
        ({"author": "wang-wei"}, "zh"),
        ({"language": "zh-Hans"}, "zh"),
        ({"language": "en"}, "en"),
        ({"since": "2026-11-22"}, "en"),
        ({"until": "2026-11-21"}, "zh"),
        ({"until": "2026-11-22"}, "en zh"),
        ({"since": "2026-11-21T12:00:00"}, "en zh"),
        ({"since": "2026-11-21T12:00:00+08:00"}, "en zh"),
        ({"since": "2026-11-21T12:00:01 08:00"}, "en"),
        ({"until": "2026-11-21T04:00:00Z"}, ""),
        ({"until": "2026-11-21T04:00:01Z"}, "zh"),
        ({"category": "sea", "language": "zh-hans"}, ""),
        ({"unknown": "word"}, "en zh"),
    ],
)
def test_filters(two: tuple[int, int], asked: dict[str, str], expected: str) -> None:
    names = dict(zip(two, ("zh", "en"), strict=True))
    assert " ".join(names[number] for number in numbers(**asked)) == expected


def test_a_whole_article_holds_what_its_page_shows() -> None:
    edition = builders.published(
        at=NOON - HOUR, slug="gang-kou", body="风停了。\n\n## 第一批船\n\n**注意：**六点。\n"
    )
    Standing.objects.create(article=edition.article, views=40, imported_views=1200)
    found = get(f"/articles/{edition.article_id}")
    assert found["html"] == edition.html
    assert "<strong>注意：</strong>" in found["html"]
    assert found["toc"] == [{"level": 2, "text": "第一批船", "anchor": "h-第一批船"}]
    assert found["authors"] == [
        {"slug": "wang-wei", "name": "王伟", "url": "http://testserver/authors/wang-wei/", "bio": ""}
    ]
    assert (found["length"], found["minutes"]) == (edition.length, edition.minutes)
    assert (found["views"], found["notes"], found["translations"], found["cover"]) == (1240, [], [], None)
    assert set(found) - set(get("/articles")["articles"][0]) == {
        "html", "toc", "notes", "length", "views", "translations",
    }  # fmt: skip


def test_a_correction_is_told_with_its_moment() -> None:
    edition = builders.published(at=NOON - DAY)
    note = {"at": "2026-11-22T03:15:00+00:00", "kind": "correction", "note": "日期有误。"}
    type(edition).objects.filter(pk=edition.pk).update(notes=[note], updated_at=NOON - 45 * MINUTE)
    found = get(f"/articles/{edition.article_id}")
    assert found["notes"] == [{"kind": "correction", "at": "2026-11-22T11:15:00+08:00", "note": "日期有误。"}]
    assert found["updated_at"] == "2026-11-22T11:15:00+08:00"
    assert found["published_at"] == "2026-11-21T12:00:00+08:00"


def test_translations_name_each_other() -> None:
    extra = {"translationKey": "harbour"}
    chinese = builders.published(at=NOON - HOUR, extra=extra)
    english = builders.published(at=NOON - HOUR, extra=extra, language="en", title="Open", slug="open")
    builders.published(at=NOON + HOUR, extra=extra, language="fr", title="Ouvert")
    assert get(f"/articles/{chinese.article_id}")["translations"] == [
        {"id": english.article_id, "url": f"http://testserver/articles/{english.article_id}-open/",
         "title": "Open", "language": "en"}
    ]  # fmt: skip
    assert [each["id"] for each in get(f"/articles/{english.article_id}")["translations"]] == [
        chinese.article_id
    ]


def test_a_cover_comes_in_crops_with_whole_addresses() -> None:
    made = cover(alt="码头", caption="早晨", credit="本社", licence="CC BY 4.0")
    edition = covered(made)
    found = get(f"/articles/{edition.article_id}")["cover"]
    assert (found["caption"], found["credit"], found["licence"], sorted(found["crops"])) == (
        "早晨",
        "本社",
        "CC BY 4.0",
        ["card", "square", "wide"],
    )
    card = get("/articles")["articles"][0]["cover"]
    folder = f"http://testserver/media/covers/{made.content_digest[:16]}"
    assert card == found["crops"]["card"]
    assert (card["src"], card["width"], card["height"], card["alt"]) == (
        f"{folder}/card-640.jpg",
        640,
        480,
        "码头",
    )
    assert card["alternatives"] == [
        {"type": "image/jpeg", "srcset": f"{folder}/card-400.jpg 400w, {folder}/card-640.jpg 640w"}
    ]


def test_a_scheduled_article_is_there_on_the_second(clock: Any) -> None:
    edition = builders.published(at=NOON + HOUR)
    clock.move_to(NOON + HOUR - MINUTE / 60)
    assert numbers() == []
    assert get(f"/articles/{edition.article_id}", 404)["field"] is None
    clock.move_to(NOON + HOUR)
    assert numbers() == [edition.article_id]
    assert get(f"/articles/{edition.article_id}")["id"] == edition.article_id


def test_unknown_draft_and_embargoed_numbers_answer_byte_for_byte_alike() -> None:
    draft, embargoed = builders.article(), builders.published(at=NOON + DAY)
    cancelled = builders.published(at=NOON + DAY)
    type(cancelled).objects.filter(pk=cancelled.pk).update(live_until=cancelled.live_from)
    asked = [
        draft.pk,
        embargoed.article_id,
        cancelled.article_id,
        987654321,
        2**63,
        10**40,
        "none",
        "0",
        "-1",
    ]
    answers = [Client().get(f"{API}/articles/{number}") for number in asked]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert answers[0].headers["Cache-Control"] == "no-store"


def test_a_withdrawn_article_answers_with_its_public_note_alone() -> None:
    edition = builders.published(at=NOON - HOUR)
    withdrawn(edition, note="消息来源有误。", at=NOON - MINUTE)
    assert get(f"/articles/{edition.article_id}", 410) == {
        "error": "This article has been withdrawn.",
        "field": None,
        "withdrawn_at": "2026-11-22T11:59:00+08:00",
        "note": "消息来源有误。",
    }
    assert numbers() == []


@pytest.mark.parametrize("number", [1, 30])
def test_a_list_takes_as_many_queries_for_30_articles_as_for_one(
    number: int, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PAGE_CACHE = False
    many(number - 1)
    covered(cover())
    with django_assert_num_queries(2):
        assert len(numbers(limit=100)) == number


@pytest.mark.parametrize("number", [1, 30])
def test_a_whole_article_takes_as_many_queries_among_30_as_alone(
    number: int, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PAGE_CACHE = False
    many(number - 1)
    edition = covered(cover(), extra={"translationKey": "harbour"})
    with django_assert_num_queries(2):
        get(f"/articles/{edition.article_id}")


def test_a_refusal_takes_the_same_queries_whatever_it_hides(
    settings: Any, django_assert_num_queries: Any
) -> None:
    settings.PAGE_CACHE = False
    for number in (builders.article().pk, builders.published(at=NOON + DAY).article_id, 987654321):
        with django_assert_num_queries(2):
            get(f"/articles/{number}", 404)
