"""Short ways to write facts and to ask the clock, for the tests of this folder."""

from datetime import date
from typing import Any

from casework.law import clock
from casework.law.calendar import official_calendar
from casework.law.duties import ClockReading, Duty, DutyKind, LedgerDay
from casework.law.facts_json import facts_from_json

REPLY = DutyKind.REPLY
SUPPLEMENT_NOTICE = DutyKind.SUPPLEMENT_NOTICE
SUPPLEMENT_ANSWER = DutyKind.SUPPLEMENT_ANSWER
THIRD_PARTY_OPINION = DutyKind.THIRD_PARTY_OPINION
CO_PRODUCER_OPINION = DutyKind.CO_PRODUCER_OPINION
OTHER_AGENCY_OPINION = DutyKind.OTHER_AGENCY_OPINION
FEE_PAYMENT = DutyKind.FEE_PAYMENT


def day(text: str) -> date:
    return date.fromisoformat(text)


def counter(received_on: str, **facts: Any) -> dict[str, Any]:
    """Facts of a request handed in at the counter, whose day of receipt is beyond doubt."""
    return {"channel": "counter", "submitted_on": received_on, **facts}


def consult(kind: str, sent_on: str, **facts: str) -> dict[str, str]:
    return {"kind": kind, "sent_on": sent_on, **facts}


def third_party(sent_on: str, **facts: str) -> dict[str, str]:
    return consult("third_party", sent_on, **facts)


def read(facts: dict[str, Any], as_of: str = "2026-01-01") -> ClockReading:
    return clock.read(facts_from_json(facts), official_calendar(), day(as_of))


def duty(facts: dict[str, Any], kind: DutyKind = REPLY, as_of: str = "2026-01-01", index: int = 0) -> Duty:
    found = read(facts, as_of).duty(kind, index)
    assert found is not None, f"the reading has no {kind}"
    return found


def due_on(facts: dict[str, Any], kind: DutyKind = REPLY, as_of: str = "2026-01-01") -> str | None:
    """The due date as text; None while no end is known."""
    due = duty(facts, kind, as_of).due_on
    return due.isoformat() if due else None


def ledger_day(reading: ClockReading, text: str) -> LedgerDay:
    (row,) = [row for row in reading.ledger if row.day == day(text)]
    return row
