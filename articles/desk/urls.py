"""Every address of the desk; each but the autosave's and an invitation's asks for a signed-in member of staff."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from articles.desk import (
    accounts_invitations,
    accounts_sessions,
    bulk,
    calendar_clocks,
    calendar_feed,
    calendars,
    columns,
    comments,
    cover_views,
    editing,
    editing_urls,
    figures_urls,
    history,
    links,
    lists,
    looks,
    machine,
    media,
    notices_views,
    palette,
    people,
    preferences,
    previews,
    saved_views,
    screens,
    status_views,
    trash,
)

View = Callable[..., HttpResponseBase]


def addresses(site: AdminSite) -> list[URLPattern]:
    """Our screens, for the front of the site's own list."""
    people.register(site)

    def door(route: str, view: View, name: str, **facts: Any) -> URLPattern:
        return path(route, site.admin_view(view), facts, name=name)

    return [
        door("articles/", lists.show, "articles"),
        door("articles/new/", editing.new, "new"),
        *editing_urls.addresses(),
        door("articles/bulk/", bulk.choose, "bulk"),
        door("articles/bulk/<int:number>/", bulk.show, "bulk_one"),
        door("articles/bulk/<int:number>/<slug:verb>/", bulk.lead, "bulk_lead"),
        door("articles/columns/", columns.keep, "columns"),
        door("articles/<int:number>/", screens.show, "article"),
        door("articles/<int:number>/edit/", editing.edit, "edit"),
        door("articles/<int:number>/do/<slug:verb>/", screens.do, "do"),
        door("articles/views/", saved_views.keep, "views"),
        door("articles/views/<int:number>/forget/", saved_views.forget, "view_forget"),
        door("articles/<int:number>/look/", looks.looked, "look"),
        door("bin/", trash.show, "trash"),
        door("articles/next/", comments.next_in_queue, "next"),
        door("articles/<int:number>/comments/", comments.add, "comments"),
        door("articles/<int:number>/comments/<int:comment>/<slug:verb>/", comments.answer_to, "comment"),
        door("articles/<int:number>/links/", links.show, "review_links"),
        door("articles/<int:number>/links/<int:link>/withdraw/", links.withdraw, "review_link_withdraw"),
        path("review/<str:secret>/", links.review, name="review"),
        door("articles/<int:number>/history/", history.show, "history"),
        door("articles/<int:number>/difference/", history.difference, "difference"),
        door("articles/<int:number>/preview/", previews.typed, "preview_typed"),
        door("articles/<int:number>/revisions/<int:revision>/", previews.revision, "preview"),
        *_calendar(door),
        *_pictures(door),
        door("find/", palette.find, "find"),
        *_looking(door),
        *_own(door),
        door("status/", status_views.show, "status"),
        door("status/again/", status_views.again, "status_again"),
        door("status/mail/", status_views.try_mail, "status_mail"),
        door("invitations/", accounts_invitations.invitations, "invitations"),
        door("invitations/<int:number>/withdraw/", accounts_invitations.withdraw, "invitation_withdraw"),
        path("welcome/<str:secret>/", accounts_invitations.welcome, name="welcome"),
        door("newsroom/", people.tables, "settings"),
        *_stock_names(),
    ]


def _calendar(door: Callable[..., URLPattern]) -> list[URLPattern]:
    """What goes out when, and everybody's private address of it."""
    return [
        door("calendar/", calendars.show, "calendar"),
        door("calendar/move/", calendars.move, "calendar_move"),
        door("calendar/when/", calendar_clocks.when, "when"),
        door("calendar/address/", calendars.feed, "calendar_address"),
        path("calendar/<str:secret>.ics", calendar_feed.show, name="calendar_feed"),
    ]


def _pictures(door: Callable[..., URLPattern]) -> list[URLPattern]:
    """The library of covers."""
    return [
        door("covers/find/", cover_views.find, "cover_find"),
        door("covers/upload/", cover_views.take_in, "cover_upload"),
        door("covers/<int:number>/uses/", cover_views.uses, "cover_uses"),
        door("media/<path:name>", media.show, "media"),
    ]


def _own(door: Callable[..., URLPattern]) -> list[URLPattern]:
    """A person's settings, sessions and notices."""
    return [
        door("me/", preferences.show, "me"),
        door("me/sessions/", accounts_sessions.show, "sessions"),
        door("me/sessions/others/", accounts_sessions.end_others, "sessions_end_others"),
        door("me/sessions/<int:number>/", accounts_sessions.end, "session_end"),
        door("me/notices/", notices_views.choose, "notice_choices"),
        door("notices/", notices_views.show, "notices"),
        door("notices/read/", notices_views.read_all, "notices_read"),
        door("notices/<int:number>/", notices_views.follow, "notice"),
    ]


def _looking(door: Callable[..., URLPattern]) -> list[URLPattern]:
    """The site at another moment, its hot list and its figures."""
    return [
        door("at/", machine.choose, "machine"),
        door("at/<str:moment>/", machine.show, "at_home", rest=""),
        door("at/<str:moment>/<path:rest>", machine.show, "at"),
        *figures_urls.addresses(door),
    ]


def _stock_names() -> list[URLPattern]:
    """Where people and bookmarks look for articles in any Django admin."""
    return [
        path(
            "articles/article/",
            RedirectView.as_view(pattern_name="admin:articles"),
            name="articles_article_changelist",
        ),
        path(
            "articles/article/add/",
            RedirectView.as_view(pattern_name="admin:new"),
            name="articles_article_add",
        ),
        path(
            "articles/article/<int:number>/change/",
            RedirectView.as_view(pattern_name="admin:article"),
            name="articles_article_change",
        ),
    ]
