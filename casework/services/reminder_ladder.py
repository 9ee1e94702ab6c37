"""The ladder (提醒阶梯): how many working days before and after its day a duty is announced.

This is policy of the product, not law: the law fixes the days, ``law.clock`` computes them.
"""

from __future__ import annotations

from collections import defaultdict
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
    """One step of some duties, measured against one date of the deadline.

    ``above`` is the next more urgent step of these duties on the same date, None at the top.
    """

    step: int
    date_field: str
    above: int | None
    duties: tuple[str, ...]


def rungs() -> list[Rung]:
    """Return all rungs. A deadline stands on one of them: the most urgent it has reached.

    Warnings count towards ``alarm_on``, the earliest day the duty can turn out to be due;
    "overdue" is said of ``due_on`` only; the day itself is announced for both.
    """
    found: dict[tuple[int, str, int | None], list[str]] = defaultdict(list)
    for duty, steps in LADDER.items():
        by_due_on = sorted(step for step in steps if step <= 0)
        by_alarm_on = sorted(step for step in steps if step >= 0)
        for date_field, places in (("due_on", by_due_on), ("alarm_on", by_alarm_on)):
            for above, step in zip([None, *places], places, strict=False):
                found[step, date_field, above].append(str(duty))
    return [Rung(*key, tuple(duties)) for key, duties in found.items()]


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
