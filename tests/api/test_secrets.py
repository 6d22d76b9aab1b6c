"""Nothing unpublished shows: not under any filter, order, part, name or refusal."""

from itertools import product

import pytest
from django.test import Client

from articles.drafting.models import Category
from articles.publishing.models import Edition
from articles.reading import indexing
from tests import builders
from tests.api.making import API, cover, covered, hot_list, many, withdrawn
from tests.builders import DAY, HOUR, NOON

pytestmark = pytest.mark.django_db
WORDS = ("kanariedraft", "kanarielater", "kanariegone")


def _words(word: str) -> dict[str, object]:
    """``word`` in every field of a text."""
    return {
        "title": f"{word} title", "summary": f"{word} summary.", "body": f"{word} body.\n\n## {word} heading\n",
        "tags": (f"{word} tag",), "category": f"{word}-category", "authors": (f"{word} author",),
        "slug": f"{word}-slug", "language": "en", "extra": {"translationKey": "shared", "other": word},
    }  # fmt: skip


@pytest.fixture
def secrets() -> list[int]:
    """The numbers of a draft, a scheduled and a withdrawn article, beside live ones that they would resemble."""
    live = many(4, extra={"translationKey": "shared"})
    draft = builders.article(**_words("kanariedraft"))
    later = builders.published(at=NOON + DAY, **_words("kanarielater"))
    picture = cover(alt="kanariegone alt", caption="kanariegone caption", credit="kanariegone credit")
    gone = withdrawn(covered(picture, **_words("kanariegone")), note="A public note.")
    hot_list(*live, later, gone)
    for edition in Edition.objects.all():
        indexing.index_edition(edition, NOON)
    return [draft.pk, later.article_id, gone.article_id]


def _addresses(secrets: list[int]) -> list[str]:
    category, tag, author = zip(*[(f"{w}-category", f"{w}-tag", f"{w}-author") for w in WORDS], strict=True)
    filters = [
        f"category={c}&tag={t}&author={a}&language={lang}&since={since}&until={until}&limit={limit}"
        for c, t, a, lang, (since, until), limit in product(
            ("", *category), ("", *tag), ("", *author), ("", "en"),
            [("", ""), ("2026-11-20", ""), ("", "2026-12-31"), ("2026-11-01", "2026-12-31")], (1, 100),
        )
        if sum(map(bool, (c, t, a))) <= 1
    ]  # fmt: skip
    numbers = [*secrets, *Edition.objects.values_list("article_id", flat=True)]
    named = [
        f"{kind}/{each}" for kind, each in product(("tags", "authors", "categories"), category + tag + author)
    ]
    return [
        *(f"articles?{each}" for each in filters), *(f"articles/{each}" for each in numbers), *named,
        *(f"search?q={each}" for each in ("潮汐", *WORDS, *(w[:-2] for w in WORDS), "kanarie", "summary", "heading")),
        *(f"search?q=潮汐&category={each}" for each in category), *(f"search?q=潮汐&tag={each}" for each in tag),
        "categories", "hot", "openapi.json", "",
    ]  # fmt: skip


def _parts(path: str) -> list[str]:
    """What the address and all its following parts say, headers included."""
    found = []
    following = f"{API}/{path}"
    while following:
        response = Client().get(following)
        assert response.status_code < 500
        words = response.content.decode()
        if response.status_code == 200 and "query" in response.json():
            words = words.replace(f'"query":"{response.json()["query"]}"', "")  # The caller's own words.
        found.append(words + str(response.headers))
        following = response.json().get("next") if response.status_code == 200 else None
    return found


def test_a_canary_in_every_field_is_found_nowhere(secrets: list[int]) -> None:
    assert Category.objects.filter(slug__startswith="kanarie").count() == 3
    said = "".join(part for path in _addresses(secrets) for part in _parts(path))
    assert [word for word in WORDS if word in said] == []
    assert "第1号潮汐报告" in said
    assert "A public note." in said


def test_the_canaries_are_there_while_they_are_public(clock: object, secrets: list[int]) -> None:
    clock.move_to(NOON + DAY)  # type: ignore[attr-defined]
    assert "kanarielater title" in "".join(_parts("articles"))
    assert "kanarielater title" in "".join(_parts("search?q=kanarie"))
    clock.move_to(NOON - HOUR)  # type: ignore[attr-defined]
    assert "kanariegone caption" in "".join(_parts(f"articles/{secrets[2]}"))
