"""Periods by name, counted on paper from a day."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.periods import Period, PeriodKind, period_of


@pytest.mark.parametrize(
    ("kind", "today", "first", "last"),
    [
        ("this_month", "2026-11-21", "2026-11-01", "2026-11-30"),
        ("last_month", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("last_month", "2024-03-01", "2024-02-01", "2024-02-29"),
        ("last_month", "2026-01-15", "2025-12-01", "2025-12-31"),
        ("this_quarter", "2026-11-21", "2026-10-01", "2026-12-31"),
        ("last_quarter", "2026-11-21", "2026-07-01", "2026-09-30"),
        ("last_quarter", "2026-01-12", "2025-10-01", "2025-12-31"),
        ("this_half", "2026-06-30", "2026-01-01", "2026-06-30"),
        ("last_half", "2026-06-30", "2025-07-01", "2025-12-31"),
        ("last_half", "2026-07-01", "2026-01-01", "2026-06-30"),
        ("this_year", "2026-12-31", "2026-01-01", "2026-12-31"),
        ("last_year", "2026-01-01", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_by_name_is_the_whole_period(kind, today, first, last):
    found = period_of(PeriodKind(kind), date.fromisoformat(today))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_two_days_of_ones_own_have_no_name():
    with pytest.raises(KeyError):
        period_of(PeriodKind.DATES, date(2026, 1, 1))


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="before"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_months_are_those_the_period_touches():
    months = Period(date(2025, 11, 30), date(2026, 2, 1)).months
    assert [month.isoformat() for month in months] == ["2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01"]
