"""Speaks each person's language and zone at the desk, and the newsroom's to everybody else."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from articles.desk.models import Preference


class PersonalSettings:
    """On staff addresses: the language each person chose, else the browser's; times stay in the newsroom's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(settings.STAFF_PREFIX):
            return self.get_response(request)
        with timezone.override(ZoneInfo(settings.NEWSROOM_TIME_ZONE)), translation.override(_language(request)):
            response = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response.render()
            return response


def _language(request: HttpRequest) -> str:
    chosen = ""
    if request.user.is_authenticated:
        chosen = Preference.objects.filter(person=request.user).values_list("language", flat=True).first() or ""
    return chosen or translation.get_language_from_request(request)
