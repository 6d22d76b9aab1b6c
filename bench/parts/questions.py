"""How many questions to the database a page costs, kept and with nothing of it made before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def asked(path: str) -> tuple[int, int]:
    """The questions for a page that is kept, and for the same page where none is kept."""
    from django.test.utils import override_settings

    from tests.reading.porches import Reader

    host = {"host": "127.0.0.1"}
    with override_settings(PAGE_CACHE=False), _counted() as made:
        _expect(Reader().get(path, headers=host))
    with override_settings(PAGE_CACHE=True):
        reader = Reader()
        _expect(reader.get(path, headers=host))
        with _counted() as kept:
            _expect(reader.get(path, headers=host))
    return len(kept), len(made)


@contextmanager
def _counted() -> Iterator[list[str]]:
    from django.db import connection

    statements: list[str] = []

    def note(execute: Any, statement: str, *words: Any) -> Any:
        statements.append(statement)
        return execute(statement, *words)

    with connection.execute_wrapper(note):
        yield statements


def _expect(answer: Any) -> None:
    if answer.status_code != 200:
        raise RuntimeError(f"answered {answer.status_code}")
