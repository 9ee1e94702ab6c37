"""Statements that nearly every request asks, put together once: for Django that costs several times what running them costs.

A statement is written as a queryset of ``values_list``; where a value changes from call to call, it names a stand-in
that no real value equals, and every call says what stands in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models

Converters = dict[int, tuple[Sequence[Callable[..., Any]], Any]]


class KeptStatement:
    """One statement, kept as the text and the converters that Django made of a queryset."""

    def __init__(self, rows: Callable[[], models.QuerySet[Any, Any]]) -> None:
        """Keep what ``rows`` returns; it is called once for each kind of database."""
        self._rows = rows
        self._made = cache(self._make)

    def _make(self, vendor: str) -> tuple[str, tuple[Any, ...], Converters]:
        made = compiled(self._rows())
        return made.sql, made.values, made.converters

    def rows(self, given: Mapping[Any, Any]) -> list[Sequence[Any]]:
        """Ask, with the values of ``given`` in place of the stand-ins that are its keys; return the rows as Python values."""
        sql, values, converters = self._made(connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(value, value) for value in values])
            return list(converted(cursor.fetchall(), converters))


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


def converted(rows: Sequence[tuple], converters: Converters) -> Iterator[Sequence[Any]]:
    """Yield rows of the database with the values Django would give."""
    if not converters:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for place, (converting, expression) in converters.items():
            for convert in converting:
                values[place] = convert(values[place], expression, connection)
        yield values


def columns(model: type[models.Model], prefix: str = "") -> list[str]:
    """Return the names of all columns of a model for ``values_list``, in the order ``from_db`` takes them."""
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]
