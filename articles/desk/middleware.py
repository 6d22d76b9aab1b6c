"""Speaks each person's language at the desk, and the newsroom's to everybody else; a refused page is a page too."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from articles.desk.models import Preference


class PersonalSettings:
    """On staff addresses: the language each person chose, else the browser's; times in the newsroom's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.STAFF_PREFIX):
            return self.get_response(request)
        preference = _preference(request)
        request.preference = preference  # type: ignore[attr-defined]
        language = (preference and preference.language) or translation.get_language_from_request(request)
        zone = ZoneInfo(settings.NEWSROOM_TIME_ZONE)
        with timezone.override(zone), translation.override(language):
            response = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response.render()
            return response


def _preference(request: HttpRequest) -> Preference | None:
    if not request.user.is_authenticated:
        return None
    return Preference.objects.filter(person=request.user).first()
