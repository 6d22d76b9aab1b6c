"""Prepared questions: a query is built and compiled once for each shape, and afterwards only its values change.

Building a query of ours costs Django more than the database needs to answer it. What comes back are the same objects.
"""

import copy
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)
NOBODY = -1  # fills lists of numbers up to their shape; no row has it
NOTHING = "\x01"  # the same for lists of words
STEP = 8  # lists are filled up to a multiple of this, so that there are few shapes
STEP_OF_WORDS = 2  # a word, unlike a number, is often a question of its own


class Prepared(Generic[M]):
    """``ask(using=…, name=value, …)`` answers what ``build(name=value, …)`` would, as a list.

    Values are numbers, words, moments, and lists of numbers or words; ``build`` must put each of them into the
    query as it is. Which values are empty or None, and about how long lists are, makes the shape.
    """

    def __init__(self, build: Callable[..., QuerySet[M, Any]]) -> None:
        self.build = build
        self._shapes: dict[Any, _Compiled] = {}
        self._lock = Lock()

    def ask(self, using: str = "default", **values: Any) -> list[M]:
        """The rows as objects of the model, annotations and related objects included."""
        compiled, filled = self._compiled(using, values)
        return cast("list[M]", list(compiled.objects(filled)))

    def rows(self, using: str = "default", **values: Any) -> list[tuple[Any, ...]]:
        """The bare rows, for a query that names its values; much cheaper than objects."""
        return self.found(using, **values).rows()

    def found(self, using: str = "default", **values: Any) -> "Found":
        """The same, not read yet; that is enough to tell whether it is what was found the last time."""
        compiled, filled = self._compiled(using, values)
        return Found(compiled.raw(filled), compiled)

    def _compiled(self, using: str, values: dict[str, Any]) -> tuple["_Compiled", dict[str, Any]]:
        filled = {name: _filled(value) for name, value in values.items()}
        shape = (using, *(_shape_of(value) for value in filled.values()))
        compiled = self._shapes.get(shape)
        if compiled is None:
            with self._lock:
                compiled = self._shapes[shape] = _Compiled(self.build, filled, using)
        return compiled, filled


class Found(NamedTuple):
    """Rows as the database gave them."""

    raw: tuple[tuple[Any, ...], ...]
    compiled: "_Compiled"

    def rows(self) -> list[tuple[Any, ...]]:
        """The rows with moments and documents as Python has them."""
        return self.compiled.read(self.raw)


class _Compiled:
    """One shape of a question: its statement, and which value stands at which place."""

    def __init__(self, build: Callable[..., QuerySet[Any]], values: dict[str, Any], using: str) -> None:
        marks = _Marks()
        marked = {name: marks.mark(name, value) for name, value in values.items()}
        queryset = build(**marked)
        self.using = using
        self.compiler = queryset.query.get_compiler(using=using)
        self.statement, found = self.compiler.as_sql()
        self.params = list(found)
        adapt = self.compiler.connection.ops.adapt_datetimefield_value
        names = {_adapted(mark, adapt): place for mark, place in marks.places.items()}
        places = [(index, names.get(param)) for index, param in enumerate(self.params)]
        self.slots = [(index, *place) for index, place in places if place is not None]
        columns = [each[0] for each in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        self._marked: str | None = None

    def objects(self, values: dict[str, Any]) -> Iterator[Any]:
        """Ask with ``values``, for objects."""
        params = self._params(values, connections[self.using])
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.using]
        compiler.as_sql = lambda *words, **options: (self.statement, params)
        compiler.get_converters = lambda columns: self.converters
        return iter(ModelIterable(cast("Any", _Source(compiler, self.using))))

    def raw(self, values: dict[str, Any]) -> tuple[tuple[Any, ...], ...]:
        """Ask with ``values``, for rows as the database gives them."""
        connection = connections[self.using]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                self._mark_once(cursor.cursor)
            cursor.execute(self.statement, self._params(values, connection))
            return tuple(cursor.fetchall())

    def read(self, raw: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows with every value as its column has it."""
        if not self.converters:
            return list(raw)
        return list(map(tuple, self.compiler.apply_converters(raw, self.converters)))

    def _mark_once(self, cursor: Any) -> None:
        """SQLite wants other marks for values. Looking for them in the statement takes longer than its answer."""
        if self._marked is None:
            self._marked = cursor.convert_query(self.statement)
        cursor.convert_query = lambda _statement, **_names: self._marked

    def _params(self, values: dict[str, Any], connection: Any) -> tuple[Any, ...]:
        adapt = connection.ops.adapt_datetimefield_value
        ready = {name: _adapted(value, adapt) for name, value in values.items()}
        params = self.params.copy()
        for index, name, place in self.slots:
            params[index] = ready[name] if place is None else ready[name][place]
        return tuple(params)


class _Source:
    """What ``ModelIterable`` asks of a query set."""

    _known_related_objects: dict[Any, Any] = {}
    _fields = None

    def __init__(self, compiler: Any, using: str) -> None:
        self.compiler = compiler
        self.db = using
        self.query = self

    def get_compiler(self, using: str) -> Any:
        """The compiler that has its statement already."""
        return self.compiler


class _Marks:
    """Values that nothing else in a query has, so that they are found again in the compiled statement."""

    def __init__(self) -> None:
        self.places: dict[Any, tuple[str, int | None]] = {}

    def mark(self, name: str, value: Any) -> Any:
        """What stands for ``value`` while the statement is compiled."""
        if isinstance(value, tuple):
            return tuple(self._one(each, (name, place)) for place, each in enumerate(value))
        return value if _is_empty(value) else self._one(value, (name, None))

    def _one(self, value: Any, place: tuple[str, int | None]) -> Any:
        number = len(self.places) + 1
        mark: Any = f"\x02{number}"
        if isinstance(value, datetime):
            mark = datetime(1903, 1, 1, 0, 0, 0, number, tzinfo=UTC)
        elif isinstance(value, int):
            mark = 8_111_222_333_000 + number
        self.places[mark] = place
        return mark


def _filled(value: Any) -> Any:
    """Lists as tuples of a length that comes up often."""
    if not isinstance(value, (list, tuple, set, frozenset)):
        return value
    listed = tuple(value)
    if listed and isinstance(listed[0], str):
        return listed + (NOTHING,) * (-len(listed) % STEP_OF_WORDS)
    return listed + (NOBODY,) * (-len(listed) % STEP)


def _shape_of(value: Any) -> Any:
    if isinstance(value, tuple):
        return len(value), type(value[0]).__name__ if value else ""
    return "" if _is_empty(value) else type(value).__name__


def _is_empty(value: Any) -> bool:
    return value is None or value == ""


def _adapted(value: Any, adapt: Callable[[Any], Any]) -> Any:
    return adapt(value) if isinstance(value, datetime) else value
