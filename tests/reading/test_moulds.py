"""Pages cast in moulds: the same bytes as pages rendered whole, and never older than what they show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory

from articles.popularity.models import Standing
from articles.publishing.models import Edition
from articles.reading import facade, moulds, neighbours, rendering, stories
from articles.reading.visits import Visit, spoken
from tests.builders import DAY, HOUR, MINUTE, NOON
from tests.reading import printing

pytestmark = [pytest.mark.django_db, pytest.mark.markup]


def address(edition: Edition) -> str:
    return f"/articles/{edition.article_id}-{edition.slug}/"


def rendered(edition: Edition) -> bytes:
    """The page without a mould."""
    found = stories.live(edition.article_id, NOON)
    assert found is not None
    with spoken():
        return rendering.story(RequestFactory().get("/"), Visit(now=NOON), found).content


def test_a_cast_page_has_the_bytes_of_one_rendered_whole(client: Client) -> None:
    printing.section("harbour", "港口")
    editions = printing.many(12, cover=printing.cover().content_digest, tags=("潮汐", "港口"))
    printing.hot_list(*editions[:10])
    for edition in (editions[0], editions[5]):
        first, again = (client.get(address(edition)).content for _time in range(2))
        assert first == again == rendered(edition)


def test_a_page_costs_three_queries_the_first_time_and_two_with_its_mould(
    client: Client, django_assert_num_queries: Any
) -> None:
    edition = printing.many(3)[0]
    for queries in (3, 2, 2):
        with django_assert_num_queries(queries):
            assert client.get(address(edition)).status_code == 200


def test_whatever_changes_shows_on_the_next_cast(client: Client) -> None:
    printing.section("harbour", "港口")
    edition = printing.printed("第一篇", at=NOON - DAY, slug="yi")
    assert "第二篇" not in client.get(address(edition)).content.decode()
    Standing.objects.update_or_create(article_id=edition.article_id, defaults={"views": 8888})
    second = printing.printed("第二篇", at=NOON - HOUR, slug="er")
    type(edition.category).objects.filter(slug="harbour").update(name="海港")
    page = client.get(address(edition)).content.decode()
    assert all(word in page for word in ("第二篇", "8\u202f888", "海港"))
    printing.withdrawn(second)
    assert "第二篇" not in client.get(address(edition)).content.decode()


def test_moulds_never_take_more_than_their_room(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moulds, "MOST_BYTES", 1)
    for edition in printing.many(3):
        client.get(address(edition))
    assert len(moulds._kept) == 1


def test_more_shared_tags_stand_before_newer_stories() -> None:
    centre = printing.printed("中心", at=NOON - DAY, slug="zhong", tags=("潮汐", "港口"))
    both = printing.printed("两个", at=NOON - 9 * DAY, slug="liang", tags=("潮汐", "港口"))
    one = printing.printed("一个", at=NOON - HOUR, slug="yi", tags=("港口",))
    withdrawn = printing.printed("撤下", at=NOON - HOUR, slug="che", tags=("潮汐", "港口"))
    printing.withdrawn(withdrawn)
    found = neighbours.around(centre, NOON, [])
    assert [each.article_id for each in found.related[:2]] == [both.article_id, one.article_id]
    assert withdrawn.article_id not in [each.article_id for each in found.related]


def test_the_front_page_is_made_anew_for_whatever_changes_and_for_nothing_else(
    client: Client, at_noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = printing.cover()
    first, *others = printing.many(6, cover=picture.content_digest)
    printing.hot_list(*others)
    made: list[Any] = []
    rendered = facade._rendered
    monkeypatch.setattr(facade, "_rendered", lambda *words: made.append(words) or rendered(*words))

    def page() -> str:
        return client.get("/").content.decode()

    assert (page() == page(), len(made)) == (True, 1)
    categories, covers = type(first.category).objects, type(picture).objects
    widest = picture.renditions.filter(crop="card").order_by("-width")[:1].get()
    changes: list[tuple[str, Callable[[], Any]]] = [
        ("海港", lambda: categories.filter(slug="harbour").update(name="海港")),
        ("新的说明", lambda: covers.filter(pk=picture.pk).update(alt="新的说明")),
        (" 1999w", lambda: picture.renditions.filter(pk=widest.pk).update(width=1999)),
        ("截至", lambda: at_noon.move_to(NOON + 6 * MINUTE)),
        ("又一篇", lambda: printing.printed("又一篇", at=NOON, slug="you")),
    ]
    for number, (words, change) in enumerate(changes, 2):
        assert words not in page()
        change()
        assert (words in page(), page() == page(), len(made)) == (True, True, number)
    printing.withdrawn(first)
    assert first.title not in page()
