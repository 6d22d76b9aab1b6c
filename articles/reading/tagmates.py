"""The live copies that share most of some tags, found at the same price in an archive of any size."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from articles.publishing.models import EditionTag
from articles.publishing.querysets import standing

LOOKED_AT = 50  # newest copies of each tag; a tag of ten thousand costs no more than one of fifty


class Tagmates:
    """A question for ``Among``: ``most`` live copies of other articles, most shared tags first, then the newest."""

    def __init__(self, now: datetime, article_id: int, keys: tuple[str, ...], most: int) -> None:
        self.windows = [_newest(now, article_id, key) for key in keys]
        self.most = most

    def as_sql(self, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The statement with its values; the copies themselves are not looked at."""
        windows = [each.query.get_compiler(connection=connection).as_sql() for each in self.windows]
        tagged = " UNION ALL ".join(
            f"SELECT * FROM ({sql}) AS tag{place}"  # noqa: S608  (compiled by Django)
            for place, (sql, _params) in enumerate(windows)
        )
        statement = (
            f"SELECT copy FROM ({tagged}) AS tagged GROUP BY copy "  # noqa: S608
            f"ORDER BY COUNT(*) DESC, MAX(first_at) DESC, MAX(of_article) DESC LIMIT {self.most}"
        )
        return statement, tuple(value for _sql, params in windows for value in params)


def _newest(now: datetime, article_id: int, key: str) -> QuerySet[EditionTag, Any]:
    # The class is asked of the relation: this room must not know the room that owns it.
    tag: Any = EditionTag._meta.get_field("tag").related_model
    found = EditionTag.objects.filter(standing(now), tag=tag.objects.filter(key=key).values("pk")[:1])
    newest = found.exclude(number=article_id).order_by("-published_at", "-number", "-live_from")
    return newest.values(copy=F("content_object_id"), first_at=F("published_at"), of_article=F("number"))[
        :LOOKED_AT
    ]
