"""Doors: what every readers' address has in common before its own view is asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from articles.reading import caching, errors
from articles.reading.visits import spoken, visit_of

View = Callable[..., HttpResponse]


def page(view: Callable[..., HttpResponse]) -> View:
    """Make ``view(request, visit, …)`` a door: GET and HEAD only, in readers' language, cached while it may be."""

    # Nothing can be sent to it, so who tries is told that, and not that a form has expired.
    @csrf_exempt
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return errors.method_not_allowed(request, ("GET", "HEAD"))
        visit = visit_of(request)
        with spoken():
            try:
                return caching.answer(request, visit, lambda: view(request, visit, *args, **kwargs))
            except (OperationalError, InterfaceError):
                return errors.unavailable(request)

    return door
