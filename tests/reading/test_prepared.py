"""Prepared questions, kept fragments and kept pieces: quicker, and never another answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.template import engines

from articles.publishing.models import Edition
from articles.reading import neighbours, seasons, stories
from articles.reading.among import Among
from articles.reading.prepared import Prepared
from tests.builders import DAY, HOUR, NOON
from tests.reading import printing
from tests.reading.porches import Reader

pytestmark = pytest.mark.django_db


def test_a_prepared_question_answers_like_the_one_it_was_made_of() -> None:
    editions = printing.many(12)
    question = Prepared(neighbours._around)
    for edition in editions[:3]:
        for number in (0, 1, 9):
            values: dict[str, Any] = {
                "now": NOON,
                "article_id": edition.article_id,
                "published_at": edition.published_at,
                "category_id": edition.category_id,
                "translation_key": edition.translation_key,
                "tag_keys": ("港口",),
                "hot_ids": tuple(each.article_id for each in editions[:number]),
            }
            asked = question.rows(**values)
            assert sorted(asked, key=repr) == sorted(neighbours._around(**values), key=repr)  # of no order
            assert asked


def test_a_prepared_question_sees_what_has_changed_meanwhile() -> None:
    edition = printing.printed()
    assert stories.live(edition.article_id, NOON) == edition
    assert stories.live(edition.article_id, edition.live_from - timedelta(seconds=1)) is None
    printing.withdrawn(edition)
    assert stories.live(edition.article_id, NOON) is None


def test_related_objects_and_annotations_come_along(django_assert_num_queries: Any) -> None:
    printing.section("harbour", "港口")
    edition = printing.printed(cover=printing.cover().content_digest)
    with django_assert_num_queries(1):
        found = stories.live(edition.article_id, NOON)
        assert found is not None and found.category is not None and found.cover is not None
        assert found.category.name == "港口"
        assert len(found.cover.renditions.all()) == len(stories.renditions_of(found))


def test_rows_of_several_questions_come_once() -> None:
    first, second, third = printing.many(3)
    questions = [
        Edition.objects.filter(article_id__in=[first.article_id, second.article_id]).values("pk"),
        Edition.objects.order_by("-published_at").values("pk")[:2],
    ]
    found = Edition.objects.filter(Among(*questions)).order_by("pk")
    assert list(found) == [first, second, third]


def test_a_fragment_is_rendered_once_for_equal_words() -> None:
    template = engines["django"].from_string(
        "{% load same %}{% same word %}{{ word }}{{ other }}{% endsame %}"
    )
    assert template.render({"word": "a", "other": "1"}) == "a1"
    assert template.render({"word": "a", "other": "2"}) == "a1"
    assert template.render({"word": "<", "other": "2"}) == "&lt;2"
    assert template.render({"word": ["a"], "other": "3"}) == "[&#x27;a&#x27;]3"


def test_a_page_made_again_costs_one_query_while_nothing_it_shows_has_changed(
    settings: Any, client: Any, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PAGE_CACHE = True
    monkeypatch.setattr(seasons, "KEPT_SECONDS", 600.0)  # however slow the machine
    editions = printing.many(12)
    printing.hot_list(*editions)
    article = f"/articles/{editions[0].article_id}-{editions[0].slug}/"
    pages = {path: client.get(path).content for path in (article, "/")}
    for path, page in pages.items():
        with django_assert_num_queries(1):
            assert client.get(path).content == page


def test_new_pictures_and_views_show_on_a_page_made_again(settings: Any, client: Any) -> None:
    from articles.popularity.models import Standing

    settings.PAGE_CACHE = True
    edition = printing.printed(cover=printing.cover().content_digest)
    path = f"/articles/{edition.article_id}-{edition.slug}/"
    assert "8\u202f888" not in client.get(path).content.decode()
    Standing.objects.update_or_create(article_id=edition.article_id, defaults={"views": 8888})
    assert "8\u202f888" in client.get(path).content.decode()
    assert edition.cover is not None
    edition.cover.renditions.filter(crop="wide").delete()
    assert 'class="cover"' not in client.get(path).content.decode()


def test_a_change_of_the_site_shows_on_every_page_made_after_it(settings: Any) -> None:
    settings.PAGE_CACHE = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    first = printing.printed("第一篇", at=NOON - DAY, slug="yi")
    reader = Reader()
    path = f"/articles/{first.article_id}-yi/"
    assert "第二篇" not in reader.get(path).content.decode()
    printing.printed("第二篇", at=NOON - HOUR, slug="er")
    seasons.forget()
    assert "第二篇" in reader.get(path).content.decode()
