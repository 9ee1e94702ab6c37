"""Statements that nearly every request asks, put together once: for Django that costs several times what running them costs.

A statement is written as a queryset of ``values_list``; where a value changes from call to call, it names a stand-in
that no real value equals and that is no code, and every call says what stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from casework.models.prepared import prepared_cursor

_CODE = re.compile("[a-z_]+")
# The key of no row.
_NO_KEY = -1
Row = TypeVar("Row", bound=models.Model)
Converters = dict[int, tuple[Sequence[Callable[..., Any]], Any]]


class KeptStatement:
    """One statement, kept as the text and the converters that Django made of a queryset."""

    def __init__(self, rows: Callable[[], models.QuerySet[Any, Any]]) -> None:
        """Keep what ``rows`` returns; it is called once for each kind of database."""
        self._rows = rows
        self._made = cache(self._make)

    def _make(self, vendor: str) -> tuple[str, tuple[Any, ...], Converters]:
        made = compiled(self._rows())
        return *with_codes_written(made.sql, made.values), made.converters

    def rows(self, given: Mapping[Any, Any]) -> list[Sequence[Any]]:
        """Ask, with the values of ``given`` in place of the stand-ins that are its keys; return the rows as Python values."""
        database = connections[DEFAULT_DB_ALIAS]
        sql, values, converters = self._made(database.vendor)
        with prepared_cursor(database) as cursor:
            cursor.execute(sql, [given.get(value, value) for value in values])
            return list(converted(cursor.fetchall(), converters))

    def asked(self, given: Mapping[Any, Any]) -> tuple[str, list[Any]]:
        """Return the text and the values, as ``rows`` would ask, for another statement to hold it."""
        sql, values, _ = self._made(connection.vendor)
        return sql, [given.get(value, value) for value in values]


class KeptRead(Generic[Row]):
    """The objects of one model that belong to a key, such as the one whose own key it is."""

    def __init__(
        self,
        model: type[Row],
        belonging: Callable[[int], models.QuerySet[Row]] | None = None,
        *,
        joined: Sequence[str] = (),
        beside: Sequence[str] = (),
    ) -> None:
        """``belonging`` returns the rows of a key; without it they are those with that key.

        ``joined`` names the relations to one object that comes along with each, ``beside`` annotations of ``belonging``.
        """
        of_key = belonging or (lambda key: model._default_manager.filter(pk=key).order_by())
        self._model, self._names, self._beside = model, columns(model), beside
        self._joined = [_Joined(model._meta.get_field(name)) for name in joined]
        every = [*self._names, *(name for one in self._joined for name in one.names), *beside]
        self._statement = KeptStatement(lambda: of_key(_NO_KEY).values_list(*every))

    def all(self, key: int) -> list[Row]:
        """Return the objects of a key."""
        if not 0 < key <= models.BigAutoField.MAX_BIGINT:
            return []
        return self.given({_NO_KEY: key})

    def given(self, values: Mapping[Any, Any]) -> list[Row]:
        """Return the objects, with ``values`` in place of the stand-ins that are its keys."""
        return [self._object(row) for row in self._statement.rows(values)]

    def get(self, key: int) -> Row | None:
        """Return the object of a key; None where there is none."""
        return next(iter(self.all(key)), None)

    def _object(self, row: Sequence[Any]) -> Row:
        values = iter(row)
        found = self._model.from_db(connection.alias, self._names, list(islice(values, len(self._names))))
        for one in self._joined:
            one.put(found, values)
        for name in self._beside:
            setattr(found, name, next(values))
        return found


class _Joined:
    """A relation to one object, whose columns are read with the rows that have it."""

    def __init__(self, relation: Any) -> None:
        self._relation, self._model = relation, relation.related_model
        self._own = columns(self._model)
        self.names = columns(self._model, f"{relation.name}__")

    def put(self, found: models.Model, values: Iterator[Any]) -> None:
        """Give ``found`` the object whose columns come next; None where nothing was joined."""
        own = list(islice(values, len(self._own)))
        item = None if own[0] is None else self._model.from_db(connection.alias, self._own, own)
        self._relation.set_cached_value(found, item)
        if item is not None and self._relation.one_to_one:
            self._relation.remote_field.set_cached_value(item, found)


class Compiled(NamedTuple):
    """A queryset as SQL, the values of its places, and what turns the columns of its rows into Python values."""

    sql: str
    values: tuple[Any, ...]
    converters: Converters


def compiled(rows: models.QuerySet[Any, Any]) -> Compiled:
    """Return what Django would run for ``rows``."""
    compiler = rows.query.get_compiler(connection=connection)
    sql, values = compiler.as_sql()
    return Compiled(sql, tuple(values), compiler.get_converters([column for column, *_ in compiler.select]))


def with_codes_written(sql: str, values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """Return a statement with its codes (stages, roles, channels) in the text, and the values that remain.

    A plan that is made for any value could not use an index that holds only the rows of one code.
    """
    first, *rest = sql.split("%s")
    written, left = [first], []
    for value, part in zip(values, rest, strict=True):
        is_code = isinstance(value, str) and _CODE.fullmatch(value)
        written += [f"'{value}'" if is_code else "%s", part]
        if not is_code:
            left.append(value)
    return "".join(written), tuple(left)


def converted(rows: Sequence[tuple], converters: Converters) -> Iterator[Sequence[Any]]:
    """Yield rows of the database with the values Django would give."""
    if not converters:
        yield from rows
        return
    database = connections[DEFAULT_DB_ALIAS]
    for row in rows:
        values = list(row)
        for place, (converting, expression) in converters.items():
            for convert in converting:
                values[place] = convert(values[place], expression, database)
        yield values


def columns(model: type[models.Model], prefix: str = "") -> list[str]:
    """Return the names of all columns of a model for ``values_list``, in the order ``from_db`` takes them."""
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]
