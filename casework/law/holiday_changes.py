"""What a notice makes of the calendar in force, and which days that changes (放假办法第七条).

A yearly notice arranges its year, and the December before it where New Year's days off begin
there. A notice within the year changes one holiday: it replaces its days off (2019-03-22, labour
day) or makes it longer (2020-01-27, spring festival), and a make-up day that is now off falls away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from casework.law.calendar import WorkingCalendar, YearNotice
from casework.law.errors import Refused
from casework.law.holiday_notice import Effect, ReadNotice
from casework.law.sources import HOLIDAY_NOTICE

_NEAR = timedelta(days=15)
_PLAIN_DAYS = frozenset({"工作日", "周末"})


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that is now something else. ``before`` and ``after`` are words."""

    day: date
    before: str
    after: str
    working: bool

    @property
    def words(self) -> str:
        """The change as part of a sentence: 5月2日由工作日改为劳动节."""
        return f"{self.day.month}月{self.day.day}日由{self.before}改为{self.after}"


def arranged_years(found: ReadNotice, in_force: Mapping[int, YearNotice]) -> list[YearNotice]:
    """Return every year the notice changes, as it stands afterwards, oldest first.

    Raises Refused when it changes a holiday that is not loaded, or is older than what is in force.
    """
    old = in_force.get(found.year)
    if old and old.published_on and found.published_on and found.published_on < old.published_on:
        raise Refused(
            "notice_outdated",
            f"在用的{found.year}年放假安排公布于{old.published_on}，比这份通知（{found.published_on}）新，没有载入。",
            article=HOLIDAY_NOTICE,
            field="text",
        )
    if found.amends:
        return [_amended(found, old)]
    if in_force and not min(in_force) - 1 <= found.year <= max(in_force) + 1:
        near = max(in_force) + 1 if found.year > max(in_force) else min(in_force) - 1
        raise Refused(
            "notice_leaves_gap",
            f"年份必须连续：请先载入{near}年的通知，再载入{found.year}年的。",
            article=HOLIDAY_NOTICE,
            field="text",
        )
    off, worked = found.days(Effect.OFF), set(found.days(Effect.WORKED))
    this_year = _of_year(found, found.year, off, worked, old)
    before = in_force.get(found.year - 1)
    early = [day for day in (*off, *worked) if day.year < found.year]
    if not early or before is None:
        return [this_year]
    return [_with_december(found, before, off, worked), this_year]


def left_over_makeup_days(found: ReadNotice, old: YearNotice | None) -> list[date]:
    """Return make-up days near an amended holiday that the notice neither names nor gives off.

    Stored make-up days are not tied to a holiday, so a person must look at these.
    """
    if not found.amends or old is None:
        return []
    named = set(found.days(Effect.WORKED)) | set(found.days(Effect.OFF))
    days = _days_of(found.amends, old)
    return sorted(day for day in old.makeup_days - named if any(abs(day - off) <= _NEAR for off in days))


def day_changes(before: WorkingCalendar, after: WorkingCalendar) -> list[DayChange]:
    """Return the days that are worked in one calendar and not in the other, in order.

    Of a newly published year these are all days its notice names.
    """
    found = []
    for ordinal in range(after.first_day.toordinal(), after.horizon.toordinal() + 1):
        day = date.fromordinal(ordinal)
        new = after.describe(day)
        if day < before.first_day or day > before.horizon:
            if new.name not in _PLAIN_DAYS:
                found.append(DayChange(day, "未公布", new.name, new.working))
            continue
        old = before.describe(day)
        if old.working != new.working:
            found.append(DayChange(day, old.name, new.name, new.working))
    return found


def _of_year(
    found: ReadNotice, year: int, off: Mapping[date, str], worked: Iterable[date], old: YearNotice | None
) -> YearNotice:
    # December days in store came with the notice of the next year and stay.
    kept_off = {day: name for day, name in old.holidays.items() if day.month == 12} if old else {}
    kept_worked = {day for day in old.makeup_days if day.month == 12} if old else set()
    holidays = kept_off | {day: name for day, name in off.items() if day.year == year}
    makeup_days = kept_worked | {day for day in worked if day.year == year}
    return YearNotice(
        year, dict(sorted(holidays.items())), frozenset(makeup_days), found.notice_number, found.published_on
    )


def _with_december(found: ReadNotice, before: YearNotice, off: Mapping[date, str], worked: set[date]) -> YearNotice:
    holidays = {day: name for day, name in before.holidays.items() if day.month < 12}
    holidays |= {day: name for day, name in off.items() if day.year == before.year}
    makeup_days = {day for day in before.makeup_days if day.month < 12}
    makeup_days |= {day for day in worked if day.year == before.year}
    return YearNotice(before.year, holidays, frozenset(makeup_days), found.notice_number, found.published_on)


def _amended(found: ReadNotice, old: YearNotice | None) -> YearNotice:
    stored = _days_of(found.amends, old) if old else []
    if old is None or not stored:
        raise Refused(
            "notice_amends_nothing",
            f"这份通知只调整{found.year}年{found.amends}的安排，请先载入{found.year}年的全年通知。",
            article=HOLIDAY_NOTICE,
            field="text",
        )
    off, worked = found.days(Effect.OFF), found.days(Effect.WORKED)
    holidays = dict(old.holidays)
    if off:
        holidays = {day: name for day, name in holidays.items() if day not in stored} | off
    for until, name in found.days(Effect.PROLONGED).items():
        first = stored[-1] + timedelta(days=1)
        if until < first:
            raise Refused(
                "notice_prolongs_nothing",
                f"{name}假期原已放到{stored[-1]}，通知写明延长至{until}，请核对年份和日期。",
                article=HOLIDAY_NOTICE,
                field="text",
            )
        holidays |= {first + timedelta(days=n): name for n in range((until - first).days + 1)}
    contradiction = sorted(day for day in worked if day in holidays)
    if contradiction:
        raise Refused(
            "notice_contradicts_year",
            f"通知要求{contradiction[0]}上班，在用的安排里这一天是{holidays[contradiction[0]]}放假，请核对。",
            article=HOLIDAY_NOTICE,
            field="text",
        )
    makeup_days = (old.makeup_days - holidays.keys()) | worked.keys()
    return YearNotice(
        old.year, dict(sorted(holidays.items())), frozenset(makeup_days), found.notice_number, found.published_on
    )


def _days_of(holiday: str, year: YearNotice) -> list[date]:
    wanted = set(holiday.split("、"))
    return sorted(day for day, name in year.holidays.items() if wanted & set(name.split("、")) and day.month < 12)
