"""Front pages through the real ranking: it orders the next hour better than the classical formulas.

One page is invented here and always replayed; a recorded one is replayed as well where it lies beside the checkout.
"""

import gzip
from pathlib import Path
from statistics import mean

import pytest

from bench.parts import frontpages, replaying
from bench.parts.replaying import Row

DAYS = 12
RECORDED = [file for file in replaying.files() if "year1" in file.name]
INVENTED_DAYS, INVENTED_VIEWS = 6, 500


def means(rows: list[Row], share: float = 1.0) -> dict[str, float]:
    return {name: mean(score.ndcg) for name, score in replaying.replay(rows, share).items()}


@pytest.fixture(scope="module")
def invented() -> list[Row]:
    return frontpages.invent(1, INVENTED_DAYS, INVENTED_VIEWS)


@pytest.fixture(scope="module")
def told(invented: list[Row]) -> dict[str, float]:
    return means(invented)


def test_the_cascade_is_ahead_on_an_invented_page(told: dict[str, float]) -> None:
    assert told["cascade"] >= 1.05 * max(
        told[name] for name in ("all-time", "last 24 h", "Hacker News", "Reddit")
    )
    assert told["cascade"] >= told["last hour"]


def test_a_tenth_of_the_traffic_costs_the_cascade_less_than_the_last_hour(
    invented: list[Row], told: dict[str, float]
) -> None:
    thin = means(invented, 0.1)
    assert 1.03 * thin["last hour"] <= thin["cascade"] < told["cascade"]


def test_the_order_that_knows_the_future_is_the_best(invented: list[Row]) -> None:
    """The measure itself can tell: what was really read next scores 1, its reverse much less."""
    courses: dict[int, replaying.Course] = {}
    for row in invented:
        courses.setdefault(row.story, replaying.Course(row.published_at)).add(row.at, row.votes)
    at = invented[0].at + 3 * replaying.DAY
    gains = {
        row.story: gain
        for row in invented
        if row.at == at and (gain := courses[row.story].gain(at)) is not None
    }
    best = sorted(gains, key=lambda story: gains[story], reverse=True)
    assert len(gains) >= 15
    assert replaying.ndcg(best, gains) == 1
    assert replaying.ndcg(best[::-1], gains) < 0.5


def test_a_file_is_read_as_it_was_recorded(tmp_path: Path, invented: list[Row]) -> None:
    file = tmp_path / "page.csv.gz"
    with gzip.open(file, "wt") as out:
        out.write("snapshot_at,story_id,published_at,votes,rank\n")
        out.writelines(",".join(map(str, row)) + "\n" for row in invented)
    assert replaying.files(str(tmp_path)) == replaying.files(str(file)) == [file]
    assert replaying.read(file) == invented
    assert replaying.read(file, 2) == [row for row in invented if row.at < invented[0].at + 2 * replaying.DAY]


def test_votes_lie_on_straight_lines_between_the_rows() -> None:
    course = replaying.Course(0)
    course.add(3600, 10)
    course.add(7200, 30)
    course.add(10_800, 20)  # a count that falls is a fault of the page
    assert [course.by(at) for at in (0, 1800, 3600, 5400, 7200, 10_800)] == [0, 5, 10, 20, 30, 30]
    assert (course.gain(3600), course.gain(5400), course.gain(7201)) == (20, 10, None)


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.name)
def test_the_cascade_is_ahead_on_a_recorded_page(file: Path) -> None:
    rows = replaying.read(file, DAYS)
    whole, thin = means(rows), means(rows, 0.1)
    classical = max(whole[name] for name in ("all-time", "last 24 h", "Hacker News", "Reddit"))
    assert whole["cascade"] >= 0.910
    assert whole["cascade"] >= 1.05 * classical
    assert whole["cascade"] >= 1.01 * whole["last hour"]
    assert whole["Hacker News"] == pytest.approx(0.87, abs=0.02)
    order = ["last hour", "Hacker News", "Reddit", "newest first", "all-time"]
    assert sorted(order, key=lambda name: whole[name], reverse=True) == order
    assert thin["cascade"] >= 0.86
    assert thin["cascade"] >= 1.03 * thin["last hour"]
    assert thin["cascade"] < whole["cascade"]
