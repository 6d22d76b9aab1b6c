"""What was read last: the same objects as long as the database says the same."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Said = tuple[Any, ...]


class Last(Generic[T]):
    """Remembers one row as the database said it, and what was read of it."""

    def __init__(self) -> None:
        self._kept: tuple[Said, T] | None = None

    def of(self, said: Said, read: Callable[[], T]) -> tuple[Said, T]:
        """``said`` with what ``read`` makes of it, unless that was made the last time."""
        kept = self._kept
        if kept is None or kept[0] != said:
            kept = self._kept = said, read()
        return kept
