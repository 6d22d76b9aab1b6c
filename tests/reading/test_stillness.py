"""While nothing at all is written, a page that agreed with the database is not asked for twice; whatever is, shows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from articles.publishing.models import Edition
from articles.reading import stillness
from tests.builders import HOUR, MINUTE, NOON
from tests.reading import printing

COMING = NOON + MINUTE


# A PostgreSQL server counts the writes of all its databases, and other tests may run on it.
IS_ALONE = connection.vendor == "sqlite"


def address(edition: Edition) -> str:
    return f"/articles/{edition.article_id}-{edition.slug}/"


@pytest.mark.django_db(transaction=True)
def test_a_page_is_asked_for_again_once_something_was_written_or_begins_or_ends(
    client: Client, at_noon: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    printing.section("harbour", "港口")
    first, second = printing.many(2, cover=printing.cover().content_digest)
    later = printing.printed("准时靠岸", at=NOON - HOUR, slug="zhun-shi")
    Edition.objects.filter(pk=later.pk).update(live_from=COMING, live_until=COMING + MINUTE)
    category = type(second.category).objects.filter(slug="harbour")

    def pages(queries: tuple[int, int]) -> str:
        found = []
        for path, number in zip((address(first), "/"), queries, strict=True):
            with django_assert_num_queries(number) if IS_ALONE else django_assert_max_num_queries(3):
                found.append(client.get(path).content.decode())
        return "".join(found)

    pages((3, 3))
    changes: list[tuple[str, int, Callable[[], Any]]] = [
        ("新的标题", 2, lambda: Edition.objects.filter(pk=second.pk).update(title="新的标题")),
        ("海港", 3, lambda: category.update(name="海港")),
        ("准时靠岸", 2, lambda: at_noon.move_to(COMING + timedelta(seconds=1))),
    ]
    for words, asked, change in changes:
        assert words not in pages((1, 1))
        change()
        page = pages((asked, 3))
        assert page.count(words) >= 2  # on both
        assert pages((1, 1)) == page
    at_noon.move_to(COMING + 2 * MINUTE)
    assert "准时靠岸" not in pages((2, 3))


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_may_be_undone_proves_nothing(client: Client) -> None:
    edition, other = printing.many(2)
    assert client.get(address(edition)).status_code == 200
    with transaction.atomic():
        Edition.objects.filter(pk=other.pk).update(title="没有发生")
        assert "没有发生" in client.get(address(edition)).content.decode()
        transaction.set_rollback(True)
    assert "没有发生" not in client.get(address(edition)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_database_tells_of_every_write_and_of_nothing_else() -> None:
    from django.db.models import Value

    from articles.reading.alone import Alone
    from articles.reading.prepared import Prepared

    edition = printing.printed()
    question: Prepared[Any] = Prepared(lambda now: Alone(one=Value(1), **stillness.columns(now)))

    def told() -> stillness.Stillness:
        found = stillness.told(question.found(now=NOON).raw[0])
        assert found is not None
        return found

    before = told()
    assert any(told() == told() for _time in range(1 if IS_ALONE else 500))
    Edition.objects.filter(pk=edition.pk).update(note="x")
    after = told()
    assert (after.version != before.version, after.turns) == (True, before.turns)
    with transaction.atomic():
        assert stillness.told(question.found(now=NOON).raw[0]) is None
    assert told() == after or not IS_ALONE
