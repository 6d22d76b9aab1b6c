"""Address × method × role × state of the article: every door says the same to the same person, whatever the state."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse

from articles.drafting import planning
from articles.drafting.models import Article
from tests import builders as b
from tests.builders import NOON, fresh
from tests.desk.doors import post, signed_in
from tests.desk.test_matrix import MATRIX, Newsroom, b_take_down
from tests.reading.porches import kept_connections

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.markup]
PEOPLE = (
    "anonymous",
    "stranger",
    "owner",
    "editor",
    "publisher",
    "chief",
)  # in the order of the letters below
# What an empty form meets: s to sign in first, r refused for want of a right or of sight, n nothing to send it to,
# o open: the door itself says what is wrong with the form.
SENT = {
    "sooooo": (
        "", "articles/", "articles/new/", "articles/bulk/", "articles/columns/",
        "bin/", "articles/autosave", "articles/compare", "articles/beside",
        "articles/mend", "articles/paste", "articles/front-matter", "articles/<int:number>/presence",
        "covers/<int:number>/uses/", "articles/<int:number>/autosave", "articles/views/",
        "articles/views/<int:number>/forget/", "articles/next/", "calendar/", "calendar/when/", "calendar/address/",
        "find/", "covers/upload/", "media/<path:name>", "me/", "me/sessions/", "me/sessions/others/", "me/notices/",
        "notices/", "notices/read/", "account/confirm/", "account/factors/authenticate/",
        "account/factors/reauthenticate/", "account/factors/totp/activate/", "account/factors/webauthn/add/",
        "account/factors/webauthn/reauthenticate/", "account/factors/webauthn/login/",
        "account/factors/recovery-codes/generate/", "hot/", "figures/", "password_change/",
        "articles/category/<path:object_id>/", "articles/author/<path:object_id>/",
        "articles/reviewpolicy/<path:object_id>/", "auth/user/<path:object_id>/", "auth/group/<path:object_id>/",
    ),
    "sroooo": (
        "articles/<int:number>/beside", "articles/<int:number>/look/", "articles/<int:number>/",
        "articles/<int:number>/edit/",
        "articles/<int:number>/do/<slug:verb>/", "articles/<int:number>/comments/", "articles/<int:number>/links/",
        "articles/<int:number>/history/", "articles/<int:number>/difference/", "articles/<int:number>/preview/",
        "articles/<int:number>/revisions/<int:revision>/", "articles/<int:number>/figures/",
    ),
    "srrooo": (
        "at/", "figures/doubt/", "newsroom/", "articles/category/", "articles/category/<path:object_id>/history/",
    ),
    "srroro": (
        "articles/author/", "articles/author/add/", "articles/author/<path:object_id>/history/",
        "articles/author/<path:object_id>/change/",
    ),
    "srrroo": ("status/", "status/again/", "status/mail/"),
    "srrrro": (
        "invitations/", "invitations/<int:number>/withdraw/", "hot/what-if/", "articles/category/add/",
        "articles/category/<path:object_id>/change/", "articles/reviewpolicy/", "articles/reviewpolicy/add/",
        "articles/reviewpolicy/<path:object_id>/history/", "articles/reviewpolicy/<path:object_id>/delete/",
        "articles/reviewpolicy/<path:object_id>/change/", "auth/user/", "auth/user/add/", "auth/user/<id>/password/",
        "auth/user/<path:object_id>/history/", "auth/user/<path:object_id>/change/", "auth/group/",
        "auth/group/<path:object_id>/history/", "auth/group/<path:object_id>/change/",
    ),
    "srrrrr": (
        "articles/picture", "articles/category/<path:object_id>/delete/", "articles/author/<path:object_id>/delete/",
        "auth/user/<path:object_id>/delete/", "auth/group/add/", "auth/group/<path:object_id>/delete/",
    ),
    "srnnnn": (
        "articles/<int:number>/comments/<int:comment>/<slug:verb>/", "articles/<int:number>/links/<int:link>/withdraw/",
    ),
    "srrnnn": ("at/<str:moment>/", "at/<str:moment>/<path:rest>"),
    "snnnnn": (
        "covers/find/", "articles/bulk/<int:number>/", "articles/bulk/<int:number>/<slug:verb>/",
        "calendar/move/", "me/sessions/<int:number>/", "notices/<int:number>/", "account/factors/",
        "account/factors/totp/deactivate/", "account/factors/webauthn/",
        "account/factors/webauthn/keys/<int:pk>/remove/", "account/factors/webauthn/keys/<int:pk>/edit/",
        "account/factors/recovery-codes/", "account/factors/recovery-codes/download/", "password_change/done/",
        "autocomplete/", "jsi18n/", "r/<path:content_type_id>/<path:object_id>/", "(?P<url>.*)$",
    ),
    "snnnno": ("^(?P<app_label>articles|auth)/$",),
    "nnnnnn": (
        "signed-in/", "suggest/", "review/<str:secret>/", "calendar/<str:secret>.ics", "welcome/<str:secret>/",
        "account/inactive/", "account/forgotten/sent/", "account/forgotten/done/",
    ),
    "ssssss": ("account/cancel/",),
    "oooooo": (
        "sign-in.json", "account/forgotten/", "^account/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "articles/article/", "articles/article/add/", "articles/article/<int:number>/change/", "login/", "logout/",
    ),
}  # fmt: skip
ROWS = {route: letters for letters, routes in SENT.items() for route in routes}
OF_AN_ARTICLE = [route for route in MATRIX if route.startswith("articles/<int:number>/")]


def live(owner: User) -> Article:
    return b.published(by=owner, at=NOON - b.HOUR).article


def withdrawn(owner: User) -> Article:
    article = live(owner)
    b_take_down(article)
    return fresh(article)


def discarded(owner: User) -> Article:
    article = b.article(by=owner)
    planning.discard(article, by=owner, now=NOON)
    return fresh(article)


STATES: dict[str, Callable[[User], Article]] = {
    "in review": lambda owner: b.in_review(by=owner),
    "approved": lambda owner: b.approved(by=owner),
    "scheduled": lambda owner: b.published(by=owner, at=NOON + b.DAY, now=NOON - b.HOUR).article,
    "live": live,
    "withdrawn": withdrawn,
    "discarded": discarded,
}


def letter(answer: HttpResponse) -> str:
    """What a door did with somebody."""
    assert answer.status_code < 500
    if answer.status_code == 401 or "/login/" in answer.headers.get("Location", ""):
        return "s"
    return {403: "r", 404: "n", 405: "n", 410: "n"}.get(answer.status_code, "o")


def met(room: Newsroom, route: str, *, sending: bool) -> str:
    """What every person meets at a door, as a row of letters."""
    address, found = room.address(route), []
    for role in PEOPLE:
        client = signed_in(room.people[role])
        answer = post(client, address) if sending else client.get(address)
        found.append(letter(answer))  # type: ignore[arg-type]
        with kept_connections():
            answer.close()
    return "".join(found)


def test_every_address_says_to_whom_it_is_open() -> None:
    assert set(ROWS) == set(MATRIX)


def test_an_empty_form_meets_what_the_table_says_at_every_door() -> None:
    room = Newsroom()
    room.hang_a_picture()
    assert {route: met(room, route, sending=True) for route in ROWS} == ROWS


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_no_state_of_an_article_opens_or_closes_a_door(state: str) -> None:
    room = Newsroom()
    room.hang_a_picture()
    drafts = {route: met(room, route, sending=False) for route in OF_AN_ARTICLE}
    room.article = STATES[state](room.owner)
    looked = {route: met(room, route, sending=False) for route in OF_AN_ARTICLE}
    # The figures of what readers have seen are no secret among writers.
    figures = "articles/<int:number>/figures/"
    seen = state in ("live", "withdrawn")
    assert looked == drafts | ({figures: "sooooo"} if seen else {})
    sent = {route: met(room, route, sending=True) for route in OF_AN_ARTICLE}
    assert sent == {route: ROWS[route] for route in OF_AN_ARTICLE} | ({figures: "sooooo"} if seen else {})
