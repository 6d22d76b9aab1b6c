"""Home: the work that waits, and whether the clocks tick."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import rules
from articles.desk.heartbeat import heartbeat
from articles.desk.strips import strips


def home(request: HttpRequest, frame: dict[str, Any]) -> TemplateResponse:
    """The strips of whoever is signed in; an account without rights reads who can give it some."""
    now = timezone.now()
    works = rules.works_here(request.user)
    words = {
        "title": _("Home"),
        "now": now,
        "works_here": works,
        "strips": strips(rules.person_of(request), now) if works else [],
        "heartbeat": heartbeat(now),
    }
    return TemplateResponse(request, "desk/home.html", {**frame, **words})
