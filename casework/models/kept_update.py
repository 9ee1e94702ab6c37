"""Writing a few columns of stored rows by a statement that is put together once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.db import connection, models


def update_each(rows: Sequence[models.Model], names: tuple[str, ...]) -> None:
    """Write these fields of stored rows of one model, each row by its key; for a few rows, not for thousands at once."""
    if not rows:
        return
    model = type(rows[0])
    fields = [model._meta.get_field(name) for name in names]
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, names), [[*told, row.pk] for told, row in zip(values, rows, strict=True)])


@cache
def _statement(model: type[models.Model], names: tuple[str, ...]) -> str:
    quoted = connection.ops.quote_name
    told = ", ".join(f"{quoted(model._meta.get_field(name).column)} = %s" for name in names)
    return f"UPDATE {quoted(model._meta.db_table)} SET {told} WHERE {quoted(model._meta.pk.column)} = %s"
