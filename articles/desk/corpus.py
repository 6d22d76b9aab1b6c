"""Invents articles by the thousand, printed and approved like real ones, for load and scale tests."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import chain

from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from articles.covers.models import Cover
from articles.desk import corpus_rows, corpus_words
from articles.desk.corpus_rows import Cast, Story
from articles.drafting.bylines import author_for
from articles.drafting.models import (
    Article,
    Move,
    Revision,
    RevisionAuthor,
    RevisionTag,
)
from articles.drafting.sections import category_for
from articles.drafting.tagging import tag_for
from articles.popularity import history
from articles.publishing.generations import raise_generation
from articles.publishing.models import Edition, EditionAuthor, EditionTag, Effect
from articles.review.models import Decision
from articles.text.content import Content
from articles.text.slugs import slug

PART = 500  # articles a transaction
SPAN = timedelta(days=730)  # how far back publication goes


def make(
    count: int,
    *,
    seed: int,
    now: datetime,
    covers: Sequence[Cover],
    seen: Callable[[int], object] = lambda _n: None,
) -> int:
    """Invent ``count`` live articles, the newest a few minutes old; the same seed gives the same words.

    They pass ``verify``. Search entries are due as effects, as for any other edition.
    """
    dice, cast = random.Random(seed), _cast(covers)  # noqa: S311
    for start in range(0, count, PART):
        part = [_story(dice, cast, start + place, count, now) for place in range(min(PART, count - start))]
        _write(part, cast, dice, now)
        seen(len(part))
    return count


def _cast(covers: Sequence[Cover]) -> Cast:
    names = {"corpus-writer": "Writers", "corpus-editor": "Editors", "corpus-publisher": "Publishers"}
    people = {username: _person(username, role) for username, role in names.items()}
    categories = {slug_: category_for(slug_) for slug_ in corpus_words.CATEGORIES}
    return Cast(
        writer=people["corpus-writer"],
        editor=people["corpus-editor"],
        publisher=people["corpus-publisher"],
        categories={key: row for key, row in categories.items() if row},
        authors={name: author_for(name) for name in corpus_words.AUTHORS},
        tags={name: tag_for(name) for name in corpus_words.TAGS},
        covers=covers,
    )


def _person(username: str, role: str) -> User:
    """An account nobody can sign in with."""
    person, _new = User.objects.get_or_create(username=username, defaults={"is_active": False})
    person.groups.add(Group.objects.get(name=role))
    return person


def _story(dice: random.Random, cast: Cast, number: int, count: int, now: datetime) -> Story:
    title, summary, body, language = corpus_words.article(dice, number)
    cover = dice.choice(cast.covers) if cast.covers else None
    names = dice.sample(list(cast.tags), k=dice.randint(1, 4))
    content = Content(
        title=title,
        summary=summary,
        body=body,
        language=language,
        slug=slug(title)[:120],
        tags=tuple(cast.tags[name].name for name in names),
        category=dice.choice(list(cast.categories)),
        authors=(dice.choice(list(cast.authors)),),
        cover=cover.content_digest if cover else "",
    )
    age = SPAN * ((count - number) / count) ** 2 + timedelta(minutes=dice.randint(1, 20))
    return Story(content, cover, (now - age).replace(microsecond=0), dice.lognormvariate(0, 1.5))


@transaction.atomic
def _write(stories: Sequence[Story], cast: Cast, dice: random.Random, now: datetime) -> None:
    articles = Article.objects.bulk_create(
        Article(
            created_at=story.live_from - timedelta(hours=6),
            changed_at=story.live_from,
            created_by=cast.writer,
            version=1,
        )
        for story in stories
    )
    revisions = Revision.objects.bulk_create(
        corpus_rows.revision(a, s, cast) for a, s in zip(articles, stories, strict=True)
    )
    decisions = Decision.objects.bulk_create(corpus_rows.decision(r, cast) for r in revisions)
    editions = [
        corpus_rows.edition(r, d, s, cast) for r, d, s in zip(revisions, decisions, stories, strict=True)
    ]
    Edition.objects.bulk_create(editions)
    _relate(revisions, editions, cast)
    rows = zip(articles, revisions, decisions, editions, strict=True)
    moves = [corpus_rows.moves(*row, cast) for row in rows]
    Move.objects.bulk_create(chain.from_iterable(moves))
    for article, revision, made in zip(articles, revisions, moves, strict=True):
        article.latest, article.state, article.audit_tip = revision, "approved", made[-1].own_hash
    _finish(articles, editions, now)
    raise_generation()
    history.invent_many(_views(stories, articles, dice, now), now=now)


def _finish(articles: Sequence[Article], editions: Sequence[Edition], now: datetime) -> None:
    # Row by row, for one statement of many cases takes longer to write than to do.
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE articles_article SET latest_id = %s, state = %s, audit_tip = %s WHERE id = %s",
            [(each.latest_id, each.state, each.audit_tip, each.pk) for each in articles],
        )
    Effect.objects.bulk_create(
        Effect(edition=edition, kind="index", wanted_at=now, due_at=now) for edition in editions
    )


def _relate(revisions: Sequence[Revision], editions: Sequence[Edition], cast: Cast) -> None:
    pairs = list(zip(revisions, editions, strict=True))
    by_name = {tag.name: tag for tag in cast.tags.values()}
    RevisionTag.objects.bulk_create(
        RevisionTag(content_object=r, tag=by_name[name], position=place)
        for r, _e in pairs
        for place, name in enumerate(r.tag_names)
    )
    EditionTag.objects.bulk_create(
        EditionTag(content_object=e, tag=by_name[name], position=place)
        for _r, e in pairs
        for place, name in enumerate(e.tag_names)
    )
    RevisionAuthor.objects.bulk_create(
        RevisionAuthor(revision=r, author=cast.authors[r.author_names[0]]) for r, _e in pairs
    )
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=e, author=cast.authors[e.author_names[0]]) for _r, e in pairs
    )


def _views(
    stories: Sequence[Story], articles: Sequence[Article], dice: random.Random, now: datetime
) -> dict[int, dict[int, int]]:
    """Views that begin strong and fade, and the last two days hour by hour."""
    this_hour = int(now.timestamp()) // 3600
    result: dict[int, dict[int, int]] = {}
    for story, article in zip(stories, articles, strict=True):
        born = int(story.live_from.timestamp()) // 3600
        hours = {born: round(200 * story.popularity)}
        for hour in range(max(born, this_hour - 48), this_hour):
            rate = 60 * story.popularity * 2 ** (-(hour - born) / 12)
            hours[hour] = hours.get(hour, 0) + int(rate + dice.random())
        result[article.pk] = {hour: views for hour, views in hours.items() if views}
    return result
