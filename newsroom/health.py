"""Tells a supervisor whether the process is up, and an operator which parts work and what works regardless."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom import inspection


@require_safe
@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """Each part in words; 503 only when no page can be made, for then others should be asked."""
    parts = inspection.parts()
    states = {part.state for part in parts}
    status = next(state for state in (inspection.DOWN, inspection.DEGRADED, inspection.OK) if state in states)
    answer = {"status": status, "parts": [{k: v for k, v in part._asdict().items() if v} for part in parts]}
    response = JsonResponse(answer, status=503 if status == inspection.DOWN else 200)
    if response.status_code == 503:
        response.headers["Retry-After"] = "5"
    return response
