"""Which cases this browser may look at now: for a short time, in the session, never in an address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from casework.services.query_codes import query_code

OPENED = "opened_cases"
RECEIPTS = "receipts"
OPEN_FOR = timedelta(minutes=30)


def open_case(session: SessionBase, case_id: int, now: datetime) -> None:
    """Let this browser look at a case after number and query code were right."""
    # A session id that somebody else may have planted must not become the key to a case.
    session.cycle_key()
    _put(session, OPENED, case_id, {"until": (now + OPEN_FOR).timestamp()})


def open_parts(session: SessionBase, case_ids: list[int], now: datetime) -> None:
    """Let this browser look at the parts a case it has open was split into."""
    for case_id in case_ids:
        _put(session, OPENED, case_id, {"until": (now + OPEN_FOR).timestamp()})


def is_open(session: SessionBase, case_id: int, now: datetime) -> bool:
    """Tell whether this browser may look at the case; looking keeps it open."""
    row = _get(session, OPENED, case_id, now)
    if row is None:
        return False
    _put(session, OPENED, case_id, {"until": (now + OPEN_FOR).timestamp()})
    return True


def was_opened(session: SessionBase, case_id: int) -> bool:
    """Tell whether this browser looked at the case before, even if the time is over."""
    return str(case_id) in session.get(OPENED, {})


def keep_receipt(
    session: SessionBase | dict[str, Any], case_id: int, *, key: str, files: list[dict[str, Any]], now: datetime
) -> None:
    """Keep what the receipt page makes the query code of, and not the code; ``files`` are done with by then."""
    until = (now + OPEN_FOR).timestamp()
    _put(session, RECEIPTS, case_id, {"key": key, "files": files, "until": until})


def files_of_receipt(session: SessionBase, case_id: int) -> dict[str, Any]:
    """Return the part of the session that names the kept files of a filed application."""
    rows = session.get(RECEIPTS, {})
    session[RECEIPTS] = rows
    return rows[str(case_id)]


def query_code_on_receipt(session: SessionBase, case_id: int, now: datetime) -> str | None:
    """Return the query code that the receipt page may still show, or None."""
    row = _get(session, RECEIPTS, case_id, now)
    return row and query_code(row["key"])


def case_filed_with(session: SessionBase, key: str) -> int | None:
    """Return the case this browser filed with a once-only key, or None."""
    for case_id, row in session.get(RECEIPTS, {}).items():
        if key and row["key"] == key:
            return int(case_id)
    return None


def close_all(session: SessionBase) -> None:
    """Forget every case this browser could look at: somebody else may sit here next."""
    for name in (OPENED, RECEIPTS):
        session.pop(name, None)


def _get(session: SessionBase, name: str, case_id: int, now: datetime) -> dict[str, Any] | None:
    row = session.get(name, {}).get(str(case_id))
    return row if row and row["until"] > now.timestamp() else None


def _put(session: SessionBase | dict[str, Any], name: str, case_id: int, row: dict[str, Any]) -> None:
    session[name] = session.get(name, {}) | {str(case_id): row}
