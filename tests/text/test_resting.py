"""While a text is read the collector of cycles rests, and afterwards everything is as it was."""

import gc
import threading
from collections.abc import Iterator

import pytest

from articles.text.markdown import render
from articles.text.resting import without_collecting
from tests.text.test_markdown_documents import CONVERTED, REPORT


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    assert gc.isenabled()
    yield
    assert gc.isenabled()


def test_a_rendered_text_leaves_no_cycle_behind() -> None:
    text = REPORT + CONVERTED
    render(text)  # what is made once for all texts is made
    gc.collect()
    gc.disable()
    try:
        render(text)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_it_rests_within_and_only_within() -> None:
    assert without_collecting(gc.isenabled)() is False


def test_a_fault_ends_the_rest() -> None:
    with pytest.raises(ZeroDivisionError):
        without_collecting(lambda: 1 / 0)()


def test_whoever_turned_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        without_collecting(int)()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_readers_side_by_side_leave_it_on_whoever_ends_first() -> None:
    inside, ended = threading.Event(), threading.Event()

    def longer() -> None:
        inside.set()
        assert ended.wait(10)

    other = threading.Thread(target=without_collecting(longer))
    other.start()
    assert inside.wait(10)
    without_collecting(int)()
    ended.set()
    other.join(10)
