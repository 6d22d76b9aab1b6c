"""The one error of reading a file: its line, what is wrong and what to do, for a door to translate."""

from collections.abc import Mapping


class FrontMatterError(ValueError):
    """A file cannot be read; ``message % params`` is a sentence, ``line`` counts from 1."""

    def __init__(self, line: int, message: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(line, message, dict(params or {}))
        self.line = line
        self.message = message
        self.params = dict(params or {})

    def __str__(self) -> str:
        return f"line {self.line}: {self.message % self.params}"


def shown(value: object) -> str:
    """``value`` as a message quotes it: on one line and short."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"
