"""A cursor that has the server keep the plan of a statement it is given again and again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from casework.adapters.postgresql.base import DatabaseWrapper

# Kept for each connection; the one that was not used for longest goes first.
MOST_PREPARED = 300
# A statement asked once or twice is not worth the keeping.
ASKED_BEFORE_PREPARED = 2


class PreparedCursor(psycopg.RawCursor):
    """Values travel beside the statement and not inside it, so that its text stays the same and its plan can be kept."""

    def execute(self, query: str, params: Any = None, **options: Any) -> PreparedCursor:  # type: ignore[override]
        """Run a statement with Django's ``%s`` for every value."""
        super().execute(_numbered(query), params, **options)
        return self


class LentCursor:
    """The one cursor a connection keeps, for the length of a ``with``; whoever asks meanwhile gets another.

    To make a cursor and Django's wrapper around it takes longer than to ask one of these statements. Nobody may be listening to
    the statements: Django's own cursor tells those.
    """

    __slots__ = ("_cursor", "_lender", "fetchall", "fetchone")

    def __init__(self, lender: DatabaseWrapper) -> None:
        self._lender = lender

    def __enter__(self) -> LentCursor:
        lender = self._lender
        kept, lender.kept_cursor = lender.kept_cursor, None
        if kept is None or kept.connection is not lender.connection:
            kept = PreparedCursor(lender.connection)
        self._cursor, self.fetchall, self.fetchone = kept, kept.fetchall, kept.fetchone
        return self

    def __exit__(self, *_: object) -> None:
        self._lender.kept_cursor = self._cursor

    def execute(self, query: str, params: Any = None) -> None:
        """Run a statement as Django's cursor does: not in a broken transaction, and with Django's errors."""
        self._lender.validate_no_broken_transaction()
        with self._lender.wrap_database_errors:
            self._cursor.execute(query, params)

    @property
    def rowcount(self) -> int:
        """Return how many rows the statement was about."""
        return self._cursor.rowcount


@lru_cache(maxsize=1_000)
def _numbered(query: str) -> str:
    """Return the statement with the places of its values as PostgreSQL numbers them."""
    first, *rest = query.split("%s")
    numbered = "".join(f"${place}{part}" for place, part in enumerate(rest, start=1))
    return f"{first}{numbered}".replace("%%", "%")
