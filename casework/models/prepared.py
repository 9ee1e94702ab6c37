"""Statements whose text does not change are planned once a connection, where the database can keep a plan."""

from __future__ import annotations

from typing import Any

from django.db.backends.utils import CursorWrapper


def prepared_cursor(connection: Any) -> CursorWrapper:
    """Return a cursor for statements whose text is the same every time: what changes stands in their values alone.

    PostgreSQL plans them once a connection (``adapters.postgresql``); for SQLite it is a cursor like any other.
    """
    make = getattr(connection, "prepared_cursor", None) or connection.cursor
    return make()
