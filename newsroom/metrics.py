"""Numbers for Prometheus."""

from django.http import HttpRequest, HttpResponse


def metrics(_request: HttpRequest) -> HttpResponse:
    """The text exposition format."""
    return HttpResponse("", content_type="text/plain; version=0.0.4")
