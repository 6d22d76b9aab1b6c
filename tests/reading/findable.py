"""Articles for tests and benchmarks of search: every story of the demo, and invented ones by the thousand."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from articles.desk import corpus_words
from articles.desk.importing import content_of
from articles.drafting.bylines import author_for
from articles.drafting.models import Article
from articles.drafting.sections import category_for
from articles.drafting.tagging import tag_for
from articles.publishing.models import Edition, EditionAuthor, EditionTag
from articles.reading import indexing
from articles.text.content import Content
from newsroom.demo import manifest
from tests import builders

PART = 500  # articles a transaction
SPAN = timedelta(days=730)  # how far back the invented ones reach
AUTHORS, TAGS = corpus_words.AUTHORS, corpus_words.TAGS


def load_demo(now: datetime) -> dict[str, int]:
    """Every story of the demo, live at ``now`` whatever its plan says; article numbers by file, without ``.md``."""
    numbers = {}
    people: dict[str, Any] = {
        "by": builders.writer(),
        "editor": builders.editor(),
        "publisher": builders.publisher(),
    }
    for place, plan in enumerate(manifest.plans(manifest.read())):
        content = content_of(plan.manuscript, None)
        at = now - timedelta(hours=place + 1)
        edition = builders.published(at=at, **people, **vars(content))
        indexing.index_edition(edition, now)
        numbers[plan.file.removesuffix(".md")] = edition.article_id
    return numbers


def invent(count: int, *, now: datetime, seen: Callable[[int], object] = lambda _n: None) -> None:
    """``count`` invented articles, numbered from 0 and always the same; live at ``now`` and older than the demo."""
    tables = _tables()
    for start in range(0, count, PART):
        numbers = range(start, min(start + PART, count))
        _write(
            [_content(number) for number in numbers], [_moment(n, count, now) for n in numbers], tables, now
        )
        seen(len(numbers))


def _tables() -> dict[str, dict[str, Any]]:
    return {
        "categories": {slug: category_for(slug) for slug in corpus_words.CATEGORIES},
        "authors": {name: author_for(name) for name in AUTHORS},
        "tags": {name: tag_for(name) for name in TAGS},
    }


def _content(number: int) -> Content:
    dice = random.Random(number)
    title, summary, body, language = corpus_words.article(dice, number)
    return Content(
        title=title, summary=summary, body=body, language=language, slug=slugify(f"corpus {number}"),
        tags=tuple(dice.sample(TAGS, k=2)), category=dice.choice(corpus_words.CATEGORIES),
        authors=(dice.choice(AUTHORS),),
    )  # fmt: skip


def _moment(number: int, count: int, now: datetime) -> datetime:
    return now - timedelta(days=3) - SPAN * (count - number) / count


@transaction.atomic
def _write(contents: list[Content], moments: list[datetime], tables: dict[str, Any], now: datetime) -> None:
    """Editions alone: search looks at nothing that came before them."""
    articles = Article.objects.bulk_create(Article(created_at=at, changed_at=at) for at in moments)
    rows = zip(articles, contents, moments, strict=True)
    editions = [_edition(article, content, at, tables) for article, content, at in rows]
    Edition.objects.bulk_create(editions)
    pairs = list(zip(editions, contents, strict=True))
    EditionTag.objects.bulk_create(_tags(pairs, tables["tags"]))
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author=tables["authors"][content.authors[0]], position=0)
        for edition, content in pairs
    )
    indexing.index_many(editions, now)


def _edition(article: Article, content: Content, at: datetime, tables: dict[str, Any]) -> Edition:
    # The words are not rendered: search sees letters only, whatever marks stand between them.
    return Edition(
        article=article, number=1, title=content.title, summary=content.summary, body=content.body,
        plain=content.body, slug=content.slug, language=content.language,
        category=tables["categories"][content.category], category_slug=content.category,
        tag_names=list(content.tags), author_names=list(content.authors),
        content_hash="0" * 64, proof="0" * 64, break_glass_reason="invented",
        live_from=at, published_at=at, printed_at=at,
        byline=[{"name": name, "slug": tables["authors"][name].slug, "bio": ""} for name in content.authors],
    )  # fmt: skip


def _tags(pairs: list[tuple[Edition, Content]], tags: dict[str, Any]) -> Iterator[EditionTag]:
    for edition, content in pairs:
        for place, name in enumerate(content.tags):
            yield EditionTag(content_object=edition, tag=tags[name], position=place)
