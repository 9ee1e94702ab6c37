"""A cursor that has the server keep the plan of a statement it is given again and again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import psycopg

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


@lru_cache(maxsize=1_000)
def _numbered(query: str) -> str:
    """Return the statement with the places of its values as PostgreSQL numbers them."""
    first, *rest = query.split("%s")
    numbered = "".join(f"${place}{part}" for place, part in enumerate(rest, start=1))
    return f"{first}{numbered}".replace("%%", "%")
