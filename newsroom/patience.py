"""Asks a question that may never be answered, and never waits longer than it said."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Patience(Generic[Answer]):
    """One question at a time, in a thread of its own: a frozen server holds up one thread, not one a request.

    A client of a database cannot do this by itself: a frozen server still accepts what the kernel hands it.
    """

    def __init__(self, question: Callable[[], Answer]) -> None:
        self.question = question
        self.lock = threading.Lock()
        self.pending: Future[Answer] | None = None

    def ask(self, seconds: float) -> Answer:
        """The answer. Raises TimeoutError after ``seconds``, or whatever the question raised."""
        return self._asked().result(timeout=seconds)

    def _asked(self) -> Future[Answer]:
        with self.lock:
            if self.pending is None or self.pending.done():
                self.pending = Future()
                threading.Thread(target=self._answer, args=(self.pending,), daemon=True).start()
            return self.pending

    def _answer(self, pending: Future[Answer]) -> None:
        try:
            pending.set_result(self.question())
        except BaseException as error:
            pending.set_exception(error)
