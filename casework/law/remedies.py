"""Remedies (救济): which paragraph a decision carries, and until when each way is open.

Source: 行政复议法（2023） Art. 20, 23, 34; 行政诉讼法 Art. 45, 46; 法释〔2025〕8号; law.md 5.
"""

from __future__ import annotations

import calendar as month_calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from casework.law.calendar import DueDate, WorkingCalendar
from casework.law.outcomes import RECONSIDERATION_FIRST_GROUNDS, RemedyKind, decision
from casework.law.policy import Policy
from casework.law.sources import RECONSIDERATION_LAW

RECONSIDERATION_DAYS = 60
LITIGATION_MONTHS = 6
LITIGATION_AFTER_RECONSIDERATION_DAYS = 15
# No article says when a letter of which nothing is known arrived; by then it has arrived or come back.
ARRIVAL_DAYS = 30

# What a clerk is told of each, in short.
REMEDY_NAMES: dict[RemedyKind, str] = {
    RemedyKind.NONE: "不写救济途径",
    RemedyKind.RECONSIDERATION_FIRST: "复议前置：先申请行政复议，不服再起诉",
    RemedyKind.CHOICE: "可以申请行政复议，也可以直接起诉",
    RemedyKind.BY_GROUND: "按不予提供部分的依据：含第十四、十五、十六条的复议前置，其余可以选择",
}


@dataclass(frozen=True, slots=True)
class RemedyPeriods:
    """The last days of the two ways that start from service (natural days and months)."""

    reconsideration: DueDate
    litigation: DueDate


def remedy_kind(
    code: str,
    *,
    decided_on: date,
    withheld_grounds: Iterable[str] = (),
    policy: Policy | None = None,
) -> RemedyKind:
    """Return the remedy of a decision made on ``decided_on``.

    ``withheld_grounds`` are the decision codes of what a partial disclosure leaves out.
    Before 2024-01-01 every substantive decision leaves the choice (R2). From then on a refusal
    under Art. 14-16 goes to reconsideration first (R1). Source: law.md 5.2.
    """
    policy = policy or Policy()
    row = decision(code)
    if row.remedy is RemedyKind.NONE:
        return RemedyKind.NONE
    if before_the_new_law(decided_on):
        return RemedyKind.CHOICE
    if code == "N8":
        return RemedyKind(policy.query_remedy)
    if row.remedy is RemedyKind.BY_GROUND:
        first = RECONSIDERATION_FIRST_GROUNDS
        if policy.query_remedy == "R1":
            first = first | {"N8"}
        if policy.partial_remedy == "R1" or first & set(withheld_grounds):
            return RemedyKind.RECONSIDERATION_FIRST
        return RemedyKind.CHOICE
    return row.remedy


def before_the_new_law(decided_on: date) -> bool:
    """Tell whether a decision still falls under 行政复议法（2017年修正）, up to 2023-12-31 (law.md 5.1)."""
    return not RECONSIDERATION_LAW.in_force_on(decided_on)


def remedy_periods(served_on: date, calendar: WorkingCalendar) -> RemedyPeriods:
    """Return until when reconsideration (60 days) and direct suit (6 months) are open.

    Counted from the day after service, not posting; the last day rolls to the next working
    day. Source: 行政复议法第二十条, 行政诉讼法第四十六条, 民法典第二百零二条、第二百零三条.
    """
    return RemedyPeriods(
        calendar.roll_forward(served_on + timedelta(days=RECONSIDERATION_DAYS)),
        calendar.roll_forward(add_months(served_on, LITIGATION_MONTHS)),
    )


def litigation_after_reconsideration(received_on: date, calendar: WorkingCalendar) -> DueDate:
    """Return the last day to sue after the reconsideration decision was received (15 days).

    Source: 行政诉讼法第四十五条, 行政复议法第三十四条.
    """
    last = received_on + timedelta(days=LITIGATION_AFTER_RECONSIDERATION_DAYS)
    return calendar.roll_forward(last)


@dataclass(frozen=True, slots=True)
class OpenRemedies:
    """Until when a decision can be contested. ``litigation`` None: only after reconsideration.

    ``first``: some of it must go to reconsideration first (行政复议法第二十三条).
    """

    reconsideration: DueDate
    litigation: DueDate | None
    first: bool


def open_remedies(kinds: Iterable[RemedyKind], served_on: date, calendar: WorkingCalendar) -> OpenRemedies | None:
    """Return the last days of what decisions of these ``kinds``, one a matter, leave open; None where nothing is.

    Source: 行政复议法第二十条、第二十三条, 行政诉讼法第四十六条; law.md 5.2.
    """
    found = set(kinds)
    if not found - {RemedyKind.NONE}:
        return None
    periods = remedy_periods(served_on, calendar)
    direct = periods.litigation if RemedyKind.CHOICE in found else None
    return OpenRemedies(periods.reconsideration, direct, RemedyKind.RECONSIDERATION_FIRST in found)


def proof_needed_until(
    *, served_on: date, received_on: date | None, decisions_received_on: Iterable[date], calendar: WorkingCalendar
) -> date:
    """Return the last day on which reconsideration or suit may still be brought, natural days and months.

    Counted from the receipt of the reply, not its posting; where nobody recorded the receipt, from
    ``ARRIVAL_DAYS`` after ``served_on``. Every reconsideration decision or judgment opens 15 days more, counted
    from ``ARRIVAL_DAYS`` after the agency got it. Source: 行政诉讼法第四十五、四十六、八十五条, 行政复议法第二十条.
    """
    arrival = timedelta(days=ARRIVAL_DAYS)
    periods = remedy_periods(received_on or served_on + arrival, calendar)
    after = [litigation_after_reconsideration(day + arrival, calendar).on for day in decisions_received_on]
    return max([periods.reconsideration.on, periods.litigation.on, *after])


def add_months(day: date, months: int) -> date:
    """Return the corresponding day ``months`` later, or the month's last. 民法典第二百零二条."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = month_calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
