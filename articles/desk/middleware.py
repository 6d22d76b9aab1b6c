"""Speaks each person's language at the desk, and the newsroom's to everybody else; a refused page is a page too."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.desk.frame import answer
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

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whoever works here reads on a page of the desk why an address stays closed."""
        status = {PermissionDenied: 403, Http404: 404}.get(type(exception))
        if status is None or not request.path.startswith(settings.STAFF_PREFIX) or not request.user.is_staff:
            return None
        words = str(exception) if exception.args and isinstance(exception.args[0], str) else ""
        title = _("Not for you") if status == 403 else _("Nothing here")
        return answer(request, "closed.html", title, status=status, words=words)


def _preference(request: HttpRequest) -> Preference | None:
    if not request.user.is_authenticated:
        return None
    return Preference.objects.filter(person=request.user).first()
