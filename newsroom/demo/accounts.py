"""The people of the demo newsroom, each with a password made anew at every start."""

import secrets
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.utils.text import slugify

from articles.desk.models import Preference
from articles.drafting.models import Author, Category
from newsroom import addresses


class Account(NamedTuple):
    """Somebody who can sign in: a role, a name and a password that is shown once."""

    role: str
    username: str
    password: str


def make_people(rows: Iterable[dict[str, Any]]) -> list[Account]:
    """Every person of the manifest, with a fresh password."""
    return [_make_person(row) for row in rows]


def _make_person(row: dict[str, Any]) -> Account:
    person, _new = User.objects.get_or_create(
        username=row["username"],
        defaults={
            "is_staff": True,
            "first_name": row.get("full_name", ""),
            "email": f"{slugify(row['username'])}@{addresses.host(settings.NEWSROOM_URL)}",
        },
    )
    person.groups.set([Group.objects.get(name=row["role"])])
    password = secrets.token_urlsafe(9)
    person.set_password(password)
    person.save(update_fields=["password"])
    Preference.objects.get_or_create(person=person, defaults={"language": row.get("language", "")})
    return Account(row["role"], person.username, password)


def make_authors(rows: Iterable[dict[str, Any]]) -> None:
    """The bylines, tied to their accounts."""
    for row in rows:
        user = User.objects.filter(username=row.get("username", "")).first()
        Author.objects.update_or_create(
            name=row["name"], defaults={"slug": row["slug"], "bio": row.get("bio", ""), "user": user}
        )


def make_categories(rows: Iterable[dict[str, Any]]) -> None:
    """The sections, in their order, named in the language of the newsroom."""
    spoken = "_en" if settings.NEWSROOM_LANGUAGE == "en" else ""
    for row in rows:
        words = {key: row[f"{key}{spoken}"] for key in ("name", "description")}
        fields: dict[str, Any] = {**words, "position": row["position"]}
        Category.objects.update_or_create(slug=row["slug"], defaults=fields)
