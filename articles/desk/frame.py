"""What stands around every screen: where one may go from here, the newsroom's zone and the person's own."""

from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import rules
from articles.desk.heartbeat import at_a_glance
from articles.desk.shortcuts import shortcuts


class Place(NamedTuple):
    """An entry of the navigation."""

    label: str
    url: str
    key: str  # its shortcut
    is_here: bool


def around(request: HttpRequest) -> dict[str, Any]:
    """Navigation and zones, for every template of the desk."""
    zone = settings.NEWSROOM_TIME_ZONE
    return {
        "places": places(request),
        "may_write": rules.has(request.user, "add_article"),
        "zone": zone,
        "zone_label": f"{zone.rpartition('/')[2].replace('_', ' ')} UTC{timezone.localtime():%z}"[:-2],
        "own_zone": own_zone(request),
        "shortcuts": shortcuts(),
        "single_keys": getattr(getattr(request, "preference", None), "single_keys", True),
        "unread_notices": getattr(request, "unread_notices", 0),
        "pulse": at_a_glance(getattr(request, "last_turn", None), timezone.now()),
    }


def places(request: HttpRequest) -> list[Place]:
    """Where the person may go from every screen."""
    person = request.user
    if not person.is_active or not rules.works_here(person):
        return []
    rows = [(_("Home"), "admin:index", "h", True), (_("Articles"), "admin:articles", "l", True)]
    rows += [(_("Hot list"), "admin:hot", "p", True), (_("Figures"), "admin:figures", "f", True)]
    rows.append((_("Calendar"), "admin:calendar", "c", True))
    rows.append((_("Time machine"), "admin:machine", "t", rules.sees_everything(person)))
    rows.append((_("Newsroom"), "admin:settings", "n", _has_tables(person)))
    rows.append((_("Status"), "admin:status", "s", rules.sees_status(person)))
    found = [(label, reverse(name), key) for label, name, key, may in rows if may]
    here = _here(request.path, [url for _label, url, _key in found])
    return [Place(label, url, key, url == here) for label, url, key in found]


def _here(path: str, urls: list[str]) -> str:
    """The entry under which the address stands; the stock tables belong to the newsroom's own page."""
    tables, home = reverse("admin:settings"), reverse("admin:index")
    names = (
        "auth",
        "articles/category",
        "articles/author",
        "articles/reviewpolicy",
        "articles/safety",
        "invitations",
    )
    stock = tuple(f"{home}{name}/" for name in names)
    if path.startswith(stock):
        return tables
    return max(
        (url for url in urls if path.startswith(url) and (url != home or path == home)), key=len, default=""
    )


def _has_tables(person: User | AnonymousUser) -> bool:
    wanted = (
        "articles.change_author",
        "articles.change_category",
        "articles.change_reviewpolicy",
        "auth.change_user",
    )
    return any(person.has_perm(name) for name in wanted)


def own_zone(request: HttpRequest) -> ZoneInfo | None:
    """The zone the person chose, where it is another than the newsroom's."""
    preference = getattr(request, "preference", None)
    if preference is None or preference.time_zone in ("", settings.NEWSROOM_TIME_ZONE):
        return None
    try:
        return ZoneInfo(preference.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def answer(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The screen made of ``template``, a name below ``desk/``."""
    from articles.desk.site import site

    request.current_app = site.name
    words = {**site.each_context(request), "title": title, "now": timezone.now(), **context}
    return render(request, f"desk/{template}", words, status=status)
