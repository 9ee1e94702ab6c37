"""Loading a year's holiday notice into the calendar (放假安排)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from casework.law.calendar import YearNotice
from casework.law.errors import Refused
from casework.models.calendar import CalendarYear
from casework.models.user import User


@transaction.atomic
def load_notices(
    *, notices: Iterable[YearNotice], now: datetime, actor: User | None = None, text: str = ""
) -> list[CalendarYear]:
    """Store every notice that differs from the version in force; return the new rows.

    Loading the same notice again changes nothing. A changed one becomes the next version.
    Raises Refused, storing nothing, for a day of another year, a day both off and worked, or a
    year that leaves a gap: with a gap no deadline of any case could be computed.
    """
    notices = list(notices)
    for notice in notices:
        _refuse_contradiction(notice)
    # Two people at once: the second waits, and then finds what the first one stored.
    CalendarYear.objects.select_for_update().order_by("-pk").first()
    _refuse_gap({notice.year for notice in notices})
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
                text=text,
                loaded_at=now,
                loaded_by=actor,
            )
        )
    return stored


def _refuse_contradiction(notice: YearNotice) -> None:
    strange = [day for day in (*notice.holidays, *notice.makeup_days) if day.year != notice.year]
    if strange:
        raise Refused(
            "calendar_day_of_another_year",
            f"{notice.year}年放假安排中有不属于该年的日期{min(strange)}。",
            field="holidays",
        )
    both = sorted(set(notice.holidays) & notice.makeup_days)
    if both:
        raise Refused("calendar_day_contradicts", f"{both[0]}不能既是放假日又是上班日。", field="makeup_days")


def _refuse_gap(new: set[int]) -> None:
    years = new | set(CalendarYear.objects.values_list("year", flat=True).distinct())
    missing = sorted(set(range(min(years), max(years))) - years) if years else []
    if missing:
        raise Refused(
            "calendar_gap",
            f"缺少{'、'.join(str(year) for year in missing)}年的放假安排，年份必须连续，请先载入。",
            field="year",
        )
