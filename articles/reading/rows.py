"""Many rows inside one: the rows of a subquery as a JSON list, so that one query brings a page and its surroundings."""

from typing import Any

from django.db.models import Func, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class Entry(JSONObject):
    """One row as an object.

    Every SQLite we run on can do that. Django would find out in a transaction that takes the write lock, and when
    somebody else had it at that moment, believe for ever that it cannot.
    """

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return Func.as_sql(self, compiler, connection, **extra)


class Rows(Subquery):
    """The rows of ``queryset``, each as an object of the named columns; equal on both databases."""

    output_field = JSONField()

    def __init__(self, queryset: QuerySet[Any], **columns: Any) -> None:
        super().__init__(queryset.annotate(entry=Entry(**columns)).values("entry"))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "(SELECT json_group_array(json(entry)) FROM (%(subquery)s))"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "(SELECT coalesce(jsonb_agg(entry), '[]'::jsonb) FROM (%(subquery)s) AS listed)"
        return self.as_sql(compiler, connection, template=template, **extra)
