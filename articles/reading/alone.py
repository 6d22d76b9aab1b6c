"""Questions that belong to no table, asked together: one row, so that one query brings what a page has of the site."""

from typing import Any

from django.db.models.sql import Query


class Alone:
    """One row with a column for each of ``columns``; it stands where ``Prepared`` wants a query set.

    Without a model Django writes a SELECT without FROM; its own checks of constraints ask like that.
    """

    def __init__(self, **columns: Any) -> None:
        self.query: Any = Query(None)
        for name, question in columns.items():
            self.query.add_annotation(question, name)
