"""A number for every request, no letter that no database holds, and the safety headers that Django does not set."""

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from newsroom.logs import request_number

View = Callable[[HttpRequest], HttpResponse]

API = "/api/"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
log = logging.getLogger("newsroom.requests")


class NumberedRequest:
    """Gives each request a number that every line of the log, a failed answer and an error page show."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = request.number = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        token = request_number.set(number)
        try:
            response = self.get_response(request)
            if response.status_code >= 500:
                response.headers["X-Request-Number"] = number
                log.error(
                    "%s %s answered %s, number %s", request.method, request.path, response.status_code, number
                )
            return response
        finally:
            request_number.reset(token)


class WithoutNul:
    """The letter that no database holds: an address with it names nothing, and a query or a cookie goes without it.

    The interface for programs refuses it in words of its own.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(API):
            return self.get_response(request)
        if "\0" in request.path_info:
            request.path = request.path.replace("\0", "")  # whose words the page that says so looks for
            raise Http404
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        if "\\000" in request.META.get("HTTP_COOKIE", ""):  # as a cookie between quotation marks writes it
            request.META["HTTP_COOKIE"] = ""
        return self.get_response(request)


class SafetyHeaders:
    """Permissions and resource policies on every answer; staff pages are never stored by a shared cache."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-site")
        if request.path.startswith(settings.STAFF_PREFIX):
            response.headers["Cache-Control"] = "private, no-store"
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response
