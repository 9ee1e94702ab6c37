"""The alarm for a holiday notice that is out, or should be soon, and is not loaded."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from casework.adapters.clock import LEGAL_ZONE
from casework.models.calendar import CalendarYear
from casework.models.notice import Notice, NoticeChannel
from casework.models.user import Role, User
from casework.services.telling import tell

# The notices of the last years came out between 25 October and 8 December.
FIRST_MONTH = 11
A_WEEK = timedelta(days=7)


def missing_year(today: date) -> int | None:
    """Return the year whose notice should be loaded by ``today`` and is not, or None."""
    wanted = today.year + 1 if today.month >= FIRST_MONTH else today.year
    loaded = set(CalendarYear.objects.filter(year__gte=today.year).values_list("year", flat=True))
    return next((year for year in range(today.year, wanted + 1) if year not in loaded), None)


@transaction.atomic
def alarm_missing_calendar(*, today: date, now: datetime) -> int:
    """Tell administrators and leaders that a year is missing; return how many were told.

    Each of them at most once in seven days, however often this runs.
    """
    year = missing_year(today)
    if year is None:
        return 0
    # Two runs at once take turns here, so nobody is told twice.
    CalendarYear.objects.select_for_update().order_by("-pk").first()
    subject = f"{year}年放假安排尚未载入"
    last_week = datetime.combine(today - A_WEEK + timedelta(days=1), datetime.min.time(), LEGAL_ZONE)
    told = Notice.objects.filter(channel=NoticeChannel.IN_APP, subject=subject, created_at__gte=last_week)
    people = User.objects.filter(role__in=(Role.ADMINISTRATOR, Role.LEADER), is_active=True)
    return tell(
        people.exclude(pk__in=told.values("recipient_id")),
        subject=subject,
        body=(
            f"日历中没有{year}年的国务院办公厅放假安排，落在{year}年的期限只能暂估。"
            "通知公布以后请在“日历—载入通知”中粘贴全文载入，系统会重算全部未办结的办件。"
        ),
        now=now,
    )
