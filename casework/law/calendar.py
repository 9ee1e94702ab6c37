"""Working days (工作日): the official calendar, make-up days, and where knowledge ends.

A working day is a weekday that no State Council notice gives off, or a weekend day that a
notice orders to be worked (调休上班). Counting starts on the day after the event (民法典第二百零一条).

Two prefix arrays answer every question in constant time: ``rank[i]`` is the number of working
days up to day i, ``nth[k]`` is the k-th working day.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from casework.law.errors import CalendarNotPublished
from casework.law.official_days import NOTICES

ONE_DAY = timedelta(days=1)
ESTIMATED_YEARS = 3
# 全国年节及纪念日放假办法第二条: the days off that fall on the same date every year.
FIXED_HOLIDAYS = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节"} | {(10, day): "国庆节" for day in (1, 2, 3)}


@dataclass(frozen=True, slots=True)
class YearNotice:
    """One year's official arrangement. ``holidays`` maps a day off to its name."""

    year: int
    holidays: Mapping[date, str]
    makeup_days: frozenset[date]
    notice_number: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class DueDate:
    """A last day in time.

    ``on`` is certain unless ``provisional``: then it is an estimate, and ``earliest_on`` is the
    earliest day it can turn out to be, which is what alarms must use.
    """

    on: date
    provisional: bool
    earliest_on: date


@dataclass(frozen=True, slots=True)
class DayKind:
    """What a day is: whether it is worked, in words, and whether that is published."""

    working: bool
    name: str
    published: bool


class _DayCount:
    """Prefix arrays over the days ``first`` .. ``last`` for one set of open days."""

    def __init__(self, first: date, last: date, is_open: Mapping[date, bool]) -> None:
        self.first_ordinal = first.toordinal()
        rank: list[int] = []
        nth: list[date] = [first - ONE_DAY]
        day = first
        while day <= last:
            if is_open[day]:
                nth.append(day)
            rank.append(len(nth) - 1)
            day += ONE_DAY
        self.rank = rank
        self.nth = nth

    def position(self, day: date) -> int:
        return self.rank[day.toordinal() - self.first_ordinal]


