"""Facts of other producers are counted like our own, whatever their order, and each bad line is named."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.utils import timezone

from articles.popularity import days, facts
from articles.popularity.counter_keys import ADMITTED
from articles.popularity.facts import Fact
from articles.popularity.models import Standing, ViewHour
from articles.popularity.standing import hour_of
from tests.builders import NOON
from tests.popularity.making import live_article

pytestmark = pytest.mark.django_db
NOW = hour_of(NOON)


def line(**changed: Any) -> bytes:
    fact = {"hour": NOW - 1, "kind": "view", "article": 7, "epoch": "edge-1", "count": 3}
    return json.dumps({key: value for key, value in (fact | changed).items() if value is not None}).encode()


def counted(tmp_path: Path, *lines: bytes) -> tuple[str, str]:
    """What the command says and what it complains of."""
    path = tmp_path / "facts.ndjson"
    path.write_bytes(b"\n".join(lines))
    said, complained = StringIO(), StringIO()
    try:
        call_command("count_views", str(path), stdout=said, stderr=complained)
    except CommandError as error:
        complained.write(f"{error}\n")
    return said.getvalue(), complained.getvalue()


def test_facts_grow_totals_and_sums_and_twice_is_once(tmp_path: Path) -> None:
    lines = [line(), line(count=5), line(count=4), line(article=8, count=1), line(kind="robot", count=9)]
    said, complained = counted(tmp_path, *lines, b"")
    assert (said, complained) == ("5 lines, 3 rows grew, 6 views added.\n", "")
    assert counted(tmp_path, *lines) == ("5 lines, 0 rows grew, 0 views added.\n", "")
    assert dict(Standing.objects.values_list("article_id", "views")) == {7: 5, 8: 1}


def test_two_lives_add_up(tmp_path: Path) -> None:
    counted(tmp_path, line(epoch="one"), line(epoch="two"), line(epoch="one", count=2))
    assert Standing.objects.get(article_id=7).views == 6


BAD = [
    b"{",
    b"[1, 2]",
    b"\xff\xfe",
    line(hour=None),
    line(hour="12"),
    line(hour=True),
    line(hour=10**7),
    line(hour=-1),
    line(kind="clicks"),
    line(kind="received"),
    line(article=0),
    line(article=2**63),
    line(article=1.5),
    line(epoch=""),
    line(epoch="a:b"),
    line(epoch="x" * 33),
    line(epoch=ADMITTED),
    line(count=-1),
    line(count=None),
    b'{"hour": NaN}',
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, bad: bytes) -> None:
    said, complained = counted(tmp_path, line(article=1), bad, line(article=2))
    assert said == "3 lines, 2 rows grew, 6 views added.\n"
    assert complained.startswith("Line 2: ")
    assert complained.splitlines()[-1].startswith("1 of 3 lines were not counted")


def test_an_hour_whose_day_was_rolled_up_takes_nothing_more(tmp_path: Path) -> None:
    today = timezone.now()
    old = (hour_of(today) // 24 - 40) * 24
    assert counted(tmp_path, line(hour=old))[1] == ""
    days.roll_up(today)
    said, complained = counted(tmp_path, line(article=9), line(hour=old), line(hour=old + 24))
    assert said == "3 lines, 2 rows grew, 6 views added.\n"
    assert complained.startswith("Line 2: ")
    assert ViewHour.objects.filter(hour=old).count() == 0


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("count_views", str(tmp_path / "nowhere"))


def test_facts_come_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lines"
    path.write_bytes(line() + b"\n" + line(article=8))
    with path.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        call_command("count_views", "-", stdout=StringIO())
    assert ViewHour.objects.aggregate(sum=Sum("count"))["sum"] == 6


def test_more_facts_than_fit_one_statement() -> None:
    article = live_article()
    many = [Fact(NOW, "view", article + number, "e", 2) for number in range(1201)]
    assert facts.state(many, NOON) == (1201, 2402, frozenset())
    assert facts.state(reversed(many), NOON) == (0, 0, frozenset())
