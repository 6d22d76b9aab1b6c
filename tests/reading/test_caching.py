"""The page cache: quick, never late, never needed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from articles.publishing import pinning
from articles.publishing.generations import raise_generation
from articles.reading import machine, seasons
from articles.reading.seasons import Season
from tests import builders
from tests.builders import HOUR, NOON
from tests.reading import printing
from tests.reading.porches import Reader

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def kept_pages(settings: Any, uncached_pages: None) -> None:
    """Pages are kept, in this process."""
    settings.PAGE_CACHE = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def client() -> Reader:
    """A reader in front of the whole application, kept pages included."""
    return Reader()


def test_a_kept_page_takes_no_query(client: Reader, django_assert_num_queries: Any) -> None:
    printing.printed()
    first = client.get("/")
    with django_assert_num_queries(0):
        second = client.get("/")
    assert first.content == second.content


def test_a_browser_that_has_the_page_gets_304_without_rendering(
    client: Reader, django_assert_num_queries: Any
) -> None:
    printing.printed()
    first = client.get("/")
    with django_assert_num_queries(0):
        again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (
        again.headers["Cache-Control"]
        == first.headers["Cache-Control"]
        == "public, no-transform, max-age=0, s-maxage=60"
    )


def test_a_scheduled_story_appears_on_the_second_although_the_page_was_kept(
    client: Reader, at_noon: Any
) -> None:
    printing.printed("准时的稿件", at=NOON + 30 * SECOND)
    at_noon.move_to(NOON + 10 * SECOND)
    before = client.get("/")
    assert "准时的稿件" not in before.content.decode()
    assert before.headers["Cache-Control"].endswith("s-maxage=20")
    at_noon.move_to(NOON + 29.9 * SECOND)
    assert "准时的稿件" not in client.get("/").content.decode()
    at_noon.move_to(NOON + 30 * SECOND)
    after = client.get("/", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "准时的稿件" in after.content.decode()


def test_an_unscheduled_change_shows_as_soon_as_the_season_is_asked_again(client: Reader) -> None:
    edition = printing.printed()
    assert edition.title in client.get("/").content.decode()
    printing.withdrawn(edition)
    seasons.forget()
    assert edition.title not in client.get("/").content.decode()


def test_a_pin_makes_another_season(client: Reader) -> None:
    old = printing.printed("旧的", at=NOON - 50 * HOUR, slug="jiu")
    printing.many(6)
    before = client.get("/").content
    pinning.pin(old.article, place="home", position=1, live_from=NOON, live_until=None,
                by=builders.person("Publishers"), now=NOON)  # fmt: skip
    seasons.forget()
    assert client.get("/").content != before


def test_missing_and_withdrawn_pages_are_never_kept(client: Reader) -> None:
    edition = printing.printed()
    printing.withdrawn(edition)
    for path in ("/nothing/", "/articles/99/", f"/articles/{edition.article_id}-gang-kou/"):
        assert client.get(path).headers["Cache-Control"] == "no-store, no-transform", path


def test_only_parameters_that_mean_something_make_another_page(
    client: Reader, django_assert_num_queries: Any
) -> None:
    printing.printed()
    client.get("/")
    with django_assert_num_queries(0):
        client.get("/?utm_source=somewhere")


def test_the_day_of_the_token_is_part_of_the_name() -> None:
    season = Season(generation=1, next_change=None, next_end=None, hot_list="")
    midnight = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
    assert season.name(midnight - SECOND) != season.name(midnight)


def test_the_time_machine_neither_reads_nor_fills_the_cache(client: Reader) -> None:
    edition = printing.printed("只有明天才有", at=NOON + 24 * HOUR)
    request = RequestFactory().get("/")
    shown = machine.show(request, "/", now=NOON + 25 * HOUR, base="/admin/at/x", banner="b")
    assert edition.title in shown.content.decode()
    assert edition.title not in client.get("/").content.decode()


def test_a_generation_that_is_raised_makes_another_name() -> None:
    before = seasons.season(NOON).name(NOON)
    raise_generation()
    seasons.forget()
    assert seasons.season(NOON).name(NOON) != before


moments = st.one_of(
    st.none(), st.floats(min_value=0.001, max_value=10**6).map(lambda s: NOON + timedelta(seconds=s))
)


@given(change=moments, end=moments)
def test_no_stored_copy_outlives_what_it_shows(change: datetime | None, end: datetime | None) -> None:
    if change is None or (end is not None and end < change):
        change = end or change
    season = Season(generation=1, next_change=change, next_end=end, hot_list="")
    lifetime = season.lifetime(NOON)
    assert 0 <= lifetime <= 60
    assert 0 <= season.stale_lifetime(NOON) <= 30
    if change is not None:
        assert NOON + timedelta(seconds=lifetime + season.stale_lifetime(NOON)) <= change
    if end is not None:
        assert NOON + timedelta(seconds=season.error_lifetime(NOON)) <= end
