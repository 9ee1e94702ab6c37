"""When would it be due, if: the clock's answer to facts that have not happened. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.adapters.working_calendar import calendar_of
from casework.law.calendar import WorkingCalendar
from casework.law.clock import read
from casework.law.duties import DUTY_NAMES, ClockReading, Duty, DutyKind, DutyState, LedgerDay
from casework.law.errors import Refused
from casework.law.facts import CaseFacts
from casework.law.policy import Policy
from casework.law.receipt import Channel
from casework.law.supposing import Supposition, question_of, suppose
from casework.models.agency import Agency
from casework.models.facts import facts_of
from casework.queries.case_page import CaseRead

_STATES = {
    DutyState.RUNNING: "", DutyState.SUSPENDED: "停表中", DutyState.MET: "按期", DutyState.LATE: "逾期",
    DutyState.OVERDUE: "已届满", DutyState.VOID: "已终结",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty in words. ``moved_from`` is its day as things stand, where that is another."""

    kind: DutyKind
    label: str
    due_on: date | None
    provisional: bool
    earliest_on: date | None
    standing: str
    basis: str
    moved_from: date | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One day of the explanation as tables show it; ``kind`` is the class of the row."""

    on: date
    kind: str
    counts: bool
    n: int | None
    why: str
    article: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows from the supposed facts."""

    reading: ClockReading
    # The duty to reply, first or anew, or None before receipt.
    reply: DutyLine | None
    duties: list[DutyLine]
    ledger: list[LedgerLine]
    assumed: tuple[str, ...]
    horizon: date


def what_if(*, found: CaseRead, answers: Mapping[str, Any]) -> Answer:
    """Return what would follow for a stored case. Raises Refused naming the question at fault."""
    return _answer(facts_of(found.case), answers, found.calendar, found.today, before=found.reading)


def calculate(*, answers: Mapping[str, Any], agency: Agency | None, today: date) -> Answer:
    """Return what follows from dates that belong to no case, by the choices and holidays of ``agency``.

    Raises Refused naming the question at fault.
    """
    facts = CaseFacts(
        channel=Channel(answers["channel"]),
        submitted_on=answers.get("submitted_on"),
        signed_on=answers.get("signed_on"),
        confirmed_on=answers.get("confirmed_on"),
        policy=agency.switches if agency else Policy(),
    )
    return _answer(facts, answers, calendar_of(agency.pk if agency else None), today, before=None)


def _answer(
    facts: CaseFacts, answers: Mapping[str, Any], calendar: WorkingCalendar, today: date, before: ClockReading | None
) -> Answer:
    try:
        supposed = suppose(facts, Supposition.of(answers), today)
        reading = read(supposed.facts, calendar, today)
    except Refused as refusal:
        refusal.field = question_of(refusal.field)
        raise
    owed = (before and before.reply) or reading.reply
    # Supposed to be served, a round is over and the reading's reply the first one again: the one asked about is shown.
    reply = reading.duty(owed.kind, owed.index) if owed else None
    return Answer(
        reading,
        reply and _duty_line(reply, before),
        [_duty_line(duty, before) for duty in reading.duties if _worth_showing(duty)],
        ledger_lines(reading, calendar),
        supposed.assumed,
        calendar.horizon,
    )


def _worth_showing(duty: Duty) -> bool:
    return duty.kind is not DutyKind.SUPPLEMENT_NOTICE or duty.state is not DutyState.VOID


def _duty_line(duty: Duty, before: ClockReading | None) -> DutyLine:
    old = before.duty(duty.kind, duty.index) if before else None
    moved = bool(old and old.due_on and old.due_on != duty.due_on)
    early = duty.alarm_on if duty.due_on and duty.alarm_on and duty.alarm_on < duty.due_on else None
    return DutyLine(
        duty.kind,
        f"{DUTY_NAMES[duty.kind]}期限",
        duty.due_on,
        duty.provisional,
        early,
        _STATES[duty.state],
        "、".join(duty.basis),
        old.due_on if moved else None,
    )


def ledger_lines(reading: ClockReading, calendar: WorkingCalendar) -> list[LedgerLine]:
    """Return the day of receipt and every day after it, as the ledger's table shows them."""
    receipt, reply = reading.receipt, reading.reply
    if receipt.received_on is None:
        return []
    start = LedgerLine(receipt.received_on, "start", False, None, "收到申请之日，当日不计", "民法典第二百零一条")
    due_on = reply.due_on if reply else None
    return [start, *(_ledger_line(row, calendar, row.day == due_on) for row in reading.ledger)]


def _ledger_line(row: LedgerDay, calendar: WorkingCalendar, is_due: bool) -> LedgerLine:
    if is_due:
        kind = "due"
    elif not row.published:
        kind = "unknown"
    elif row.counts:
        kind = ""
    else:
        kind = "excluded" if calendar.describe(row.day).working else "off"
    return LedgerLine(row.day, kind, row.counts, row.n, row.why, row.article)
