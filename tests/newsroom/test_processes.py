"""A child comes back with growing pauses, and leaves nobody behind when it goes."""

import io
import os
import signal
import sys
import time

import pytest

from newsroom import holding
from newsroom.output import Screen, table
from newsroom.processes import Child, ending, pause


class Hours:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def screen():
    return Screen(io.StringIO())


@pytest.fixture
def make(screen, tmp_path):
    """Makes children that are gone after the test."""
    made = []

    def child(code, *, clock=time.monotonic, stop_seconds=5.0):
        one = Child(
            "web",
            [sys.executable, "-c", code],
            environment=os.environ,
            folder=tmp_path,
            screen=screen,
            stop_seconds=stop_seconds,
            clock=clock,
        )
        made.append(one)
        return one

    yield child
    for one in made:
        one.stop(0)


def until(true, seconds=10):
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def test_pauses_double_up_to_half_a_minute():
    assert [pause(deaths) for deaths in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_dead_child_comes_back_after_its_pause(make, screen):
    clock = Hours()
    child = make("raise SystemExit(3)", clock=clock)
    child.start()
    child.process.wait()
    assert child.tend() is True
    clock.now = 0.9
    assert (child.tend(), child.pid) == (False, None)
    clock.now = 1.0
    assert child.tend() is True
    assert "web ended (status 3); again in 1 s" in screen.stream.getvalue()


def test_each_early_death_doubles_the_pause_and_a_long_life_forgives(make):
    clock = Hours()
    child = make("", clock=clock)
    child.start()
    pauses = []
    for life in (0, 0, 0, 60, 0):
        child.process.wait()
        clock.now += life
        child.tend()
        pauses.append(child.start_again_at - clock.now)
        clock.now = child.start_again_at
        child.tend()
    assert pauses == [1, 2, 4, 1, 2]


def test_a_child_stops_when_it_is_asked(make):
    child = make("import time; print('up', flush=True); time.sleep(60)")
    child.start()
    until(lambda: "up" in child.screen.stream.getvalue())
    begun = time.monotonic()
    child.stop()
    assert (child.process.returncode, time.monotonic() - begun < 2) == (-signal.SIGTERM, True)


def test_a_child_that_will_not_stop_is_ended_with_its_whole_group(make, screen):
    code = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.fork();"
        "print('up', os.getpid(), flush=True); time.sleep(60)"
    )
    child = make(code, stop_seconds=0.3)
    child.start()
    until(lambda: screen.stream.getvalue().count("up") == 2)
    pids = [int(line.rsplit(" ", 1)[1]) for line in screen.stream.getvalue().splitlines()]
    child.stop()
    until(lambda: not any(holding.birth(pid) for pid in pids))
    assert "web did not stop in time and is ended" in screen.stream.getvalue()


def test_what_a_dead_leader_left_is_ended_before_the_next_start(make, screen):
    child = make("import os, time; pid = os.fork(); print('pid', pid, flush=True) if pid else time.sleep(60)")
    child.start()
    child.process.wait()
    until(lambda: "pid" in screen.stream.getvalue())
    orphan = int(screen.stream.getvalue().split("pid ")[1])
    child.tend()
    until(lambda: not holding.birth(orphan))


@pytest.mark.skipif("sys.platform != 'linux'", reason="other systems have no signal at a parent's death")
def test_a_child_ends_with_its_runner_even_by_sigkill(tmp_path):
    code = (
        "import io, os, sys, time; from pathlib import Path; from newsroom.output import Screen;"
        "from newsroom.processes import Child;"
        "c = Child('web', [sys.executable, '-c', 'import time; time.sleep(60)'], environment=os.environ,"
        f"folder=Path({str(tmp_path)!r}), screen=Screen(io.StringIO()), stop_seconds=1); c.start();"
        f"Path({str(tmp_path / 'pid')!r}).write_text(str(c.pid)); time.sleep(0.5);"
        "os.kill(os.getpid(), 9)"
    )
    assert os.spawnl(os.P_WAIT, sys.executable, sys.executable, "-c", code) == -signal.SIGKILL
    until(lambda: not holding.birth(int((tmp_path / "pid").read_text())))


def test_the_way_a_process_ended_is_told_in_words():
    assert [ending(code) for code in (0, 3, -9)] == ["status 0", "status 3", "signal SIGKILL"]


def test_a_second_holder_is_told_the_first(tmp_path):
    with (
        holding.holding(tmp_path),
        pytest.raises(holding.Held, match=rf"already up \(pid {os.getpid()}\)"),
        holding.holding(tmp_path),
    ):
        pass
    with holding.holding(tmp_path):
        assert (tmp_path / "up.lock").read_text() == f"{os.getpid()}\n"


def test_only_the_very_process_that_was_remembered_is_ours(tmp_path, make):
    child = make("import time; time.sleep(60)")
    child.start()
    holding.remember(tmp_path, [child.pid])
    assert holding.left_behind(tmp_path) == [child.pid]
    other = (tmp_path / "up.children").read_text().replace(holding.birth(child.pid), "another birth")
    (tmp_path / "up.children").write_text(other)
    assert holding.left_behind(tmp_path) == []


def test_nothing_is_left_behind_where_nothing_was_remembered(tmp_path):
    assert holding.left_behind(tmp_path) == []
    (tmp_path / "up.children").write_text("{half a line")
    assert holding.left_behind(tmp_path) == []


def test_what_was_left_behind_is_ended(tmp_path, make):
    child = make(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    child.start()
    until(lambda: "up" in child.screen.stream.getvalue())
    holding.end([child.pid], seconds=0.3)
    assert holding.birth(child.process.pid) == ""


def test_lines_carry_the_name_of_their_child():
    screen = Screen(io.StringIO())
    screen.say("web", "港口\x1b[2J恢复")
    assert screen.stream.getvalue() == "web    │ 港口[2J恢复\n"


def test_names_are_coloured_on_a_terminal():
    stream = io.StringIO()
    stream.isatty = lambda: True
    Screen(stream).say("web", "x")
    assert stream.getvalue() == "\x1b[36mweb    │\x1b[0m x\n"


def test_a_closed_terminal_stops_nobody():
    stream = io.StringIO()
    screen = Screen(stream)
    stream.close()
    assert screen.say("web", "x") is None


def test_a_table_has_its_columns_below_each_other():
    assert table([("Role", "Name"), ("Chief", "lin")]).splitlines() == [
        "Role   Name",
        "─────  ────",
        "Chief  lin",
    ]