class WorkingCalendar:
    """Working-day arithmetic over consecutive published years.

    Beyond the last published year (the ``horizon``) ``estimate`` still answers, marked
    provisional; ``add_working_days`` and ``is_working_day`` refuse.
    """

    def __init__(self, notices: Iterable[YearNotice], extra_holidays: Mapping[date, str] = {}):
        years = sorted(notices, key=lambda notice: notice.year)
        if not years:
            raise ValueError("a calendar needs at least one published year")
        if [n.year for n in years] != list(range(years[0].year, years[0].year + len(years))):
            raise ValueError("calendar years must follow one another without a gap")
        self.notices = tuple(years)
        self.first_day = date(years[0].year, 1, 1)
        self.horizon = date(years[-1].year, 12, 31)
        self._holidays = {d: name for n in years for d, name in n.holidays.items()}
        self._holidays |= extra_holidays
        # A holiday of the agency's own (放假办法第四条) is off even where the rest of the country works.
        self._makeup_days = frozenset(d for n in years for d in n.makeup_days if d not in extra_holidays)
        self.last_estimated_day = date(self.horizon.year + ESTIMATED_YEARS, 12, 31)
        self._count(self.first_day, self.last_estimated_day)

    def _count(self, first: date, last: date) -> None:
        estimated: dict[date, bool] = {}
        earliest: dict[date, bool] = {}
        self._kinds: dict[date, DayKind] = {}
        day = first
        while day <= last:
            kind = self._kinds[day] = self._kind(day)
            estimated[day] = kind.working
            # A make-up weekend is only known from its notice, so the earliest date must assume it.
            earliest[day] = self._may_be_worked(day)
            day += ONE_DAY
        self._published = _DayCount(first, self.horizon, estimated)
        self._estimated = _DayCount(first, last, estimated)
        self._earliest = _DayCount(first, last, earliest)
        self._first_ordinal = self._published.first_ordinal
        self._rank, self._nth = self._published.rank, self._published.nth

    def _kind(self, day: date) -> DayKind:
        published = day <= self.horizon
        if day in self._makeup_days:
            return DayKind(True, "调休上班", published)
        name = self._holidays.get(day) or ("" if published else _fixed_holiday(day))
        if name:
            return DayKind(False, name, published)
        if day.weekday() >= 5:
            return DayKind(False, "周末", published)
        return DayKind(True, "工作日", published)

    def describe(self, day: date) -> DayKind:
        """Return what ``day`` is; beyond the horizon ``published`` is False and it is a guess.

        Raises CalendarNotPublished for days before the first loaded year.
        """
        if day < self.first_day:
            raise CalendarNotPublished(day.year)
        return self._kinds.get(day) or self._kind(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether ``day`` is worked. Raises CalendarNotPublished outside the loaded years."""
        kind = self.describe(day)
        if not kind.published:
            raise CalendarNotPublished(day.year)
        return kind.working

    def add_working_days(self, day: date, working_days: int) -> date:
        """Return the last day of a period of ``working_days`` that starts the day after ``day``.

        Raises CalendarNotPublished when the period begins or ends outside the loaded years,
        ValueError below 1 working day. Source: 民法典第二百零一条, law.md 4.3.
        """
        offset = day.toordinal() - self._first_ordinal
        if offset < 0:
            raise CalendarNotPublished(day.year)
        if working_days < 1:
            raise ValueError("a period has at least one working day")
        try:
            return self._nth[self._rank[offset] + working_days]
        except IndexError:
            raise CalendarNotPublished(max(day.year, self.horizon.year + 1)) from None

    def count_working_days(self, after: date, through: date) -> int:
        """Return how many working days lie after ``after`` up to and including ``through``.

        Negative when ``through`` is earlier. Estimated beyond the horizon.
        Raises CalendarNotPublished outside the days this calendar can estimate.
        """
        return self._position(self._estimated, through) - self._position(self._estimated, after)

    def estimate(
        self,
        start: date,
        working_days: int,
        excluded: Iterable[tuple[date, date]] = (),
        excluded_earliest: Iterable[tuple[date, date]] | None = None,
    ) -> DueDate:
        """Return the due date of a period, skipping excluded spans ``(from, to]``.

        ``excluded`` must be sorted and disjoint (``union`` makes it so). ``excluded_earliest``
        are the same spans with the earliest ends they can have; they serve ``earliest_on``.
        Raises CalendarNotPublished when no estimate is possible.
        """
        spans = list(excluded)
        earliest_spans = spans if excluded_earliest is None else list(excluded_earliest)
        on = self._walk(self._estimated, start, working_days, spans)
        if on <= self.horizon:
            earliest = self._walk(self._estimated, start, working_days, earliest_spans)
            return DueDate(on, False, min(on, earliest))
        earliest = self._walk(self._earliest, start, working_days, earliest_spans)
        return DueDate(on, True, min(on, earliest))

    def _walk(self, count: _DayCount, start: date, working_days: int, spans: list[tuple[date, date]]) -> date:
        target = self._position(count, start) + working_days
        try:
            for begin, end in spans:
                if end <= start:
                    continue
                begin = max(begin, start)
                if count.nth[target] <= begin:
                    break
                target += self._position(count, end) - self._position(count, begin)
            return count.nth[target]
        except IndexError:
            raise CalendarNotPublished(self.horizon.year + ESTIMATED_YEARS + 1) from None

    def _position(self, count: _DayCount, day: date) -> int:
        offset = day.toordinal() - count.first_ordinal
        if not 0 <= offset < len(count.rank):
            raise CalendarNotPublished(day.year)
        return count.rank[offset]

    def roll_forward(self, day: date) -> DueDate:
        """Return ``day``, or the next working day when it is a day off.

        For periods counted in natural days or months (民法典第二百零三条); never for working days.
        """
        if day < self.first_day:
            raise CalendarNotPublished(day.year)
        on = earliest = day
        while not self._kind(on).working:
            on += ONE_DAY
        while not self._may_be_worked(earliest):
            earliest += ONE_DAY
        return DueDate(on, on > self.horizon, earliest)

    def _may_be_worked(self, day: date) -> bool:
        # Past the horizon any day but a fixed holiday might be worked, as a make-up day.
        kind = self._kind(day)
        return kind.working if kind.published else not _fixed_holiday(day)

    def due_table(self, working_days: int) -> array[int]:
        """Return the due dates of every published start day at once, as proleptic ordinals.

        Entry i belongs to ``first_day`` + i; 0 where the due date is not published. The array is
        a plain buffer, so a million due dates are one gather for a caller that has numpy.
        """
        last = len(self._nth) - 1
        ordinals = [day.toordinal() for day in self._nth]
        return array(
            "i",
            (ordinals[position + working_days] if position + working_days <= last else 0 for position in self._rank),
        )


def _fixed_holiday(day: date) -> str:
    return FIXED_HOLIDAYS.get((day.month, day.day), "")


def union(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Merge spans ``(from, to]`` that overlap or touch; the result is sorted and disjoint.

    Overlapping consultations stop the clock once, not twice (law.md 4.4).
    """
    merged: list[tuple[date, date]] = []
    for begin, end in sorted(spans):
        if end <= begin:
            continue
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def notice_from_spans(
    year: int,
    holidays: Iterable[tuple[str, str, str]],
    makeup_days: Iterable[str],
    notice_number: str = "",
    published_on: date | None = None,
) -> YearNotice:
    """Build a YearNotice from ("MM-DD", "MM-DD", name) spans and "MM-DD" make-up days."""
    days: dict[date, str] = {}
    for first, last, name in holidays:
        day, end = (date.fromisoformat(f"{year}-{text}") for text in (first, last))
        while day <= end:
            days[day] = name
            day += ONE_DAY
    worked = frozenset(date.fromisoformat(f"{year}-{text}") for text in makeup_days)
    return YearNotice(year, days, worked, notice_number, published_on)


@cache
def official_calendar() -> WorkingCalendar:
    """Return the calendar of all notices shipped with the program, 2019 and later."""
    return WorkingCalendar(official_notices())


def official_notices() -> list[YearNotice]:
    """Return the shipped notices, oldest first."""
    return [
        notice_from_spans(
            year,
            row["holidays"],
            row["makeup_days"],
            row["notice_number"],
            date.fromisoformat(row["published_on"]),
        )
        for year, row in sorted(NOTICES.items())
    ]
