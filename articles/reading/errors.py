"""Refusals in the newsroom's language: what is, then what follows."""

from django.http import HttpRequest, HttpResponse


def _plain(status: int, words: str) -> HttpResponse:
    return HttpResponse(words + "\n", status=status, content_type="text/plain; charset=utf-8")


def bad_request(_request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    return _plain(400, "This request could not be understood.")


def forbidden(_request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    return _plain(403, "You may not open this page.")


def not_found(_request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    return _plain(404, "There is no page at this address.")


def server_error(_request: HttpRequest) -> HttpResponse:
    return _plain(500, "Something broke on our side.")
