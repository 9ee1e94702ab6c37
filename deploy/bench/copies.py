"""Many rows out of one: what the benches fill a register with.

A row is made as the program makes it, with every column it needs today; its copies differ in the columns named.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model


def multiply(row: Model, source: str, changed: dict[str, str], **values: Any) -> None:
    """Copy ``row`` once for each row ``s`` of the SELECT ``source``; ``changed`` gives columns their SQL expression.

    ``source`` and the expressions may hold ``%(name)s`` for ``values``; a percent sign in them is written twice.
    """
    columns = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    unknown = set(changed) - set(columns)
    if unknown:
        raise ValueError(f"no such columns: {', '.join(sorted(unknown))}")
    taken = [changed.get(column, f'model."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(taken)} FROM {table} AS model, ({source}) AS s"
            " WHERE model.id = %(model)s",
            {**values, "model": row.pk},
        )
