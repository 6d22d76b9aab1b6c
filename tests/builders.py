"""Builders: small functions that make real rows the way the newsroom makes them."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User

from articles.drafting import writing
from articles.drafting.models import Article
from articles.publishing import press
from articles.publishing.models import Edition
from articles.review import decisions
from articles.text.content import Content

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # noon in Shanghai
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_numbers = count(1)


def person(role: str = "", *, name: str = "", **fields: Any) -> User:
    """An account in one of the groups Writers, Editors, Publishers, Chiefs; its rights are read fresh."""
    username = name or f"{role.lower() or 'person'}{next(_numbers)}"
    user = User.objects.create_user(
        username, f"{username}@news.test", "a-long-password", is_staff=True, **fields
    )
    if role:
        if not Group.objects.filter(name=role).exists():
            # A test with real transactions empties every table, and what migrations filled with it.
            import_module("articles.migrations.0003_roles").make_roles(apps, None)
        user.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=user.pk)


def writer(**fields: Any) -> User:
    return person("Writers", **fields)


def editor(**fields: Any) -> User:
    return person("Editors", **fields)


def publisher(**fields: Any) -> User:
    return person("Publishers", **fields)


def chief(**fields: Any) -> User:
    return person("Chiefs", **fields)


def content(**words: Any) -> Content:
    """A complete text; any field can be given."""
    default: dict[str, Any] = {
        "title": "港口风暴后恢复通航",
        "summary": "两天的风暴过后，港口在周一清晨重新开放。",
        "body": "风停了。\n\n## 第一批船\n\n**注意：**引航站六点恢复工作。\n",
        "tags": ("港口", "天气"),
        "category": "harbour",
        "authors": ("王伟",),
        "language": "zh-hans",
    }
    return Content(**(default | words))


def article(*, by: User | None = None, now: datetime = NOON - DAY, **words: Any) -> Article:
    """A draft."""
    return writing.start(content(**words), by=by or writer(), now=now)


def in_review(*, by: User | None = None, now: datetime = NOON - DAY, **words: Any) -> Article:
    """An article its writer has submitted."""
    by = by or writer()
    made = article(by=by, now=now, **words)
    decisions.submit(made, by=by, now=now, version=made.version)
    return fresh(made)


def approved(
    *, by: User | None = None, editor: User | None = None, now: datetime = NOON - DAY, **words: Any
) -> Article:
    """An article that somebody else has approved."""
    made = in_review(by=by, now=now, **words)
    decisions.approve(made, content_hash=hash_of(made), by=editor or person("Editors"), now=now)
    return fresh(made)


def published(
    *,
    at: datetime = NOON,
    now: datetime | None = None,
    until: datetime | None = None,
    by: User | None = None,
    publisher: User | None = None,
    **words: Any,
) -> Edition:
    """An edition that goes live at ``at``, printed at ``now`` (default: a day earlier at the latest)."""
    now = now or at - HOUR
    made = approved(by=by, now=now - HOUR, **words)
    return press.publish(
        made,
        content_hash=hash_of(made),
        by=publisher or person("Publishers"),
        now=now,
        live_from=at,
        live_until=until,
    )


def hash_of(made: Article) -> str:
    """The hash of the article's latest words."""
    latest = fresh(made).latest
    assert latest is not None
    return latest.content_hash


def fresh(made: Article) -> Article:
    """The article as the database has it now."""
    return Article.objects.select_related("latest").get(pk=made.pk)
