"""Inserting new rows by statements that are put together once.

Registering a request makes some ten rows of five tables; for Django to build each statement anew takes longer than the
database needs for it, and to send each by itself costs the database more than to store it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models

from casework.models.prepared import prepared_cursor

# What every database takes as it is: most of a row.
_AS_IT_IS: dict[type[models.Field], type] = {
    models.CharField: str, models.TextField: str, models.BooleanField: bool, models.ForeignKey: int, models.OneToOneField: int,
}  # fmt: skip
# What PostgreSQL takes as well.
_MOMENTS: dict[type[models.Field], type] = {models.DateField: date, models.DateTimeField: datetime}


class KeptInsert(models.Model):
    """A model whose rows are inserted often, one at a time."""

    class Meta:
        abstract = True

    def _do_insert(
        self, manager: Any, using: str, fields: Sequence[models.Field], returning_fields: Sequence[models.Field], raw: bool
    ) -> Any:  # fmt: skip
        """Insert the row as Django would; return the values the database gave."""
        connection = connections[using]
        # What is loaded raw stays as it is: nothing may be made of it before it is saved.
        if raw or not connection.features.can_return_columns_from_insert:
            return super()._do_insert(manager, using, fields, returning_fields, raw)
        row = _values(self, _ways(connection.vendor, tuple(fields)), connection)
        if any(hasattr(value, "resolve_expression") for value in row.values()):
            return super()._do_insert(manager, using, fields, returning_fields, raw)
        statement = _statement(using, (_Rows(type(self), tuple(row), 1),), bool(returning_fields))
        with prepared_cursor(connection) as cursor:
            cursor.execute(statement, list(row.values()))
            return [cursor.fetchone()] if returning_fields else []


class Copies(NamedTuple):
    """A new row for every key that a statement returns; ``field`` is where the key stands."""

    row: models.Model
    field: str
    keys: str
    asked: Sequence[Any]


class Change(NamedTuple):
    """A change of rows that are there already, which is to be seen together with the new ones or not at all."""

    statement: str
    values: Sequence[Any]


def insert_together(*rows: models.Model | Copies | Change) -> None:
    """Insert new rows of one or several models, with no keys given back; they may hold no expressions.

    PostgreSQL gets them as one statement, SQLite as one for each model: there a statement costs no journey. Rows of one model
    stand together, in the order they are to be stored. A row that was given its key keeps it.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    inserts = [_told(kind, list(group), connection) for kind, group in groupby(rows, type)]
    batches = [inserts] if connection.vendor == "postgresql" and inserts else [[insert] for insert in inserts]
    with prepared_cursor(connection) as cursor:
        for batch in batches:
            statement = _statement(connection.alias, tuple(shape for shape, _ in batch), False)
            cursor.execute(statement, [value for _, values in batch for value in values])
    for row in rows:
        if isinstance(row, models.Model):
            row._state.adding, row._state.db = False, connection.alias


class ReadyRows:
    """New rows as the database takes them, made before the transaction that stores them: it then lasts as long as storing does."""

    def __init__(self) -> None:
        """Begin with no rows."""
        self._ready: dict[tuple[type[models.Model], bool], list[list[Any]]] = {}

    def add(self, rows: Iterable[models.Model]) -> None:
        """Make rows ready; they hold no expressions. One that has its key keeps it (``reserved_keys``), others are given one."""
        connection = connections[DEFAULT_DB_ALIAS]
        for row in rows:
            kind = (type(row), row.pk is not None)
            ways = _ways_of_model(connection.vendor, *kind)
            values = _values(row, ways, connection)
            self._ready.setdefault(kind, []).append([values.get(way.field.name) for way in ways])

    def store(self) -> None:
        """Insert all rows, model by model as they were added; to be called inside a transaction."""
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            for (model, has_key), rows in self._ready.items():
                names = tuple(way.field.name for way in _ways_of_model(connection.vendor, model, has_key))
                cursor.executemany(_insert(connection.alias, _Rows(model, names, 1)), rows)


