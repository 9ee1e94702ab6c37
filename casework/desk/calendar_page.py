"""日历: a year of working days with its notice, and where the published calendar ends."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.adapters.clock import legal_today
from casework.adapters.working_calendar import calendar_of, notice_of
from casework.desk.calendar_year import festivals_of, months_of
from casework.desk.shell import show
from casework.law.calendar import WorkingCalendar
from casework.models.calendar import CalendarYear
from casework.models.user import User
from casework.queries.working_year import due_days, loaded_years
from casework.services.permissions import why_not_calendar


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
    months = months_of(year, law, today, due=due_days(request.user, year))
    context = {
        "year": year,
        "years": [{"year": item, "url": f"?year={item}", "current": item == year} for item in shown],
        "notice": row and _notice(row),
        "working_days": sum(month["working_days"] for month in months) if row else None,
        "months": months,
        "horizon_text": _horizon(law, year),
        "festivals": festivals_of(notice_of(row)) if row else [],
        "links": calendar_links(request.user),
    }
    return show(request, "desk/calendar.html", context)


def calendar_links(user: User) -> list[dict[str, str]]:
    """Return the pages about the calendar that this user may open."""
    pages = [("版本和变更记录", "desk:calendar_versions")]
    if why_not_calendar(user) is None:
        pages = [("载入通知", "desk:calendar_load"), *pages]
        if user.agency_id:
            pages.append(("地方放假", "desk:calendar_holidays"))
    return [{"label": label, "url": reverse(name)} for label, name in pages]


def _notice(row: CalendarYear) -> dict[str, Any]:
    version = f"（第{row.version}版）" if row.version > 1 else ""
    return {"number": f"国务院办公厅放假通知{row.notice_number}{version}", "published_on": row.published_on}


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
