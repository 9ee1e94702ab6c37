"""What a pasted holiday notice would change, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.adapters.working_calendar import calendars, years_in_force
from casework.law.calendar import WorkingCalendar, YearNotice
from casework.law.holiday_changes import DayChange, arranged_years, day_changes, left_over_makeup_days
from casework.law.holiday_notice import ReadNotice, read_notice


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """A notice as understood and what it makes of the calendar. ``left_over`` needs a person's eye."""

    found: ReadNotice
    years: list[YearNotice]
    after: WorkingCalendar
    changes: list[DayChange]
    left_over: list[date]


def preview_notice(*, text: str) -> NoticePreview:
    """Return what loading ``text`` would do; nothing is stored.

    Raises Refused when the notice cannot be read, does not fit the calendar, or leaves a gap.
    """
    found = read_notice(text)
    in_force = years_in_force()
    before = calendars().shared
    years = arranged_years(found, in_force)
    after = WorkingCalendar((in_force | {item.year: item for item in years}).values())
    return NoticePreview(
        found, years, after, day_changes(before, after), left_over_makeup_days(found, in_force.get(found.year))
    )
