"""Through which door a deed came into the house: whoever opens one says so once, and the audit writes it down."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext_lazy as _

# What nobody let in was typed on the server itself: a command, or a shell.
COMMAND = "command"
DOORS = [
    ("desk", _("desk")),
    ("bulk", _("desk, many at once")),
    ("link", _("review link")),
    ("import", _("import")),
    (COMMAND, _("command line")),
    ("clock", _("clock")),
]
_open: ContextVar[str] = ContextVar("door", default=COMMAND)


@contextmanager
def through(door: str) -> Iterator[None]:
    """Whatever is done inside came through ``door``, one of DOORS; the innermost counts."""
    token = _open.set(door)
    try:
        yield
    finally:
        _open.reset(token)


def door() -> str:
    """The door that is open now."""
    return _open.get()
