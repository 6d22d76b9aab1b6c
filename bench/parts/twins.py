"""A newsroom kept as it is in a process of its own, to be asked in turn with the one that grows.

A machine that is slower in one quarter of an hour than in the next would else be taken for a slow archive.
"""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

SUFFIX = "kept"


class Kept:
    """A copy of the database as it stands, with a process that answers from it until ``close``."""

    def __init__(self, serve: Callable[[], Any]) -> None:
        """``serve`` is called once in the process of the copy; what it returns is asked there."""
        from django.db import connection, connections

        connections.close_all()
        connection.creation.clone_test_db(suffix=SUFFIX, verbosity=0, autoclobber=True)
        connections.close_all()
        self._ours, theirs = get_context("fork").Pipe()
        self._process = get_context("fork").Process(target=_answer, args=(theirs, serve), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, way: str, about: str) -> Any:
        """What the method ``way`` says there of ``about``; EOFError when that process has ended."""
        self._ours.send((way, about))
        return self._ours.recv()

    def close(self) -> None:
        """End the process and remove the copy."""
        from django.db import connection

        self._ours.close()
        self._process.join(10)
        connection.creation.destroy_test_db(suffix=SUFFIX, verbosity=0)


def _answer(pipe: Connection, serve: Callable[[], Any]) -> None:
    from django.db import connection

    connection.settings_dict = connection.creation.get_test_db_clone_settings(SUFFIX)
    asked = serve()
    try:
        while True:
            way, about = pipe.recv()
            pipe.send(getattr(asked, way)(about))
    except EOFError:
        connection.close()
