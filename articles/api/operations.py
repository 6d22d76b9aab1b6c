"""The addresses of the API; each asks the readers' own questions, so it can say no more than the pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.responses import Status

from articles.api import cursors, printing, shapes
from articles.api.asking import Asked, Sought, is_slug
from articles.api.problems import Missing
from articles.publishing.models import Edition
from articles.reading import addresses, hot, lists, stories
from articles.reading.phrases import iso
from articles.reading.visits import visit_of

LARGEST = cursors.LARGEST
AWAY = {503: shapes.Problem}
NAMED = {404: shapes.Problem, **AWAY}
router = Router()


@router.get("/articles", response={200: shapes.Lines, 400: shapes.Problem, **AWAY}, operation_id="listArticles",
            summary="Articles, newest first")  # fmt: skip
def articles(request: HttpRequest, asked: Query[Asked]) -> shapes.Lines:
    """What is public now, by first publication. Read on with `next` until it is null."""
    now = visit_of(request).now
    found = list(asked.part(now))
    shown = found[: asked.limit]
    cursor = cursors.written(shown[-1]) if len(found) > asked.limit else None
    following = printing.listing(**asked.filters(), cursor=cursor) if cursor else None
    lines = [printing.line(edition, now) for edition in shown]
    return shapes.Lines(articles=lines, next_cursor=cursor, next=following)


@router.get("/articles/{int:article_id}", operation_id="readArticle", summary="One article",
            response={200: shapes.Article, 410: shapes.Withdrawn, **NAMED})  # fmt: skip
def article(request: HttpRequest, article_id: int) -> shapes.Article | Status[Any]:
    """A whole article. One that was withdrawn answers 410 with the public note and nothing else."""
    now = visit_of(request).now
    edition = stories.live(article_id, now) if article_id <= LARGEST else None
    if edition is not None:
        return printing.article(edition, _translations(edition, request), now)
    last = stories.last_public(article_id, now) if article_id <= LARGEST else None
    if last is None:
        raise Missing
    return Status(410, printing.withdrawn(last, _("This article has been withdrawn.")))


def _translations(edition: Edition, request: HttpRequest) -> list[Edition]:
    if not edition.translation_key:
        return []
    same = lists.cards(visit_of(request).now).filter(translation_key=edition.translation_key)
    return list(same.exclude(article_id=edition.article_id).exclude(language=edition.language))


@router.get("/categories", response={200: shapes.Categories, **AWAY}, operation_id="listCategories",
            summary="Categories")  # fmt: skip
def categories(request: HttpRequest) -> shapes.Categories:
    """The categories that hold something public, in the newsroom's order."""
    found = lists.categories(visit_of(request).now)
    return shapes.Categories(categories=[printing.category(each) for each in found])


@router.get("/tags/{slug}", response={200: shapes.CountedTag, **NAMED}, operation_id="readTag",
            summary="One tag")  # fmt: skip
def tag(request: HttpRequest, slug: str) -> shapes.CountedTag:
    """A tag with at least one public article; every spelling of it leads here."""
    own = addresses.tag_slug(slug) if is_slug(slug) else ""
    found = lists.counted_tag(visit_of(request).now, own) if own else None
    if found is None:
        raise Missing
    return printing.tag(found)


@router.get("/authors/{slug}", response={200: shapes.Author, **NAMED}, operation_id="readAuthor",
            summary="One author")  # fmt: skip
def author(request: HttpRequest, slug: str) -> shapes.Author:
    """An author with at least one public article; name and biography as they were last printed."""
    person = lists.person(visit_of(request).now, slug) if is_slug(slug) else None
    if person is None:
        raise Missing
    return printing.author({"slug": slug, "name": person.name, "bio": person.bio})


@router.get("/search", response={200: shapes.Found, 400: shapes.Problem, **AWAY}, operation_id="search",
            summary="Search")  # fmt: skip
def search(request: HttpRequest, sought: Query[Sought]) -> shapes.Found:
    """What is public now and holds the words: phrases in quotes, `-word` leaves out, Chinese from two characters on."""
    now = visit_of(request).now
    results = sought.results(now)
    more = results.has_more and sought.page < lists.LAST_PAGE
    return shapes.Found(
        articles=[printing.line(edition, now) for edition in results.editions],
        total=results.total,
        next=printing.finding(**sought.filters(), page=str(sought.page + 1)) if more else None,
        query=results.query.text,
        is_cut=results.query.cut,
        by_pinyin=results.by_pinyin,
    )


@router.get("/hot", response={200: shapes.HotList, **AWAY}, operation_id="readHotList",
            summary="The hot list")  # fmt: skip
def hot_list(request: HttpRequest) -> shapes.HotList:
    """What readers open most at the moment, without what is no longer public."""
    visit = visit_of(request)
    ranking = hot.stored(visit.now)
    live = list(
        lists.with_covers(lists.cards(visit.now)).filter(article_id__in=hot.wanted(ranking, hot.WHOLE))
    )
    block = hot.block(ranking, live, visit, most=hot.WHOLE)
    if ranking is None or block is None:
        return shapes.HotList(as_of=None, places=[])
    heats = {entry["article"]: entry.get("heat") for entry in ranking.entries}
    by_article = {edition.article_id: edition for edition in live}
    places = [
        shapes.Place(
            place=each.place, heat=heats[each.card.article_id], is_new=each.is_new, moved=each.moved,
            article=printing.line(by_article[each.card.article_id], visit.now),
        )
        for each in block.lines
    ]  # fmt: skip
    return shapes.HotList(as_of=iso(min(ranking.confirmed_at, visit.now)), places=places)
