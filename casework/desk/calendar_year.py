"""A year of the calendar as templates/desk/calendar_months.html draws it."""

from __future__ import annotations

import calendar as month_calendar
from collections import Counter
from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from casework.law.calendar import WorkingCalendar, YearNotice

WORKED = ("working", "makeup")


def months_of(
    year: int,
    law: WorkingCalendar,
    today: date,
    *,
    due: Mapping[date, int] | None = None,
    changed: Container[date] = (),
) -> list[dict[str, Any]]:
    """Return the twelve months; ``due`` counts the cases of a day, ``changed`` days are marked."""
    due = due or Counter()
    return [_month(year, number, law, today, due, changed) for number in range(1, 13)]


def _month(
    year: int, number: int, law: WorkingCalendar, today: date, due: Mapping[date, int], changed: Container[date]
) -> dict[str, Any]:
    weeks, working_days = [], 0
    for week in month_calendar.Calendar().monthdatescalendar(year, number):
        cells = [
            _cell(day, law, today, due.get(day, 0), day in changed) if day.month == number else None for day in week
        ]
        working_days += sum(cell is not None and cell["kind"] in WORKED for cell in cells)
        weeks.append(cells)
    current = (today.year, today.month) == (year, number)
    return {"number": number, "working_days": working_days, "current": current, "weeks": weeks}


def _cell(day: date, law: WorkingCalendar, today: date, due_count: int, changed: bool) -> dict[str, Any]:
    kind = law.describe(day)
    if not kind.published:
        name = "unknown"
    elif kind.working:
        name = "makeup" if kind.name == "调休上班" else "working"
    else:
        name = "weekend" if kind.name == "周末" else "holiday"
    return {
        "on": day,
        "kind": name,
        "name": kind.name if kind.published else "放假安排未公布",
        "today": day == today,
        "changed": changed,
        "due_count": due_count,
        "url": f"{reverse('desk:work_list')}?scope=all&due_on={day}" if due_count else "",
    }


def festivals_of(notice: YearNotice) -> list[dict[str, Any]]:
    """Return the festivals of a year with the make-up days that lie nearest to each."""
    spans: list[dict[str, Any]] = []
    for day, name in sorted(notice.holidays.items()):
        if spans and spans[-1]["name"] == name and (day - spans[-1]["last_on"]).days == 1:
            spans[-1]["last_on"] = day
        else:
            spans.append({"name": name, "first_on": day, "last_on": day, "makeup": []})
    for day in sorted(notice.makeup_days):
        if spans:
            min(spans, key=lambda span: _days_apart(day, span))["makeup"].append(day)
    return spans


def _days_apart(day: date, span: dict[str, Any]) -> int:
    return min(abs((day - span["first_on"]).days), abs((day - span["last_on"]).days))
