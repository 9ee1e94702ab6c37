"""Recomputing: the clock's answer written into the caches that lists and sweeps range over."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from casework.adapters.case_rows import read_deadlines
from casework.law.calendar import WorkingCalendar
from casework.law.clock import read
from casework.law.duties import ClockReading, Duty, DutyKind, DutyState
from casework.law.stages import Stage
from casework.models.case import Case
from casework.models.deadline import Deadline
from casework.models.facts import DatedRows, facts_of
from casework.models.kept_insert import insert_together
from casework.models.kept_update import update_each

OPINION_DUTIES = frozenset({DutyKind.THIRD_PARTY_OPINION.value, DutyKind.CO_PRODUCER_OPINION.value})
_OPEN_STATES = frozenset({DutyState.RUNNING, DutyState.SUSPENDED, DutyState.OVERDUE})
# Once a case is accepted its content is clear: no supplement notice is owed any more.
_SUPPLEMENT_OPEN_STAGES = frozenset({Stage.SUBMITTED, Stage.REGISTERED})
# The fields of a case that repeat what the clock says.
CACHED_FIELDS = [
    "received_on", "reply_due_on", "reply_provisional",
    "next_duty", "next_due_on", "next_provisional", "alarm_on",
]  # fmt: skip


class Derived(NamedTuple):
    """One deadline as the clock derives it: what its stored row must say."""

    due_on: date | None
    alarm_on: date | None
    provisional: bool
    is_open: bool


def read_clock(case: Case, calendar: WorkingCalendar, today: date, rows: DatedRows | None = None) -> ClockReading:
    """Return the clock's reading of a stored case, from ``rows`` if given. Raises BadFact as ``law.clock.read`` does."""
    return read(facts_of(case, rows), calendar, today)


def refresh_deadlines(case: Case, reading: ClockReading) -> dict[tuple[str, int], Derived]:
    """Write the reading into ``case`` (unsaved fields) and its Deadline rows; return what they say.

    The caller saves the case; the rows are written here with at most four statements.
    """
    cache_deadlines(case, reading)
    return write_deadlines(case, reading)


def derived_deadlines(case: Case, reading: ClockReading) -> dict[tuple[str, int], Derived]:
    """Return the deadlines the reading asks for, by duty and index."""
    return {(duty.kind.value, duty.index): _row(case, duty) for duty in reading.duties}


def cache_deadlines(case: Case, reading: ClockReading) -> None:
    """Write the reading into the cached fields of ``case``; nothing is saved."""
    rows = [(_row(case, duty), duty) for duty in reading.duties]
    running = [(row.alarm_on, row, duty) for row, duty in rows if row.is_open and row.alarm_on and not _silent(duty)]
    reply = reading.reply
    case.received_on = reading.receipt.received_on
    case.reply_due_on = reply.due_on if reply else None
    case.reply_provisional = bool(reply and reply.provisional)
    case.alarm_on = case.next_due_on = None
    case.next_duty, case.next_provisional = "", False
    if running:
        case.alarm_on, row, duty = min(running, key=lambda item: item[0])
        case.next_duty = duty.kind.value
        case.next_due_on, case.next_provisional = row.due_on, row.provisional


def first_deadlines(case: Case, reading: ClockReading) -> list[Deadline]:
    """Return the rows of a new case, not stored yet."""
    return [_deadline(case, of, row) for of, row in derived_deadlines(case, reading).items()]


def write_deadlines(case: Case, reading: ClockReading) -> dict[tuple[str, int], Derived]:
    """Make the stored Deadline rows of a saved case equal to the reading."""
    wanted = derived_deadlines(case, reading)
    stored = {(row.duty, row.index): row for row in read_deadlines(case)}
    new, changed = [], []
    for of, row in wanted.items():
        values = row._asdict()
        old = stored.pop(of, None)
        if old is None:
            new.append(_deadline(case, of, row))
        elif any(getattr(old, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(old, name, value)
            changed.append(old)
    insert_together(*new)
    update_each(changed, Derived._fields)
    if stored:
        Deadline.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    return wanted


def _deadline(case: Case, of: tuple[str, int], row: Derived) -> Deadline:
    duty, index = of
    return Deadline(case=case, duty=duty, index=index, **row._asdict())


def _silent(duty: Duty) -> bool:
    """Tell whether somebody asked for an opinion let the period pass: the reply clock runs again.

    The row stays open, because a person must decide; what is due next is the reply.
    """
    return duty.kind.value in OPINION_DUTIES and duty.state is DutyState.OVERDUE


def _row(case: Case, duty: Duty) -> Derived:
    is_open = duty.state in _OPEN_STATES
    if duty.kind is DutyKind.SUPPLEMENT_NOTICE:
        is_open = is_open and case.stage in _SUPPLEMENT_OPEN_STAGES
    return Derived(duty.due_on, duty.alarm_on, duty.provisional, is_open)
