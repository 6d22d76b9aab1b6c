"""What a rendering knows besides the words: the headline, the language, our pictures and our own address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Picture(NamedTuple):
    """A body picture of ours, as the press knows it; keyed by the address written in the text."""

    sources: tuple[tuple[str, str], ...]  # (mime type, srcset), best first
    src: str
    width: int  # px
    height: int  # px


@dataclass
class Page:
    """One rendering; ``names`` remembers every anchor and table name that is taken."""

    title: str
    language: str
    pictures: Mapping[str, Picture]
    site: str
    names: set[str] = field(default_factory=set)

    def unique(self, name: str, numbered: str = "{name}-{number}") -> str:
        """Return ``name``, or ``name`` with the smallest number from 2 that makes it unique on this page."""
        taken, number = name, 1
        while taken in self.names:
            number = max(number, self._last.get(name, 1)) + 1
            taken = numbered.format(name=name, number=number)
        self._last[name] = number
        self.names.add(taken)
        return taken

    _last: dict[str, int] = field(default_factory=dict)
