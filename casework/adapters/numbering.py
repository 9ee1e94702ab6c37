"""Gap-free numbers from an atomic counter."""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from casework.adapters.reserved_keys import next_key
from casework.models.counter import NumberSeries
from casework.models.prepared import prepared_cursor


def take_numbers_through(*, agency_id: int, series: str, year: int, last: int) -> None:
    """Make the series go on after ``last``: the numbers up to it belong to an older ledger."""
    table = connection.ops.quote_name(NumberSeries._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (agency_id, series, year, last) VALUES (%s, %s, %s, %s) "
            f"ON CONFLICT (agency_id, series, year) DO UPDATE SET "
            f"last = CASE WHEN {table}.last < excluded.last THEN excluded.last ELSE {table}.last END",
            [agency_id, series, year, last],
        )


def next_number(*, agency_id: int, series: str, year: int) -> int:
    """Return the next number of a series; call it inside the transaction that uses it.

    The row stays locked until the transaction ends, so a rolled back use leaves no gap and two users never get the
    same number.
    """
    return _next("last", agency_id, series, year)[0]


def next_number_and_key(model: type[models.Model], *, agency_id: int, series: str, year: int) -> tuple[int, int | None]:
    """Return ``next_number`` and the key of the new row that is to bear it, so that all that belongs to it is known at once.

    The key is None on SQLite: to reserve one would be a write more, and the row is given one when it is stored.
    """
    if connection.vendor != "postgresql":
        return next_number(agency_id=agency_id, series=series, year=year), None
    return _next(f"last, {next_key(model)}", agency_id, series, year)


def _next(returned: str, *which: Any) -> Any:
    table = connection.ops.quote_name(NumberSeries._meta.db_table)
    with prepared_cursor(connection) as cursor:
        cursor.execute(
            f"UPDATE {table} SET last = last + 1 WHERE agency_id = %s AND series = %s AND year = %s RETURNING {returned}",
            which,
        )
        found = cursor.fetchone()
        if found is None:
            # The first of its year, unless somebody else is just a moment earlier.
            cursor.execute(
                f"INSERT INTO {table} (agency_id, series, year, last) VALUES (%s, %s, %s, 1) "
                f"ON CONFLICT (agency_id, series, year) DO UPDATE SET last = {table}.last + 1 "
                f"RETURNING {returned}",
                which,
            )
            found = cursor.fetchone()
        return found
