"""Readers' queries find what they should: a labelled set over the demo and invented articles, on either database."""

from datetime import datetime
from typing import Any

import pytest

from articles.publishing.models import Edition
from articles.reading import bands, indexing, matching, searching, walks
from articles.text import scripts
from articles.text.search import parse_query
from tests.builders import DAY, HOUR, NOON
from tests.reading import findable, judging, printing

pytestmark = pytest.mark.django_db
INVENTED = 300
LEAST_RECALL, LEAST_RANK = 0.99, 0.98  # measured: 1.000 and 0.992 on both databases
LEAST_QUERIES = 200


@pytest.fixture
def demo(db: None) -> dict[str, int]:
    """Every story of the demo, live."""
    return findable.load_demo(NOON)


def find(text: str, *, now: datetime = NOON, **options: Any) -> list[int]:
    return [edition.article_id for edition in searching.search(text, now=now, **options).editions]


def test_the_labelled_queries_find_their_articles(demo: dict[str, int]) -> None:
    findable.invent(INVENTED, now=NOON)
    queries = judging.labelled(demo, NOON)
    assert len({each.query for each in queries}) >= LEAST_QUERIES
    score = judging.score(queries, find)
    assert score.recall >= LEAST_RECALL
    assert score.rank >= LEAST_RANK
    assert score.quiet == 1.0


def test_every_piece_of_a_demo_headline_finds_it_and_the_whole_puts_it_first(demo: dict[str, int]) -> None:
    for edition in Edition.objects.live(NOON):
        assert find(edition.title)[0] == edition.article_id, edition.title
        for piece in pieces(edition.title):
            assert edition.article_id in find(piece), (edition.title, piece)


def pieces(title: str) -> list[str]:
    """Every substring of two or more Han characters; the longest first."""
    runs = [run for run in scripts.RUN.findall(title) if scripts.han(run) == len(run)]
    return [
        run[start:end]
        for run in runs
        for start in range(len(run) - 1)
        for end in range(len(run), start + 1, -1)
    ]


def test_a_headline_typed_without_its_marks_is_found_first() -> None:
    for place, title in enumerate(("一次阅读，只数一次", "别处也说一次阅读只数一次")):
        edition = printing.printed(title, slug=f"s{place}", at=NOON - DAY + place * HOUR)
        indexing.index_edition(edition, NOON)
    found = searching.search("一次阅读只数一次", now=NOON)
    assert [edition.title for edition in found.editions] == ["一次阅读，只数一次", "别处也说一次阅读只数一次"]


def test_what_sounds_alike_in_a_headline_comes_before_a_tag() -> None:
    for place, (title, tags) in enumerate((("青礁港的黑板", ()), ("渡轮的冬天", ("青礁港",)))):
        edition = printing.printed(
            title, tags=tags, summary="一句话。", slug=f"s{place}", at=NOON - DAY + place * HOUR
        )
        indexing.index_edition(edition, NOON)
    for letters in ("qingjiaogang", "qing jiao", "qjg"):
        found = searching.search(letters, now=NOON)
        assert [edition.title for edition in found.editions] == ["青礁港的黑板", "渡轮的冬天"], letters


@pytest.mark.parametrize(
    "asked", ["港口调度", "港口 调度", "潮", "lowford", "港口 -青礁港", "调度 lowford", "数据"]
)
@pytest.mark.parametrize("sort", [searching.RELEVANCE, searching.TIME])
@pytest.mark.parametrize("soon", [0, 25, 3000])
def test_what_is_found_often_stands_in_the_same_order_as_what_is_found_seldom(
    monkeypatch: Any, asked: str, sort: str, soon: int
) -> None:
    findable.invent(120, now=NOON)
    seldom = [searching.search(asked, now=NOON, sort=sort, page=page) for page in (1, 2, 3)]
    monkeypatch.setattr(matching, "MOST", 3)
    monkeypatch.setattr(walks, "SOON", soon)
    often = [searching.search(asked, now=NOON, sort=sort, page=page) for page in (1, 2, 3)]
    assert [page.editions for page in often] == [page.editions for page in seldom]
    assert [page.total for page in often] == [page.total for page in seldom]


@pytest.mark.parametrize("narrowed", [searching.Filters(category="harbour"), searching.Filters(tag="芯片")])
@pytest.mark.parametrize("soon", [0, 3, 30])
def test_filters_leave_the_same_of_what_is_found_often(
    monkeypatch: Any, soon: int, narrowed: searching.Filters
) -> None:
    """Of 120 articles about 20 are in the category: for ``soon`` of 3 they are many, for 30 few."""
    findable.invent(120, now=NOON)
    asked = ("港口", "潮", "的", "harbour -lowford")
    seldom = [searching.search(words, now=NOON, filters=narrowed) for words in asked]
    monkeypatch.setattr(matching, "MOST", 3)
    monkeypatch.setattr(searching, "MOST", 7)
    monkeypatch.setattr(walks, "SOON", soon)
    often = [searching.search(words, now=NOON, filters=narrowed) for words in asked]
    assert [(page.total, page.editions[:7]) for page in often] == [
        (min(page.total, 7), page.editions[:7]) for page in seldom
    ]
    assert [page.total > 0 for page in seldom] == [True] * len(asked)


@pytest.mark.parametrize(
    "asked", ["港口", "潮", "t", "5G", '"公交时刻"', "的 -港口 -lowford", "港口调度 harbour"]
)
def test_a_copy_holds_what_the_index_finds_in_it(asked: str) -> None:
    findable.invent(120, now=NOON)
    query, entries = parse_query(asked), searching._narrowed(NOON, searching.Filters()).entries
    held = set(entries.filter(matching.holding(query)).values_list("pk", flat=True))
    assert held == set(entries.filter(pk__in=matching.every(query)).values_list("pk", flat=True))
    assert 0 < len(held) < 120


def test_the_count_ends_where_nobody_can_leaf_further(monkeypatch: Any) -> None:
    monkeypatch.setattr(searching, "MOST", 5)
    for edition in printing.many(7):
        indexing.index_edition(edition, NOON)
    found = searching.search("潮汐", now=NOON)
    assert (found.total, found.is_more) == (5, True)


def test_an_interval_that_moves_moves_in_the_index_by_itself() -> None:
    edition = printing.printed()
    indexing.index_edition(edition, NOON)
    Edition.objects.filter(pk=edition.pk).update(live_until=NOON)
    entry = edition.search_entry
    entry.refresh_from_db()
    assert entry.live_until == NOON
    assert find("港口") == []


def test_the_best_of_much_is_cut_where_it_is_asked_to() -> None:
    findable.invent(60, now=NOON)
    ground = searching._narrowed(NOON, searching.Filters())
    whole = bands.best(walks.walk(ground), parse_query("公交时刻"), 60)
    assert bands.best(walks.walk(ground), parse_query("公交时刻"), 3) == whole[:3]
