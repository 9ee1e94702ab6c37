"""Inserting a new row by a statement that is put together once for its model.

Registering a request makes five rows; for Django to build each statement anew takes longer than the database needs for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models


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
        given = [] if raw else [field.pre_save(self, add=True) for field in fields]
        plain = not any(hasattr(value, "resolve_expression") for value in given)
        if raw or not plain or not connection.features.can_return_columns_from_insert:
            return super()._do_insert(manager, using, fields, returning_fields, raw)
        values = [field.get_db_prep_save(value, connection) for field, value in zip(fields, given, strict=True)]
        statement = _statement(type(self), using, tuple(field.name for field in fields), bool(returning_fields))
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return [cursor.fetchone()] if returning_fields else []


def insert_few(rows: Sequence[models.Model]) -> None:
    """Insert a few new rows of one model in one statement, with no keys given back; they may hold no expressions."""
    if not rows:
        return
    connection, model = connections[DEFAULT_DB_ALIAS], type(rows[0])
    fields = [field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields]
    names = tuple(field.name for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, connection.alias, names, False, len(rows)), values)


@lru_cache(maxsize=200)
def _statement(model: type[models.Model], using: str, names: tuple[str, ...], returns_key: bool, rows: int = 1) -> str:
    quoted = connections[using].ops.quote_name
    columns = ", ".join(quoted(model._meta.get_field(name).column) for name in names)
    places = ", ".join([f"({', '.join(['%s'] * len(names))})"] * rows)
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES {places}"
    return f"{statement} RETURNING {quoted(model._meta.pk.column)}" if returns_key else statement
