"""The live copies that share most of some tags, found at the same price in an archive of any size."""

from typing import Any

from django.db.models import F, QuerySet

from articles.publishing.models import EditionQuerySet, EditionTag

LOOKED_AT = (
    50  # copies of each tag, those printed last; a tag of ten thousand costs no more than one of fifty
)


class Tagmates:
    """A question for ``Among``: the first ``most`` of ``live``, most shared tags first, then the newest."""

    def __init__(self, live: EditionQuerySet, keys: tuple[str, ...], most: int) -> None:
        self.live = live.order_by().values("pk", "published_at", "article_id")
        self.windows = [_printed_last(key) for key in keys]
        self.most = most

    def as_sql(self, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The statement with its values; the tags are counted before anything is asked of the copies."""
        windows = [each.query.get_compiler(connection=connection).as_sql() for each in self.windows]
        live, values = self.live.query.get_compiler(connection=connection).as_sql()
        tagged = " UNION ALL ".join(
            f"SELECT * FROM ({sql}) AS tag{place}"  # noqa: S608  (compiled by Django)
            for place, (sql, _params) in enumerate(windows)
        )
        counted = f"SELECT copy, COUNT(*) AS shared FROM ({tagged}) AS tagged GROUP BY copy"  # noqa: S608
        # A cross join keeps SQLite from beginning with the archive.
        statement = (
            f"SELECT live.pk FROM ({counted}) AS counted CROSS JOIN ({live}) AS live "  # noqa: S608
            "WHERE live.pk = counted.copy "
            f"ORDER BY counted.shared DESC, live.published_at DESC, live.article_id DESC LIMIT {self.most}"
        )
        return statement, (*(value for _sql, params in windows for value in params), *values)


def _printed_last(key: str) -> QuerySet[EditionTag, Any]:
    # The class is asked of the relation: this room must not know the room that owns it.
    tag: Any = EditionTag._meta.get_field("tag").related_model
    found = EditionTag.objects.filter(tag=tag.objects.filter(key=key).values("pk")[:1])
    return found.order_by("-content_object_id").values(copy=F("content_object_id"))[:LOOKED_AT]
