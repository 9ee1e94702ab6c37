"""Periods that offices report for: any two days, and the usual ones counted from a given day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """A period by name; ``DATES`` is any two days that a person gives."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_HALF = "this_half"
    LAST_HALF = "last_half"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    DATES = "dates"


PERIOD_NAMES: dict[PeriodKind, str] = {
    PeriodKind.THIS_MONTH: "本月",
    PeriodKind.LAST_MONTH: "上月",
    PeriodKind.THIS_QUARTER: "本季度",
    PeriodKind.LAST_QUARTER: "上季度",
    PeriodKind.THIS_HALF: "本半年",
    PeriodKind.LAST_HALF: "上一半年",
    PeriodKind.THIS_YEAR: "本年",
    PeriodKind.LAST_YEAR: "上年",
    PeriodKind.DATES: "任意起止日期",
}
_MONTHS = {
    PeriodKind.THIS_MONTH: (1, 0),
    PeriodKind.LAST_MONTH: (1, 1),
    PeriodKind.THIS_QUARTER: (3, 0),
    PeriodKind.LAST_QUARTER: (3, 1),
    PeriodKind.THIS_HALF: (6, 0),
    PeriodKind.LAST_HALF: (6, 1),
    PeriodKind.THIS_YEAR: (12, 0),
    PeriodKind.LAST_YEAR: (12, 1),
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both counted."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period cannot end before it begins")

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of every month the period touches."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            found.append(day)
            day = _month_after(day, 1)
        return tuple(found)


def period_of(kind: PeriodKind, today: date) -> Period:
    """Return the whole period of that name as seen on ``today``. Raises KeyError for ``DATES``."""
    length, back = _MONTHS[kind]
    begun = date(today.year, (today.month - 1) // length * length + 1, 1)
    first = _month_after(begun, -length * back)
    return Period(first, _month_after(first, length) - timedelta(days=1))


def _month_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
