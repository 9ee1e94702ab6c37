"""Changing the calendar: a notice loaded, a local holiday entered; each asks for recomputing.

The change and the rows of the calendar are one transaction. Recomputing follows in batches
(``services.recomputing``) and can be broken off anywhere: what is unfinished is found again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from casework.adapters.working_calendar import calendar_of, current_calendar, years_in_force
from casework.law.calendar import WorkingCalendar, YearNotice
from casework.law.errors import Refused
from casework.law.holiday_changes import DayChange, arranged_years, day_changes
from casework.law.holiday_notice import read_notice
from casework.models.agency import Agency
from casework.models.calendar import AgencyHoliday, CalendarYear
from casework.models.calendar_change import CalendarChange
from casework.models.user import User
from casework.services.calendars import load_notices
from casework.services.fitting import refuse_unfit, refuse_unfit_texts
from casework.services.permissions import why_not_calendar


@transaction.atomic
def load_notice_text(*, text: str, actor: User, today: date, now: datetime) -> CalendarChange:
    """Store what a pasted notice arranges as the next version; return the change to be recomputed.

    Raises Refused for a role that may not, a notice that cannot be read, or one that changes nothing.
    """
    _refuse_role(actor)
    refuse_unfit_texts({"text": text})
    years = arranged_years(read_notice(text), years_in_force())
    change = _load(years, actor, today, now, text)
    if change is None:
        raise Refused("notice_already_loaded", "这份通知与在用的放假安排完全相同，没有需要保存的变化。", field="text")
    return change


@transaction.atomic
def load_shipped_notices(*, notices: Iterable[YearNotice], today: date, now: datetime) -> CalendarChange | None:
    """Store the notices shipped with the program; return the change, or None when all are there.

    A year that somebody loaded stays as it is: it may hold a change that came after this program.
    """
    by_hand = set(CalendarYear.objects.filter(loaded_by__isnull=False).values_list("year", flat=True))
    return _load([notice for notice in notices if notice.year not in by_hand], None, today, now, "")


def _load(years: list[YearNotice], actor: User | None, today: date, now: datetime, text: str) -> CalendarChange | None:
    before = _calendar_before()
    rows = load_notices(notices=years, now=now, actor=actor, text=text)
    if not rows:
        return None
    after = current_calendar()
    # The first calendar of all moves nothing: without one no deadline could be computed.
    days = day_changes(before, after) if before else []
    change = _record("、".join(_title(row) for row in rows), None, days, actor, today, now)
    change.years.set(rows)
    return change


def _calendar_before() -> WorkingCalendar | None:
    return current_calendar() if CalendarYear.objects.exists() else None


def _title(row: CalendarYear) -> str:
    number = f"（{row.notice_number}）" if row.notice_number else ""
    return f"{row.year}年放假安排第{row.version}版{number}"


@dataclass(frozen=True, slots=True)
class OwnHoliday:
    """A local holiday as entered."""

    day: date
    name: str


@transaction.atomic
def add_own_holiday(*, agency: Agency, holiday: OwnHoliday, actor: User, today: date, now: datetime) -> CalendarChange:
    """Enter a day off of this agency alone. Source: 全国年节及纪念日放假办法第四条.

    Raises Refused for a role or agency that may not, and for a day that is not worked anyway.
    """
    _refuse_role(actor, agency)
    if not holiday.name.strip():
        raise Refused("holiday_name_missing", "请填写放假的名称和依据。", field="name")
    kind = calendar_of(agency.pk).describe(holiday.day)
    if not kind.working:
        raise Refused("holiday_not_worked", f"{holiday.day}是{kind.name}，本来就不上班。", field="day")
    row = AgencyHoliday(agency=agency, day=holiday.day, name=holiday.name.strip())
    refuse_unfit(row)
    return _changed(agency, row.save, f"{agency}地方放假：{row.day} {row.name}", actor, today, now)


@transaction.atomic
def remove_own_holiday(*, agency: Agency, day: date, actor: User, today: date, now: datetime) -> CalendarChange:
    """Take back a day off of this agency. Raises Refused for a role that may not or an unknown day."""
    _refuse_role(actor, agency)
    row = AgencyHoliday.objects.filter(agency=agency, day=day).first()
    if row is None:
        raise Refused("holiday_unknown", f"{day}没有登记地方放假。", field="day")
    return _changed(agency, row.delete, f"{agency}取消地方放假：{row.day} {row.name}", actor, today, now)


def _changed(
    agency: Agency, write: Callable[[], object], title: str, actor: User, today: date, now: datetime
) -> CalendarChange:
    before = calendar_of(agency.pk)
    write()
    days = day_changes(before, calendar_of(agency.pk))
    return _record(title, agency, days, actor, today, now)


def _record(
    title: str, agency: Agency | None, days: list[DayChange], actor: User | None, today: date, now: datetime
) -> CalendarChange:
    longest = CalendarChange._meta.get_field("title").max_length
    return CalendarChange.objects.create(
        title=title if len(title) <= longest else f"{title[: longest - 1]}…",
        agency=agency,
        days=[[item.day.isoformat(), item.before, item.after] for item in days],
        actor=actor,
        made_on=today,
        created_at=now,
    )


def _refuse_role(actor: User, agency: Agency | None = None) -> None:
    refusal = why_not_calendar(actor)
    if refusal:
        raise refusal
    if agency is not None and actor.agency_id != agency.pk:
        raise Refused("foreign_agency", "只能登记本机关的地方放假。")
