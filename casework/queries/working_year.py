"""A year of the working calendar, and on which of its days how many cases fall due."""

from __future__ import annotations

from collections import Counter
from datetime import date

from casework.models.calendar import CalendarYear
from casework.models.case import Case
from casework.models.user import User


def loaded_years() -> dict[int, CalendarYear]:
    """Return the notice in force of every loaded year."""
    rows = CalendarYear.objects.order_by("year", "version")
    return {row.year: row for row in rows}


def due_days(user: User, year: int) -> Counter[date]:
    """Return how many open visible cases have their reply or next duty due on each day of a year."""
    span = (date(year, 1, 1), date(year, 12, 31))
    cases = Case.objects.visible_to(user).open()
    days = cases.filter(reply_due_on__range=span) | cases.filter(next_due_on__range=span)
    found: Counter[date] = Counter()
    for pair in days.values_list("reply_due_on", "next_due_on"):
        found.update({day for day in pair if day and day.year == year})
    return found
