"""日历: a year of working days with its notice, and where the published calendar ends."""

from __future__ import annotations

import calendar as month_calendar
from collections import Counter
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.adapters.clock import legal_today
from casework.adapters.working_calendar import calendar_of
from casework.desk.shell import show
from casework.law.calendar import WorkingCalendar
from casework.models.calendar import CalendarYear
from casework.queries.working_year import due_days, loaded_years


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show one year, month by month."""
    today, law = legal_today(), calendar_of(request.user.agency_id)
    loaded = loaded_years()
    shown = [*loaded, law.horizon.year + 1]
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isascii() and wanted.isdigit() and int(wanted) in shown else today.year
    year = year if year in shown else law.horizon.year
    row = loaded.get(year)
    due = due_days(request.user, year)
    months = [_month(year, number, law, today, due) for number in range(1, 13)]
    context = {
        "year": year,
        "years": [{"year": item, "url": f"?year={item}", "current": item == year} for item in shown],
        "notice": row and _notice(row),
        "working_days": sum(month["working_days"] for month in months) if row else None,
        "months": months,
        "horizon_text": _horizon(law, year),
        "festivals": _festivals(row) if row else [],
    }
    return show(request, "desk/calendar.html", context)


def _notice(row: CalendarYear) -> dict[str, Any]:
    version = f"（第{row.version}版）" if row.version > 1 else ""
    return {"number": f"国务院办公厅放假通知 {row.notice_number}{version}", "published_on": row.published_on}


def _horizon(law: WorkingCalendar, year: int) -> str:
    last = law.horizon.year
    if year > last:
        return (
            f"国务院办公厅{year}年放假安排尚未公布（或尚未载入）。落在{year}年的期限一律标明“暂估”，公布以后重新计算。"
        )
    if year == last:
        return (
            f"日历载入至{law.horizon}。越过这一天的期限标明“暂估”，待国务院办公厅公布{last + 1}年放假安排后重新计算。"
        )
    return ""


def _month(year: int, number: int, law: WorkingCalendar, today: date, due: Counter[date]) -> dict[str, Any]:
    weeks, working_days = [], 0
    for week in month_calendar.Calendar().monthdatescalendar(year, number):
        cells = [_cell(day, law, today, due[day]) if day.month == number else None for day in week]
        working_days += sum(cell is not None and cell["kind"] in ("working", "makeup") for cell in cells)
        weeks.append(cells)
    current = (today.year, today.month) == (year, number)
    return {"number": number, "working_days": working_days, "current": current, "weeks": weeks}


def _cell(day: date, law: WorkingCalendar, today: date, due_count: int) -> dict[str, Any]:
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
        "due_count": due_count,
        "url": f"{reverse('desk:work_list')}?scope=all&due_on={day}" if due_count else "",
    }


def _festivals(row: CalendarYear) -> list[dict[str, Any]]:
    """Return the festivals of the notice with the make-up days that lie nearest to each."""
    spans: list[dict[str, Any]] = []
    for text, name in sorted(row.holidays.items()):
        day = date.fromisoformat(text)
        if spans and spans[-1]["name"] == name and (day - spans[-1]["last_on"]).days == 1:
            spans[-1]["last_on"] = day
        else:
            spans.append({"name": name, "first_on": day, "last_on": day, "makeup": []})
    for text in row.makeup_days:
        day = date.fromisoformat(text)
        if spans:
            min(spans, key=lambda span: _days_apart(day, span))["makeup"].append(day)
    return spans


def _days_apart(day: date, span: dict[str, Any]) -> int:
    return min(abs((day - span["first_on"]).days), abs((day - span["last_on"]).days))
