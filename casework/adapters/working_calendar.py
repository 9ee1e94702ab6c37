"""From stored calendar rows to the value object the law computes with."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.db.models import Max

from casework.law.calendar import WorkingCalendar, YearNotice
from casework.law.errors import Refused
from casework.models.calendar import CalendarYear


def current_calendar() -> WorkingCalendar:
    """Return the calendar in force: the newest version of every loaded year.

    One small query a call; the arrays are rebuilt only when a newer row appears, so that a new
    notice takes effect in every process at once. Raises Refused ``calendar_empty``.
    """
    newest = CalendarYear.objects.aggregate(pk=Max("pk"), loaded_at=Max("loaded_at"))
    if newest["pk"] is None:
        raise Refused(
            "calendar_empty",
            "日历尚未载入，不能计算期限。请先载入国务院办公厅放假安排。",
            article="国务院办公厅年度放假通知",
        )
    return _build(newest["pk"], newest["loaded_at"])


# By key and moment: SQLite gives the key of a row that was rolled back to the next one.
@lru_cache(maxsize=4)
def _build(newest: int, loaded_at: datetime) -> WorkingCalendar:
    rows = CalendarYear.objects.filter(pk__lte=newest).order_by("year", "version")
    latest = {row.year: row for row in rows}
    return WorkingCalendar(_notice(row) for row in latest.values())


def _notice(row: CalendarYear) -> YearNotice:
    return YearNotice(
        row.year,
        {date.fromisoformat(day): name for day, name in row.holidays.items()},
        frozenset(date.fromisoformat(day) for day in row.makeup_days),
        row.notice_number,
        row.published_on,
    )
