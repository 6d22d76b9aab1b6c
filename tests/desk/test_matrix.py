"""Address × role → status, for every address of the desk: one without a row fails, and so does a row without one."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, URLResolver

from articles.covers import uploading
from articles.desk import accounts_urls
from articles.desk.site import site
from articles.desk.steps import STEPS
from articles.drafting.models import Article, Author, Category
from articles.review import assigning
from articles.review.models import ReviewPolicy
from tests import builders as b
from tests.builders import NOON, fresh, hash_of
from tests.desk.doors import post, signed_in
from tests.desk.test_editor import picture
from tests.reading.porches import kept_connections

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

# anonymous, no staff, staff without a group, writer of another article, its writer, editor, publisher, chief, superuser
ROLES = ("anonymous", "reader", "nobody", "stranger", "owner", "editor", "publisher", "chief", "superuser")
OUT = (302, 302)  # sent to sign in
ALL = (200,) * 7
WORKS = (403, *(200,) * 6)
SEES = (403, 403, *(200,) * 5)
LOOKS_AHEAD = (403, 403, 403, *(200,) * 4)
CHIEFS = (*(403,) * 5, 200, 200)
MACHINERY = (*(403,) * 4, 200, 200, 200)
SIGNED_IN = (302, *(200,) * 8)  # everybody's own affair, readers' accounts included
ROOT = (*(403,) * 6, 200)
BYLINES = (403, 403, 403, 200, 403, 200, 200)
POSTED, SENT_ON, NOWHERE = (405,) * 7, (302,) * 7, (404,) * 7
MATRIX: dict[str, tuple[int, ...]] = {
    "": OUT + ALL,
    "articles/": OUT + WORKS,
    "articles/new/": OUT + WORKS,
    "articles/bulk/": OUT + POSTED,
    "articles/bulk/<int:number>/": (*OUT, 403, *(404,) * 6),
    "articles/bulk/<int:number>/<slug:verb>/": OUT + POSTED,
    "articles/columns/": OUT + POSTED,
    "articles/autosave": (405, 405, *POSTED),
    "articles/compare": (405,) * 9,
    "articles/beside": (405,) * 9,
    "articles/mend": (405,) * 9,
    "articles/paste": (405,) * 9,
    "articles/front-matter": (405,) * 9,
    "articles/picture": (405,) * 9,
    "articles/<int:number>/presence": (405,) * 9,
    "articles/<int:number>/beside": (405,) * 9,
    "signed-in/": (302, *(200,) * 8),
    "suggest/": (401, 401, *WORKS),
    "covers/<int:number>/uses/": OUT + WORKS,
    "covers/find/": OUT + WORKS,
    "articles/<int:number>/": OUT + SEES,
    "articles/<int:number>/edit/": OUT + SEES,
    "articles/<int:number>/autosave": (405, 405, *POSTED),
    "articles/<int:number>/do/<slug:verb>/": OUT + POSTED,
    "articles/views/": OUT + POSTED,
    "articles/views/<int:number>/forget/": OUT + POSTED,
    "articles/<int:number>/look/": OUT + POSTED,
    "bin/": OUT + WORKS,
    "articles/next/": (*OUT, 403, *(302,) * 6),
    "articles/<int:number>/comments/": OUT + POSTED,
    "articles/<int:number>/comments/<int:comment>/<slug:verb>/": OUT + POSTED,
    "articles/<int:number>/links/": OUT + SEES,
    "articles/<int:number>/links/<int:link>/withdraw/": OUT + POSTED,
    "review/<str:secret>/": (404,) * 9,
    "articles/<int:number>/history/": OUT + SEES,
    "articles/<int:number>/difference/": OUT + SEES,
    "articles/<int:number>/preview/": OUT + POSTED,
    "articles/<int:number>/revisions/<int:revision>/": OUT + SEES,
    "calendar/": OUT + WORKS,
    "calendar/move/": OUT + POSTED,
    "calendar/when/": OUT + WORKS,
    "calendar/address/": OUT + POSTED,
    "calendar/<str:secret>.ics": (404,) * 9,
    "find/": OUT + WORKS,
    "covers/upload/": OUT + POSTED,
    "media/<path:name>": OUT + WORKS,
    "at/": OUT + LOOKS_AHEAD,
    "at/<str:moment>/": OUT + LOOKS_AHEAD,
    "at/<str:moment>/<path:rest>": OUT + LOOKS_AHEAD,
    "me/": OUT + ALL,
    "me/sessions/": OUT + ALL,
    "me/sessions/others/": OUT + POSTED,
    "me/sessions/<int:number>/": OUT + POSTED,
    "me/notices/": OUT + ALL,
    "notices/": OUT + ALL,
    "notices/read/": OUT + POSTED,
    "notices/<int:number>/": OUT + POSTED,
    "status/": OUT + MACHINERY,
    "status/again/": OUT + POSTED,
    "status/mail/": OUT + POSTED,
    "invitations/": OUT + CHIEFS,
    "invitations/<int:number>/withdraw/": OUT + POSTED,
    "welcome/<str:secret>/": (410,) * 9,
    "sign-in.json": (200,) * 9,
    "account/cancel/": (405,) * 9,
    "account/inactive/": (200,) * 9,
    "account/confirm/": SIGNED_IN,
    "account/forgotten/": (200,) * 9,
    "account/forgotten/sent/": (200,) * 9,
    "account/forgotten/done/": (200,) * 9,
    "^account/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (200,) * 9,
    "account/factors/": SIGNED_IN,
    "account/factors/authenticate/": (302,) * 9,
    "account/factors/reauthenticate/": (302,) * 9,
    "account/factors/totp/activate/": SIGNED_IN,
    "account/factors/totp/deactivate/": (302, *(404,) * 8),
    "account/factors/webauthn/": SIGNED_IN,
    "account/factors/webauthn/add/": SIGNED_IN,
    "account/factors/webauthn/reauthenticate/": (302,) * 9,
    "account/factors/webauthn/keys/<int:pk>/remove/": (302, *(404,) * 8),
    "account/factors/webauthn/keys/<int:pk>/edit/": (302, *(404,) * 8),
    "account/factors/webauthn/login/": (302,) * 9,
    "account/factors/recovery-codes/": (302, *(404,) * 8),
    "account/factors/recovery-codes/generate/": SIGNED_IN,
    "account/factors/recovery-codes/download/": (302, *(404,) * 8),
    "hot/": OUT + WORKS,
    "hot/what-if/": OUT + CHIEFS,
    "figures/": OUT + WORKS,
    "figures/doubt/": OUT + LOOKS_AHEAD,
    "articles/<int:number>/figures/": OUT + SEES,
    "newsroom/": OUT + LOOKS_AHEAD,
    "articles/article/": OUT + SENT_ON,
    "articles/article/add/": OUT + SENT_ON,
    "articles/article/<int:number>/change/": OUT + SENT_ON,
    "login/": (200, 200, *SENT_ON),
    "logout/": OUT + POSTED,
    "password_change/": OUT + ALL,
    "password_change/done/": OUT + ALL,
    "autocomplete/": OUT + (403,) * 7,
    "jsi18n/": OUT + ALL,
    "r/<path:content_type_id>/<path:object_id>/": OUT + NOWHERE,
    "articles/category/": OUT + LOOKS_AHEAD,
    "articles/category/add/": OUT + CHIEFS,
    "articles/category/<path:object_id>/history/": OUT + LOOKS_AHEAD,
    "articles/category/<path:object_id>/delete/": OUT + ROOT,
    "articles/category/<path:object_id>/change/": OUT + LOOKS_AHEAD,
    "articles/category/<path:object_id>/": OUT + SENT_ON,
    "articles/author/": OUT + BYLINES,
    "articles/author/add/": OUT + BYLINES,
    "articles/author/<path:object_id>/history/": OUT + BYLINES,
    "articles/author/<path:object_id>/delete/": OUT + ROOT,
    "articles/author/<path:object_id>/change/": OUT + BYLINES,
    "articles/author/<path:object_id>/": OUT + SENT_ON,
    "articles/reviewpolicy/": OUT + CHIEFS,
    "articles/reviewpolicy/add/": OUT + CHIEFS,
    "articles/reviewpolicy/<path:object_id>/history/": OUT + CHIEFS,
    "articles/reviewpolicy/<path:object_id>/delete/": OUT + CHIEFS,
    "articles/reviewpolicy/<path:object_id>/change/": OUT + CHIEFS,
    "articles/reviewpolicy/<path:object_id>/": OUT + SENT_ON,
    "auth/user/": OUT + CHIEFS,
    "auth/user/add/": OUT + CHIEFS,
    "auth/user/<id>/password/": OUT + CHIEFS,
    "auth/user/<path:object_id>/history/": OUT + CHIEFS,
    "auth/user/<path:object_id>/delete/": OUT + (403,) * 7,
    "auth/user/<path:object_id>/change/": OUT + CHIEFS,
    "auth/user/<path:object_id>/": OUT + SENT_ON,
    "auth/group/": OUT + CHIEFS,
    "auth/group/add/": OUT + ROOT,
    "auth/group/<path:object_id>/history/": OUT + CHIEFS,
    "auth/group/<path:object_id>/delete/": OUT + ROOT,
    "auth/group/<path:object_id>/change/": OUT + CHIEFS,
    "auth/group/<path:object_id>/": OUT + SENT_ON,
    "^(?P<app_label>articles|auth)/$": (*OUT, 404, 404, 404, 404, 404, 200, 200),
    "(?P<url>.*)$": OUT + NOWHERE,
}


def routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Every address of the desk, as the project writes it."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


class Newsroom:
    """One article of one writer, and one person of every role."""

    def __init__(self) -> None:
        self.people: dict[str, User | None] = {
            "anonymous": None, "reader": User.objects.create_user("reader", password="x"), "nobody": b.person(),
            "stranger": b.writer(), "owner": b.writer(), "editor": b.editor(), "publisher": b.publisher(),
            "chief": b.chief(), "superuser": b.person(is_superuser=True),
        }  # fmt: skip
        owner = self.people["owner"]
        assert owner is not None
        self.owner = owner
        self.article: Article = b.article(by=owner)
        self.rendition = ""
        ids = {
            "category": Category,
            "author": Author,
            "reviewpolicy": ReviewPolicy,
            "group": Group,
            "user": User,
        }
        self.ids = {name: model.objects.order_by("pk")[0].pk for name, model in ids.items()}  # type: ignore[attr-defined]

    def hang_a_picture(self) -> None:
        cover = uploading.upload(picture(), by=self.owner, now=NOON, alt="x")
        self.rendition = cover.renditions.order_by("pk")[0].name
        self.picture = cover.picture_id

    def address(self, route: str) -> str:
        """A real address of the route."""
        if route.startswith("covers/<int"):
            return f"/admin/covers/{self.picture}/uses/"
        table = next((name for name in self.ids if re.match(rf"(articles|auth)/{name}/", route)), "")
        path = route.replace("<path:object_id>", str(self.ids.get(table, ""))).replace(
            "<id>", str(self.ids["user"])
        )
        filled = {
            "<int:number>": str(self.article.pk), "<int:revision>": "1", "<slug:verb>": "submit", "<int:comment>": "1",
            "<int:link>": "1",
            "<path:name>": self.rendition, "<str:moment>": "20261123T000000Z", "<path:rest>": "hot/",
            "<int:pk>": "1", "<str:secret>": "no-such-secret",
            "^account/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "account/forgotten/1-set-password/",
            "<path:content_type_id>": "1", "<path:object_id>": "1", "^(?P<app_label>articles|auth)/$": "auth/",
            "(?P<url>.*)$": "no/such/page",
        }  # fmt: skip
        for mark, value in filled.items():
            path = path.replace(mark, value)
        return f"/admin/{path}"


def row_counts() -> dict[str, int]:
    """How many rows each table has, but for sign-ins."""
    models = [model for model in apps.get_models() if model._meta.label != "sessions.Session"]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_every_address_has_its_row() -> None:
    assert set(routes(site.get_urls())) | set(routes(accounts_urls.urlpatterns)) == set(MATRIX)


def headed(client: Client, path: str) -> int:
    """What HEAD answers."""
    answer = client.head(path)
    with kept_connections():
        answer.close()
    return answer.status_code


@pytest.mark.markup
def test_every_role_gets_what_the_table_says_and_looking_changes_nothing() -> None:
    room = Newsroom()
    room.hang_a_picture()
    before, audit = row_counts(), fresh(room.article).audit_tip
    found, hands = {}, {role: signed_in(room.people[role]) for role in ROLES}
    for route in MATRIX:
        statuses = []
        for role in ROLES:
            answer = hands[role].get(room.address(route))
            statuses.append(answer.status_code)
            if role == "chief" and answer.status_code == 200:
                assert (route, headed(hands[role], room.address(route))) == (route, answer.status_code)
            assert len(b"".join(answer)) >= 0  # reading a file to its end closes it
        found[route] = tuple(statuses)
    assert found == MATRIX
    assert (row_counts(), fresh(room.article).audit_tip) == (before, audit)


def test_a_closed_account_is_nobody() -> None:
    person = b.chief()
    client = signed_in(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/articles/").status_code == 302


# Whose POST of a step is refused for want of a right or of sight, in the order of ROLES; all the others get further.
ME, EDIT, JUDGE, PUBLISH, BOTH, GIVE = 1, 2, 3, 4, 5, 6
NEEDED = {
    "submit": EDIT, "withdraw_submission": EDIT, "approve": JUDGE, "approve_and_publish": BOTH,
    "request_changes": JUDGE, "withdraw_approval": ME, "publish": PUBLISH, "schedule": PUBLISH, "break_glass": BOTH,
    "reschedule": PUBLISH, "cancel": PUBLISH, "take_down": PUBLISH, "put_back": PUBLISH, "restore": EDIT,
    "pin": PUBLISH, "unpin": PUBLISH, "boost": PUBLISH, "end_boost": PUBLISH, "discard": EDIT, "recover": EDIT,
    "forget": ME, "assign": GIVE, "unassign": GIVE, "undo": PUBLISH, "replace": PUBLISH, "bring_back": EDIT,
    "undo_take_down": PUBLISH,
}  # fmt: skip
MAY = {
    ME: {"owner", "editor", "publisher", "chief", "superuser"},
    EDIT: {"owner", "editor", "publisher", "chief", "superuser"},
    JUDGE: {"editor", "chief", "superuser"},
    PUBLISH: {"publisher", "chief", "superuser"},
    BOTH: {"chief", "superuser"},
    GIVE: {"editor", "publisher", "chief", "superuser"},
}
FIELDS = {
    "comment": "因为", "reason": "因为", "live_from": "+1h", "place": "home", "position": "1", "factor": "2",
    "revision": "1", "note": "更正", "base": "1", "line": "1",
}  # fmt: skip


def made_for(verb: str, owner: User) -> tuple[Article, dict[str, Any]]:
    """An article on which somebody with the right can take the step."""
    if verb in ("approve", "approve_and_publish", "request_changes", "withdraw_submission", "break_glass"):
        return b.in_review(by=owner), {}
    if verb in ("assign", "unassign"):
        article, reviewer = b.in_review(by=owner), b.editor()
        assigning.assign(article, person=b.editor(), by=reviewer, now=NOON)
        return article, {"reviewer": reviewer.pk}
    if verb in ("reschedule", "cancel", "undo", "replace"):
        edition = b.published(by=owner, at=NOON + b.DAY, now=NOON - b.HOUR)
        return edition.article, {"edition": edition.pk}
    if verb in ("take_down", "pin", "boost"):
        return b.published(by=owner, at=NOON - b.HOUR).article, {}
    if verb in ("put_back", "undo_take_down"):
        article = b.published(by=owner, at=NOON - b.HOUR).article
        b_take_down(article)
        return article, {}
    if verb == "unpin":
        article = b.published(by=owner, at=NOON - b.HOUR).article
        return article, {"pin": b_pin(article)}
    if verb == "end_boost":
        article = b.published(by=owner, at=NOON - b.HOUR).article
        return article, {"boost": b_boost(article)}
    if verb in ("publish", "schedule"):
        return b.approved(by=owner), {}
    return b.article(by=owner), {}


def b_take_down(article: Article) -> None:
    from articles.publishing import withdrawing

    withdrawing.take_down(article, by=b.publisher(), now=NOON, reason="x")


def b_pin(article: Article) -> int:
    from articles.publishing import pinning

    made = pinning.pin(
        article, place="home", position=1, live_from=NOON, live_until=None, by=b.publisher(), now=NOON
    )
    return made.pk


def b_boost(article: Article) -> int:
    from articles.popularity import boosting

    return boosting.boost(article, 2, reason="x", by=b.publisher(), now=NOON).pk


def test_every_step_has_its_row() -> None:
    assert set(NEEDED) == set(STEPS)


@pytest.mark.markup
@pytest.mark.parametrize("verb", sorted(NEEDED))
def test_a_step_is_closed_to_whoever_lacks_the_right(verb: str) -> None:
    room = Newsroom()
    for role in ROLES:
        article, extra = made_for(verb, room.owner)
        audit = fresh(article).audit_tip
        fields = {"version": fresh(article).version, "hash": hash_of(article), **FIELDS, **extra}
        answer = post(signed_in(room.people[role]), f"/admin/articles/{article.pk}/do/{verb}/", **fields)
        sees = role not in ("anonymous", "reader", "nobody", "stranger")
        if role in ("anonymous", "reader"):
            assert (role, answer.status_code) == (role, 302)
            assert "/admin/login/" in answer.headers["Location"]
        elif not sees or role not in MAY[NEEDED[verb]]:
            assert (role, answer.status_code) == (role, 403)
        else:
            assert (role, answer.status_code) in {(role, 302), (role, 409)}
            continue
        assert fresh(article).audit_tip == audit


def test_a_button_is_shown_exactly_to_whoever_may_press_it() -> None:
    room = Newsroom()
    shown = (
        "submit",
        "approve",
        "request_changes",
        "publish",
        "take_down",
        "pin",
        "boost",
        "put_back",
        "break_glass",
    )
    for verb in shown:
        article, _extra = made_for(verb, room.owner)
        for role in ("owner", "editor", "publisher", "chief", "superuser"):
            offers = signed_in(room.people[role]).get(f"/admin/articles/{article.pk}/").context["offers"]
            may = verb in offers and not offers[verb].refused
            assert (verb, role, may) == (verb, role, role in MAY[NEEDED[verb]])
