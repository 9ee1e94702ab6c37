"""Loading a year's holiday notice into the calendar (放假安排)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from casework.law.calendar import YearNotice
from casework.models.calendar import CalendarYear


@transaction.atomic
def load_notices(*, notices: Iterable[YearNotice], now: datetime) -> list[CalendarYear]:
    """Store every notice that differs from the version in force; return the new rows.

    Loading the same notice again changes nothing. A changed one becomes the next version.
    """
    stored: list[CalendarYear] = []
    for notice in notices:
        holidays = {day.isoformat(): name for day, name in sorted(notice.holidays.items())}
        makeup_days = sorted(day.isoformat() for day in notice.makeup_days)
        latest = CalendarYear.objects.filter(year=notice.year).order_by("-version").first()
        if latest and latest.holidays == holidays and latest.makeup_days == makeup_days:
            continue
        stored.append(
            CalendarYear.objects.create(
                year=notice.year,
                version=latest.version + 1 if latest else 1,
                notice_number=notice.notice_number,
                published_on=notice.published_on,
                holidays=holidays,
                makeup_days=makeup_days,
                loaded_at=now,
            )
        )
    return stored