class _Rows(NamedTuple):
    """So many rows of one model, with values in these columns."""

    model: type[models.Model]
    names: tuple[str, ...]
    number: int


class _Copies(NamedTuple):
    """A row of one model for every key, which stands in the last of these columns."""

    model: type[models.Model]
    names: tuple[str, ...]
    keys: str


def _told(
    kind: type[models.Model | Copies | Change], rows: list[Any], connection: Any
) -> tuple[_Rows | _Copies | str, list[Any]]:  # fmt: skip
    if kind is Change:
        ((statement, values),) = rows
        return statement, list(values)
    if kind is Copies:
        (copies,) = rows
        values = _values(copies.row, _ways_of_model(connection.vendor, type(copies.row), False), connection)
        shape = _Copies(type(copies.row), (*values, copies.field), copies.keys)
        return shape, [*values.values(), *copies.asked]
    stored = [_values(row, _ways_of_model(connection.vendor, kind, row.pk is not None), connection) for row in rows]
    names = tuple(dict.fromkeys(name for values in stored for name in values))
    return _Rows(kind, names, len(rows)), [values.get(name) for values in stored for name in names]


def _values(row: models.Model, ways: Sequence[_Way], connection: Any) -> dict[str, Any]:
    """Return what the database is told of a new row, by field; what has no value is left out and becomes NULL there."""
    told = {}
    for field, name, has_own_way, plain in ways:
        value = field.pre_save(row, add=True) if has_own_way else getattr(row, name)
        if value is not None and type(value) is not plain and not hasattr(value, "resolve_expression"):
            value = field.get_db_prep_save(value, connection)
        if value is not None:
            told[field.name] = value
    return told


class _Way(NamedTuple):
    """How a field comes to its value: its attribute, or what it makes itself; ``plain`` needs no preparing."""

    field: models.Field
    name: str
    makes: bool
    plain: type | None


@lru_cache(maxsize=500)
def _ways_of_model(vendor: str, model: type[models.Model], has_key: bool) -> tuple[_Way, ...]:
    fields = tuple(field for field in model._meta.local_concrete_fields if has_key or not field.primary_key)
    return _ways(vendor, fields)


@lru_cache(maxsize=500)
def _ways(vendor: str, fields: tuple[models.Field, ...]) -> tuple[_Way, ...]:
    plain = _AS_IT_IS | (_MOMENTS if vendor == "postgresql" else {})
    return tuple(_Way(field, field.attname, _may_make(field), plain.get(type(field))) for field in fields)


def _may_make(field: models.Field) -> bool:
    if isinstance(field, models.DateField):
        return field.auto_now or field.auto_now_add
    return type(field).pre_save is not models.Field.pre_save


@lru_cache(maxsize=500)
def _statement(using: str, inserts: tuple[_Rows | _Copies | str, ...], returns_key: bool) -> str:
    *first, last = [_insert(using, insert) for insert in inserts]
    if returns_key:
        pk = inserts[-1].model._meta.pk
        return f"{last} RETURNING {connections[using].ops.quote_name(pk.column)}"
    together = ", ".join(f"part_{number} AS ({statement})" for number, statement in enumerate(first))
    return f"WITH {together} {last}" if together else last


def _insert(using: str, rows: _Rows | _Copies | str) -> str:
    if isinstance(rows, str):
        return rows
    quoted = connections[using].ops.quote_name
    columns = ", ".join(quoted(rows.model._meta.get_field(name).column) for name in rows.names)
    if isinstance(rows, _Copies):
        same = "".join("%s, " for _ in rows.names[1:])
        told = f"SELECT {same}keys.* FROM ({rows.keys}) AS keys"
    else:
        one = f"({', '.join(['%s'] * len(rows.names))})"
        told = f"VALUES {', '.join([one] * rows.number)}"
    return f"INSERT INTO {quoted(rows.model._meta.db_table)} ({columns}) {told}"
