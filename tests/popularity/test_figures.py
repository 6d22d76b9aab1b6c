"""Views in figures for editors: by time, by what articles have in common, by first day, by place."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from articles.drafting.models import Author, Tag
from articles.popularity import figures, firsts, history, keeping, sources
from articles.popularity.figures import Figures, Group
from articles.popularity.models import HotList
from articles.popularity.sources import Stand
from articles.publishing.models import Edition, Pin
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.popularity.making import live_article, state

pytestmark = pytest.mark.django_db
H = int(NOON.timestamp()) // 3600  # noon in Shanghai, so midnight was twelve hours ago
HALF_PAST = NOON + 30 * MINUTE


def test_figures_count_from_midnight_of_the_newsroom_and_back_by_hours() -> None:
    one, other = live_article(NOON - 40 * DAY), live_article(NOON - 40 * DAY)
    backs = {0: 1, 12: 2, 13: 4, 23: 8, 24: 16, 7 * 24 - 1: 32, 7 * 24: 64, 30 * 24 - 1: 128, 30 * 24: 256}
    for back, views in backs.items():
        state(one, H - back, views)
    state(other, H, 1000)
    state(one, H, 5000, kind="robot")
    assert figures.figures(HALF_PAST, one) == Figures(today=3, day=15, week=63, month=255)
    assert figures.figures(HALF_PAST) == Figures(today=1003, day=1015, week=1063, month=1255)
    assert figures.figures(HALF_PAST, 10**9) == Figures(0, 0, 0, 0)


def test_hours_and_days_are_whole_and_oldest_first() -> None:
    article = live_article(NOON - 40 * DAY)
    for back, views in {0: 1, 12: 2, 13: 4, 36: 8, 37: 16}.items():
        state(article, H - back, views)
    hours = figures.by_hour(HALF_PAST, article, hours=14)
    assert [point.views for point in hours] == [4, 2, *[0] * 11, 1]
    assert (hours[0].start, hours[-1].start) == (NOON - 13 * HOUR, NOON)
    days = figures.by_day(HALF_PAST, days=3)
    assert [point.views for point in days] == [16, 12, 3]
    assert [point.start for point in days] == [NOON - 60 * HOUR, NOON - 36 * HOUR, NOON - 12 * HOUR]


@pytest.mark.parametrize("hour, views", [(21, 5), (22, 0)])
def test_a_day_of_25_hours_is_one_day(settings: Any, hour: int, views: int) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    begins = datetime(2026, 10, 24, 22, tzinfo=UTC)
    state(live_article(begins), int(begins.timestamp()) // 3600 + hour + 3, 5)
    (day,) = figures.by_day(begins + timedelta(hours=24, minutes=30), days=1)
    assert (day.start, day.views) == (begins, views)


def test_the_most_read_come_first_and_of_equals_the_newer() -> None:
    articles = [live_article(NOON - DAY) for _article in range(4)]
    for article, views in zip(articles, (3, 9, 3, 1), strict=True):
        state(article, H - 2, views)
    assert figures.most_read(NOON, most=3) == [(articles[1], 9), (articles[2], 3), (articles[0], 3)]


def test_views_are_grouped_by_what_the_latest_copy_says() -> None:
    sea, city, bare = (live_article(NOON - DAY, category=name) for name in ("sea", "city", ""))
    for article, views in ((sea, 60), (city, 30), (bare, 10)):
        state(article, H - 1, views)
    Edition.objects.filter(article_id=city).update(language="en")
    wang, li = (Author.objects.create(name=name, slug=name) for name in ("wang", "li"))
    tag = Tag.objects.create(name="港口", slug="gang-kou")
    edition = Edition.objects.get(article_id=sea)
    for author in (wang, li):
        edition.author_items.create(author=author)
    Edition.objects.get(article_id=city).author_items.create(author=li)
    edition.tag_items.create(tag=tag)
    assert figures.grouped("category", NOON) == [
        Group("sea", "sea", 1, 60, 0.6), Group("city", "city", 1, 30, 0.3), Group("", "", 1, 10, 0.1),
    ]  # fmt: skip
    assert figures.grouped("author", NOON) == [
        Group("li", "li", 2, 90, 0.9),
        Group("wang", "wang", 1, 60, 0.6),
    ]
    assert figures.grouped("tag", NOON) == [Group("gang-kou", "港口", 1, 60, 0.6)]
    assert figures.grouped("language", NOON) == [
        Group("zh-hans", "zh-hans", 2, 70, 0.7),
        Group("en", "en", 1, 30, 0.3),
    ]
    assert figures.grouped("tag", NOON + 25 * HOUR) == []


def test_a_correction_moves_an_article_to_its_new_group_once() -> None:
    article = live_article(NOON - DAY, until=NOON - HOUR, category="sea")
    other = Edition.objects.get(article_id=live_article(NOON - DAY, category="city"))
    Edition.objects.create(
        article_id=article, number=2, title="标题", language="zh-hans", content_hash="d" * 64, proof="p" * 64,
        category=other.category, category_slug="city", break_glass_reason="made for a test",
        live_from=NOON - HOUR, published_at=NOON - DAY, printed_at=NOON,
    )  # fmt: skip
    state(article, H - 5, 7)
    assert figures.grouped("category", NOON) == [Group("city", "city", 1, 7, 1.0)]


@pytest.mark.parametrize("by", ["category", "author", "tag", "language"])
def test_groups_ask_few_questions_however_many_articles(by: str, django_assert_num_queries: Any) -> None:
    history.invent_many({live_article(NOON - DAY, category="sea"): {H - 1: 5} for _n in range(30)}, now=NOON)
    with django_assert_num_queries(3):
        figures.grouped(by, NOON)


def curve(article: int, published: datetime, *views: int) -> int:
    hour = int(published.timestamp()) // 3600
    history.invent(article, dict(enumerate(views, hour)), now=NOON)
    return article


def test_the_first_day_stands_beside_the_curve_of_its_kind() -> None:
    born = NOON - 2 * HOUR
    own = curve(live_article(born, category="sea"), born, 5, 7, 9)
    for number in range(10):
        at = NOON - (2 + number) * DAY
        curve(live_article(at, category="sea"), at, number, number)
    for number in range(10):
        at = NOON - (2 + number) * DAY
        curve(live_article(at, category="city"), at, 500)
    found = firsts.first_day(own, NOON + 30 * MINUTE)
    assert found is not None
    assert (found.kind, found.articles) == ("section", 10)
    assert found.views == [5, 12, 21, *[None] * 21]
    assert (found.low[0], found.typical[0], found.high[0]) == (2, 5, 8)
    assert (found.low[23], found.typical[23], found.high[23]) == (4, 10, 16)


def test_a_small_section_is_compared_with_its_language_and_then_with_all() -> None:
    own = live_article(NOON - HOUR, category="sea")
    others = [live_article(NOON - 3 * DAY, category="city") for _article in range(8)]
    found = firsts.first_day(own, NOON)
    assert found is not None
    assert (found.kind, found.articles) == ("language", 8)
    Edition.objects.filter(article_id__in=others[:4]).update(language="en")
    found = firsts.first_day(own, NOON)
    assert found is not None
    assert (found.kind, found.articles) == ("all", 8)
    Edition.objects.filter(article_id__in=others[:4]).update(published_at=NOON - 40 * DAY)
    found = firsts.first_day(own, NOON)
    assert found is not None
    assert (found.kind, found.typical) == ("", [])
    assert firsts.first_day(10**9, NOON) is None


def listed(at: datetime, name: str, *articles: int, slot: str = "rank") -> HotList:
    entries = [
        {"article": article, "place": place, "heat": 1.0, "slot": slot if place == 1 else "rank"}
        for place, article in enumerate(articles, 1)
    ]
    return HotList.objects.create(list=name, ranked_at=at, confirmed_at=at, entries=entries)


def test_time_and_views_on_each_place_stand_side_by_side() -> None:
    article, other = live_article(NOON - DAY, category="sea"), live_article(NOON - DAY)
    history.invent(article, {H - 3: 60, H - 2: 120, H - 1: 30}, now=NOON)
    listed(NOON - 3 * HOUR, keeping.SITE, other, article)
    listed(NOON - 150 * MINUTE, keeping.SITE, article, other, slot="pin")
    listed(NOON - HOUR, keeping.SITE, other)
    found = sources.stands(article, NOON, hours=4)
    assert found[0] == Stand("site", "pin", 1, 90.0, 150.0)
    by_place = {(stand.name, stand.place): (stand.minutes, stand.views) for stand in found}
    assert by_place == {
        ("site", 1): (90.0, 150.0),
        ("site", 2): (30.0, 30.0),
        ("", None): (60.0, 30.0),
    }
    assert found[0].views_an_hour == 100


def test_lists_of_categories_and_pins_of_the_home_page_are_told_too() -> None:
    article = live_article(NOON - DAY, category="sea")
    listed(NOON - 5 * HOUR, "category:sea", article)
    listed(NOON - 5 * HOUR, "category:city", article)
    Pin.objects.create(
        article_id=article,
        place="home",
        position=3,
        live_from=NOON - HOUR,
        live_until=NOON - 30 * MINUTE,
        made_at=NOON,
    )
    found = {
        (stand.name, stand.slot, stand.place): stand.minutes
        for stand in sources.stands(article, NOON, hours=2)
    }
    assert found == {("category:sea", "rank", 1): 60.0, ("home", "pin", 3): 30.0}


def test_what_was_listed_before_the_span_counts_from_its_start() -> None:
    article = live_article(NOON - DAY)
    listed(NOON - 9 * HOUR, keeping.SITE, article)
    (found,) = sources.stands(article, HALF_PAST, hours=3)
    assert (found.name, found.minutes) == ("site", 150.0)
