"""The day before, the day and the day after: only then has a period passed."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.last_days import payment_is_overdue, reasons_are_overdue, reply_is_overdue, supplement_is_overdue

LAST = date(2026, 3, 30)
DAYS = [(date(2026, 3, 29), False), (LAST, False), (date(2026, 3, 31), True)]


@pytest.mark.parametrize(("today", "passed"), DAYS)
def test_the_last_day_is_in_time(today, passed):
    assert supplement_is_overdue(LAST, today) is passed
    assert reasons_are_overdue(LAST, today) is passed
    assert reply_is_overdue(LAST, today, provisional=False) is passed
    assert payment_is_overdue(LAST, today, provisional=False) is passed


@pytest.mark.parametrize(("today", "passed"), DAYS)
def test_what_is_estimated_or_not_known_has_not_passed(today, passed):
    assert not reply_is_overdue(LAST, today, provisional=True)
    assert not payment_is_overdue(LAST, today, provisional=True)
    assert not any(of(None, today) for of in (supplement_is_overdue, reasons_are_overdue))
    assert not any(of(None, today, provisional=False) for of in (reply_is_overdue, payment_is_overdue))
