"""From stored calendar rows to the value object the law computes with: the one place to ask.

Every agency counts by the national calendar and by holidays of its own, if it has any
(民族自治地方, 放假办法第四条). ``calendar_of`` is for one agency, ``calendars`` for many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL

from casework.law.calendar import WorkingCalendar, YearNotice
from casework.law.errors import Refused
from casework.law.sources import HOLIDAY_NOTICE
from casework.models.agency import Agency
from casework.models.calendar import AgencyHoliday, CalendarYear
from casework.models.prepared import prepared_cursor

_OwnHolidays = tuple[tuple[date, str], ...]
_NONE: _OwnHolidays = ()
# The moment as the database writes it: it is only compared.
_NEWEST = ("id", "CAST(loaded_at AS text)")


def current_calendar() -> WorkingCalendar:
    """Return the national calendar in force: the newest version of every loaded year.

    One small query a call; the arrays are rebuilt only when a newer row appears, so that a new
    notice takes effect in every process at once. Raises Refused ``calendar_empty``.
    """
    newest, loaded_at, _ = _newest()
    return _build(newest, loaded_at, _NONE)


def calendar_of(agency_id: int | None) -> WorkingCalendar:
    """Return the calendar an agency counts by. One statement, two for an agency with own holidays."""
    return calendars(agency_id).of(agency_id)


def calendar_for(agency: Agency) -> WorkingCalendar:
    """Return the calendar an agency counts by, with nothing asked where it was read together with the calendar's state."""
    return calendars_for(agency).of(agency.pk)


def calendars_for(agency: Agency | None) -> Calendars:
    """Return what ``calendars`` returns for one agency, with nothing asked where ``calendar_for`` asks nothing."""
    state: CalendarState | None = getattr(agency, "calendar_state", None)
    if state is None or state.newest is None or state.has_own:
        return calendars(agency and agency.pk)
    return Calendars((state.newest, state.loaded_at), {})


def state_columns(agency: str) -> tuple[models.Expression, ...]:
    """Return the columns of a ``CalendarState`` for a ``values_list`` whose rows have the key of an agency at ``agency``."""
    years = connection.ops.quote_name(CalendarYear._meta.db_table)
    newest = [RawSQL(f"SELECT {column} FROM {years} ORDER BY id DESC LIMIT 1", ()) for column in _NEWEST]
    return *newest, Exists(AgencyHoliday.objects.filter(agency=OuterRef(agency)))


def calendars(*agency_ids: int | None) -> Calendars:
    """Return the calendars of these agencies, of all when none is named, as they are now."""
    newest, loaded_at, has_own = _newest(agency_ids)
    holidays: dict[int, list[tuple[date, str]]] = defaultdict(list)
    if has_own:
        own = AgencyHoliday.objects.order_by("day")
        if agency_ids:
            own = own.filter(agency__in=[pk for pk in agency_ids if pk is not None])
        for agency_id, day, name in own.values_list("agency_id", "day", "name"):
            holidays[agency_id].append((day, name))
    return Calendars((newest, loaded_at), {pk: tuple(days) for pk, days in holidays.items()})


def years_in_force() -> dict[int, YearNotice]:
    """Return the newest version of every loaded year as the law reads it."""
    return {row.year: notice_of(row) for row in CalendarYear.objects.order_by("year", "version")}


class CalendarState(NamedTuple):
    """Key and moment of the newest row, and whether the agency asked about has holidays of its own."""

    newest: int | None
    loaded_at: Any
    has_own: bool


class Calendars:
    """The calendar of every agency at one moment, each built once."""

    def __init__(self, version: tuple[int, Any], own: Mapping[int, _OwnHolidays]) -> None:
        self._version = version
        self._own = own
        self.shared = _build(*version, _NONE)

    def of(self, agency_id: int | None) -> WorkingCalendar:
        """Return the calendar the agency counts by."""
        own = self._own.get(agency_id) if agency_id is not None else None
        return _build(*self._version, own) if own else self.shared

    @property
    def with_own_holidays(self) -> tuple[int, ...]:
        """The agencies whose calendar is not the shared one."""
        return tuple(sorted(self._own))


def _newest(agency_ids: Sequence[int | None] = ()) -> tuple[int, Any, bool]:
    """Return the state of the calendar for any of these agencies (for all when none is named)."""
    with prepared_cursor(connection) as cursor:
        cursor.execute(_newest_among(len(agency_ids)), list(agency_ids))
        newest = cursor.fetchone()
    if newest is None:
        raise Refused(
            "calendar_empty",
            "日历尚未载入，不能计算期限。请先载入国务院办公厅放假安排。",
            article=HOLIDAY_NOTICE,
        )
    return newest


# Asked with nearly every page and act: for Django to put it together would cost ten times the answer.
@cache
def _newest_among(agencies: int) -> str:
    years, own = (connection.ops.quote_name(model._meta.db_table) for model in (CalendarYear, AgencyHoliday))
    among = f" WHERE agency_id IN ({', '.join(['%s'] * agencies)})" if agencies else ""
    return f"SELECT {', '.join(_NEWEST)}, EXISTS (SELECT 1 FROM {own}{among}) FROM {years} ORDER BY id DESC LIMIT 1"


# By key and moment, as the database writes it: SQLite gives the key of a row that was rolled back to the next one.
@lru_cache(maxsize=32)
def _build(newest: int, loaded_at: Any, own: _OwnHolidays) -> WorkingCalendar:
    rows = CalendarYear.objects.filter(pk__lte=newest).order_by("year", "version")
    latest = {row.year: row for row in rows}
    return WorkingCalendar((notice_of(row) for row in latest.values()), dict(own))


def notice_of(row: CalendarYear) -> YearNotice:
    """Return a stored year as the law reads it."""
    return YearNotice(
        row.year,
        {date.fromisoformat(day): name for day, name in row.holidays.items()},
        frozenset(date.fromisoformat(day) for day in row.makeup_days),
        row.notice_number,
        row.published_on,
    )
