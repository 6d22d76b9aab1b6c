"""Flushers and Redis are killed while views are counted; every acknowledged view is in SQL, once."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.popularity import wars
from tests.popularity.wars import War

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test alone, of the kind the suite runs on, with all tables."""
    with wars.database(os.environ.get("TEST_DATABASE_URL", ""), tmp_path) as address:
        yield address


def survive(
    database: str,
    folder: Path,
    settings: Any,
    *,
    looks: int,
    redis_kills: int,
    protocol: str,
    parts: bool = False,
    least_kills: int = 0,
) -> tuple[int, Any]:
    """Acknowledged views, and what the nursery says in the end; so many looks in each life of Redis.

    Where a busy machine kills slowly, people go on looking until so many flushers are dead.
    """
    with War(database, folder, settings, protocol) as war:
        for life in range(redis_kills + 1):
            with war.redis():
                _ = war.look_in_parts(looks) if parts else war.look(looks)
                while life == redis_kills and war.kills() < least_kills:
                    war.look(100)
                if life == redis_kills:
                    return war.acknowledged, war.peace()
    raise AssertionError("the war has no end")


def test_a_short_war_loses_nothing(own_database: str, tmp_path: Path, settings: Any) -> None:
    acknowledged, answer = survive(
        own_database, tmp_path, settings, looks=550, redis_kills=1, protocol="absolute"
    )
    assert acknowledged >= 1000
    assert answer["kills"] >= 10
    assert answer["ended"] == 0
    assert answer["views"] == {"hours": acknowledged, "standings": acknowledged}


def test_the_war_can_be_lost(own_database: str, tmp_path: Path, settings: Any) -> None:
    acknowledged, answer = survive(
        own_database, tmp_path, settings, looks=500, redis_kills=0, protocol="crude"
    )
    assert answer["kills"] >= 5
    assert answer["views"]["hours"] < acknowledged


@pytest.mark.fault
@pytest.mark.slow
def test_a_long_war_loses_nothing(own_database: str, tmp_path: Path, settings: Any) -> None:
    acknowledged, answer = survive(
        own_database,
        tmp_path,
        settings,
        looks=500 * ROUNDS,
        redis_kills=10,
        protocol="absolute",
        least_kills=200 * ROUNDS,
    )
    assert acknowledged >= 5500 * ROUNDS
    assert answer["kills"] >= 200 * ROUNDS
    assert answer["ended"] == 0
    assert answer["views"] == {"hours": acknowledged, "standings": acknowledged}


@pytest.mark.fault
@pytest.mark.slow
def test_a_long_war_of_parts_loses_nothing(own_database: str, tmp_path: Path, settings: Any) -> None:
    """Ten rounds acknowledge more than a million views."""
    acknowledged, answer = survive(
        own_database,
        tmp_path,
        settings,
        looks=10_000 * ROUNDS,
        redis_kills=10,
        protocol="absolute",
        parts=True,
    )
    assert acknowledged == 110_000 * ROUNDS
    assert answer["kills"] >= 20 * ROUNDS
    assert answer["ended"] == 0
    assert answer["views"] == {"hours": acknowledged, "standings": acknowledged}
