"""The labelled queries of readers, and how well an answer serves them: recall@10 and the reciprocal rank."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import mean

from articles.publishing.models import Edition

FILE = Path(__file__).with_name("search_queries.txt")
INVENTED, NONE = "~", "nothing"
PLACES = 10

Finder = Callable[[str], Sequence[int]]  # a query → article numbers, the best first


@dataclass(frozen=True)
class Labelled:
    """A query, its group, and the numbers of the articles that answer it; none when nothing should be found."""

    kind: str
    query: str
    wanted: frozenset[int]


@dataclass(frozen=True)
class Score:
    """Means over the queries that have an answer; ``quiet`` is the share of those without that found nothing."""

    recall: float
    rank: float
    quiet: float


def labelled(demo: dict[str, int], now: datetime) -> list[Labelled]:
    """The queries of the file. ``demo`` names the numbers of the demo articles. Raises KeyError for a wrong name."""
    titles = list(
        Edition.objects.live(now).filter(slug__startswith="corpus-").values_list("article_id", "title")
    )
    found, kind = [], ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif "=>" in line and not line.startswith("#"):
            query, _arrow, answers = line.partition(" => ")
            named = [each.strip() for each in answers.split(";") if each.strip() != NONE]
            wanted = [number for name in named for number in _numbers(name, demo, titles)]
            found.append(Labelled(kind, query, frozenset(wanted)))
    return found


def _numbers(name: str, demo: dict[str, int], titles: list[tuple[int, str]]) -> list[int]:
    if not name.startswith(INVENTED):
        return [demo[name]]
    found = [number for number, title in titles if name[1:] in title]
    if not found:
        raise KeyError(name)
    return found


def recall(each: Labelled, found: Sequence[int]) -> float:
    """The share of the answers among the first ten, of as many as fit there."""
    return len(each.wanted & set(found[:PLACES])) / min(PLACES, len(each.wanted))


def reciprocal_rank(each: Labelled, found: Sequence[int]) -> float:
    """1 when the first result is an answer, 1/2 when the second is …; 0 without one among the first ten."""
    return next((1 / place for place, number in enumerate(found[:PLACES], 1) if number in each.wanted), 0.0)


def score(queries: Sequence[Labelled], find: Finder) -> Score:
    """Ask every query once."""
    pairs = [(each, find(each.query)) for each in queries]
    asked = [(each, found) for each, found in pairs if each.wanted]
    empty = [not found for each, found in pairs if not each.wanted]
    return Score(
        recall=mean(recall(*pair) for pair in asked),
        rank=mean(reciprocal_rank(*pair) for pair in asked),
        quiet=mean(empty) if empty else 1.0,
    )
