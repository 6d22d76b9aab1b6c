"""The rows that several questions find, each asked by its own index."""

from typing import Any, Protocol

from django.db.models import BooleanField, Expression, QuerySet


class Question(Protocol):
    """What is written by hand, because Django has no words for it."""

    def as_sql(self, connection: Any) -> tuple[str, tuple[Any, ...]]: ...


class Among(Expression):
    """Whether a row is one of those whose keys any of ``questions`` finds.

    The questions are asked one after the other, each by its own index; joined by OR they would be asked of every row
    of the table.
    """

    conditional = True

    def __init__(self, *questions: QuerySet[Any, Any] | Question) -> None:
        super().__init__(output_field=BooleanField())
        self.questions = questions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        quote = connection.ops.quote_name
        asked = [_asked(each, connection) for each in self.questions]
        table = compiler.query.get_meta()
        key = f"{quote(table.db_table)}.{quote(table.pk.column)}"
        found = " UNION ALL ".join(
            f"SELECT * FROM ({sql}) AS found{place}"  # noqa: S608  (compiled by Django)
            for place, (sql, _params) in enumerate(asked)
        )
        return f"{key} IN ({found})", tuple(param for _sql, params in asked for param in params)


def _asked(question: QuerySet[Any, Any] | Question, connection: Any) -> tuple[str, tuple[Any, ...]]:
    if not isinstance(question, QuerySet):
        return question.as_sql(connection)
    statement, params = question.query.get_compiler(connection=connection).as_sql()
    return statement, tuple(params)
