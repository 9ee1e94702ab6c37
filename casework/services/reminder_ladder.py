"""The ladder (提醒阶梯): how many working days before and after its day a duty is announced.

This is policy of the product, not law: the law fixes the days, ``law.clock`` computes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from casework.law.calendar import WorkingCalendar
from casework.law.clock import DutyKind
from casework.law.stages import Stage

UNREAD_INTAKE = "unread_intake"
UNREAD_STAGE = Stage.SUBMITTED

# Working days before the day; 0 is the day itself, a negative number lies after it.
LADDER: dict[str, tuple[int, ...]] = {
    DutyKind.REPLY: (5, 3, 1, 0, -1),
    DutyKind.SUPPLEMENT_NOTICE: (2, 0),
    DutyKind.SUPPLEMENT_ANSWER: (-1,),
    DutyKind.THIRD_PARTY_OPINION: (0, -1),
    DutyKind.CO_PRODUCER_OPINION: (0, -1),
    DutyKind.OTHER_AGENCY_OPINION: (0, -1),
    DutyKind.FEE_PAYMENT: (-1,),
}
# A request is to be read on the day it comes in; a working day later it is announced.
UNREAD_STEP = -1
LEADERS_FROM_STEP = 0

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a duty, measured against one date of its deadline."""

    step: int
    date_field: str


def rungs(duty: str) -> tuple[Rung, ...]:
    """Return the rungs of a duty, the most urgent first.

    Warnings count towards ``alarm_on``, the earliest day the duty can turn out to be due;
    "overdue" is said of ``due_on`` only; the day itself is announced for both.
    """
    steps = sorted(LADDER.get(duty, ()))
    return tuple(
        Rung(step, date_field)
        for step in steps
        for date_field in ("due_on", "alarm_on")
        if (step <= 0 if date_field == "due_on" else step >= 0)
    )


ALL_STEPS = tuple(sorted({UNREAD_STEP}.union(*LADDER.values())))


def thresholds(calendar: WorkingCalendar, today: date) -> dict[int, date]:
    """Return for every step the last day that has reached it: computed once a sweep."""
    return {step: reached_through(step, calendar, today) for step in ALL_STEPS}


def reached_through(step: int, calendar: WorkingCalendar, today: date) -> date:
    """Return the last day whose step has come by ``today``: every day up to it has been reached.

    A range, so that a missed night heals. Raises CalendarNotPublished when the calendar is
    years out of date.
    """
    if step >= 0:
        return calendar.estimate(today, step + 1).on - ONE_DAY
    day = today
    for _ in range(-step):
        while not calendar.describe(day).working:
            day -= ONE_DAY
        day -= ONE_DAY
    return day
