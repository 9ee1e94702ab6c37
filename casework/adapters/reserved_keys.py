"""Keys of rows that are not stored yet, so that what refers to them can be made before the transaction that stores them."""

from __future__ import annotations

from django.db import connection, models, transaction


def next_key(model: type[models.Model]) -> str:
    """Return the SQL of one new key of a model, for PostgreSQL to give it within another statement."""
    table = connection.ops.quote_name(model._meta.db_table)
    return f"nextval(pg_get_serial_sequence('{table}', '{model._meta.pk.column}'))"


def reserve_keys(model: type[models.Model], count: int) -> list[int]:
    """Return so many new keys of a model, ascending; nobody else is given them, whether they are used or not.

    On SQLite this is a short transaction of its own, so that it keeps no other writer waiting.
    """
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {next_key(model)} FROM generate_series(1, %s)", [count])
            return sorted(key for (key,) in cursor.fetchall())
        # SQLite writes a row here with the first row of the table, and never gives a key up to ``seq``.
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT %s, 0 "
            "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
            [table, table],
        )
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [count, table])
        last = cursor.fetchone()[0]
        return list(range(last - count + 1, last + 1))
