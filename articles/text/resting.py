"""The search for cycles of garbage rests while a text is read: what a text is read into makes none.

A large text is read into hundreds of thousands of tokens, and to walk them again and again took half of the time.
"""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def without_collecting(reading: Callable[P, R]) -> Callable[P, R]:
    """Let ``reading`` run without the collector of cycles; it is on again when what was built is gone.

    Only who turned it off turns it on, so threads that read side by side always leave it as it was.
    """

    @wraps(reading)
    def undisturbed(*args: P.args, **kwargs: P.kwargs) -> R:
        if not gc.isenabled():
            return reading(*args, **kwargs)
        gc.disable()
        try:
            return reading(*args, **kwargs)
        finally:
            gc.enable()

    return undisturbed
