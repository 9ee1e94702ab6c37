"""From 1 November administrators and leaders are told that next year's notice is missing, once a week."""

from __future__ import annotations

import pytest

from casework.law.calendar import notice_from_spans
from casework.models import CalendarYear, Notice, User
from casework.services.calendar_alarm import alarm_missing_calendar, missing_year
from casework.services.calendars import load_notices
from tests.cast import day, noon


def alarm(on: str) -> int:
    return alarm_missing_calendar(today=day(on), now=noon(on))


@pytest.mark.parametrize(
    ("on", "year"),
    [("2026-03-02", None), ("2026-10-31", None), ("2026-11-01", 2027), ("2026-12-31", 2027), ("2027-01-01", 2027)],
)
def test_which_year_is_missing(cast, on, year):
    assert missing_year(day(on)) == year


def test_administrators_and_leaders_are_told_once_in_seven_days(cast):
    assert alarm("2026-10-31") == 0
    assert alarm("2026-11-01") == 2
    notices = Notice.objects.filter(subject="2027年放假安排尚未载入")
    assert {notice.recipient for notice in notices} == {cast.administrator_wu, cast.head_chen}
    assert "粘贴全文载入" in notices[0].body
    for on in ("2026-11-01", "2026-11-02", "2026-11-07"):
        assert alarm(on) == 0
    assert alarm("2026-11-08") == 2
    assert alarm("2026-11-15") == 2


def test_a_leader_who_comes_later_is_told_and_one_who_left_is_not(cast):
    assert alarm("2026-11-01") == 2
    User.objects.filter(pk=cast.handler_zhou.pk).update(role="leader")
    User.objects.filter(pk=cast.head_chen.pk).update(is_active=False)
    assert alarm("2026-11-03") == 1
    assert alarm("2026-11-08") == 1


def test_with_the_notice_loaded_it_is_quiet(cast):
    load_notices(notices=[notice_from_spans(2027, [("01-01", "01-01", "元旦")], [])], now=noon("2026-11-10"))
    assert alarm("2026-11-11") == 0
    CalendarYear.objects.filter(year=2027).delete()
    assert alarm("2026-11-11") == 2
