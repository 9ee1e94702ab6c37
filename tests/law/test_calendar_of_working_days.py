"""The official calendar 2019-2026 day by day, against an independent copy of the notices, and where it ends."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from casework.law.calendar import WorkingCalendar, notice_from_spans, official_calendar, official_notices
from casework.law.errors import CalendarNotPublished
from tests import known_notices
from tests.law.reading import day

NOTICES = json.loads((Path(__file__).parent / "data" / "official_days.json").read_text(encoding="utf-8"))
OFF = {text: name for year in NOTICES.values() for name, days in year["off"].items() for text in days}
WORKED_WEEKENDS = {text for year in NOTICES.values() for text in year["worked_weekends"]}
FIRST, HORIZON = date(2019, 1, 1), date(2026, 12, 31)
ONE_DAY = timedelta(days=1)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year, 12, 31) - first).days + 1)]


def worked(one_day: date) -> bool:
    text = one_day.isoformat()
    return text in WORKED_WEEKENDS or (text not in OFF and one_day.weekday() < 5)


def test_every_shipped_notice_can_be_counted_by():
    """Of later years too, which every other test leaves out."""
    assert sorted(known_notices.SHIPPED) == list(range(FIRST.year, max(known_notices.SHIPPED) + 1))
    for year, row in known_notices.SHIPPED.items():
        notice = notice_from_spans(year, row["holidays"], row["makeup_days"])
        assert {on.year for on in (*notice.holidays, *notice.makeup_days)} == {year}
        assert all(on.weekday() >= 5 and on not in notice.holidays for on in notice.makeup_days), year
        assert day(f"{year}-01-01") in notice.holidays and day(f"{year}-10-01") in notice.holidays
        assert row["published_on"] < f"{year}-01-01"


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_of_the_year_is_as_the_notice_says(year):
    calendar = official_calendar()
    wrong = [d for d in days_of(year) if calendar.is_working_day(d) is not worked(d)]
    assert wrong == []


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_year_has_as_many_working_days_as_the_notice_leaves(year):
    days = days_of(year)
    last_of_december = days[-1]
    counted = official_calendar().count_working_days(days[0], last_of_december)
    assert counted + official_calendar().is_working_day(days[0]) == NOTICES[str(year)]["working_days"]


@pytest.mark.parametrize("text", sorted(WORKED_WEEKENDS))
def test_a_make_up_day_is_a_weekend_that_is_worked(text):
    kind = official_calendar().describe(day(text))
    assert (kind.working, kind.name, kind.published) == (True, "调休上班", True)
    assert day(text).weekday() >= 5


@pytest.mark.parametrize(("text", "name"), sorted(OFF.items()), ids=lambda value: value)
def test_a_day_off_is_called_by_its_holiday(text, name):
    kind = official_calendar().describe(day(text))
    assert (kind.working, kind.published) == (False, True)
    assert kind.name == name


@pytest.mark.parametrize(
    ("text", "working", "name"),
    [
        ("2026-03-02", True, "工作日"),
        ("2026-03-07", False, "周末"),
        ("2026-02-14", True, "调休上班"),
        ("2026-02-15", False, "春节"),
        ("2026-10-04", False, "国庆节"),
    ],
)
def test_a_day_is_described_in_words(text, working, name):
    kind = official_calendar().describe(day(text))
    assert (kind.working, kind.name) == (working, name)


def test_the_shipped_notices_run_from_2019_to_2026_with_number_and_date():
    notices = official_notices()
    assert [notice.year for notice in notices] == list(range(2019, 2027))
    assert all(notice.notice_number.startswith("国办发明电〔") for notice in notices)
    assert all(notice.published_on.year == notice.year - 1 for notice in notices)
    assert (official_calendar().first_day, official_calendar().horizon) == (FIRST, HORIZON)


# Where knowledge ends


def test_a_period_may_end_on_the_horizon_and_not_beyond():
    calendar = official_calendar()
    assert calendar.add_working_days(day("2026-12-30"), 1) == HORIZON
    with pytest.raises(CalendarNotPublished) as refused:
        calendar.add_working_days(day("2026-12-30"), 2)
    assert refused.value.year == 2027
    assert "没有2027年的国务院办公厅放假安排" in str(refused.value)
    assert refused.value.code == "calendar_not_published"


@pytest.mark.parametrize("text", ["2027-01-01", "2027-01-04", "2031-06-01"])
def test_beyond_the_horizon_no_day_is_called_a_working_day(text):
    calendar = official_calendar()
    for question in (
        lambda: calendar.is_working_day(day(text)),
        lambda: calendar.add_working_days(day(text), 1),
    ):
        with pytest.raises(CalendarNotPublished) as refused:
            question()
        assert refused.value.year == day(text).year


@pytest.mark.parametrize("text", ["2018-12-31", "2018-06-01", "0001-01-01"])
def test_days_before_the_first_year_are_refused(text):
    calendar, before = official_calendar(), day(text)
    for question in (
        lambda: calendar.add_working_days(before, 1),
        lambda: calendar.estimate(before, 1),
        lambda: calendar.is_working_day(before),
        lambda: calendar.describe(before),
        lambda: calendar.roll_forward(before),
        lambda: calendar.count_working_days(before, FIRST),
        lambda: calendar.count_working_days(FIRST, before),
    ):
        with pytest.raises(CalendarNotPublished) as refused:
            question()
        assert refused.value.year == before.year


def test_an_estimate_beyond_the_horizon_is_marked_and_carries_the_earliest_day():
    # 2027: 1 January is a fixed holiday, Saturday 2 January might be a make-up day.
    due = official_calendar().estimate(day("2026-12-04"), 20)
    assert (due.on, due.provisional, due.earliest_on) == (day("2027-01-04"), True, day("2027-01-02"))


def test_an_estimate_within_the_horizon_is_certain():
    due = official_calendar().estimate(day("2026-12-03"), 20)
    assert (due.on, due.provisional, due.earliest_on) == (HORIZON, False, HORIZON)


@pytest.mark.parametrize(
    ("text", "working", "name"),
    [
        ("2027-01-01", False, "元旦"),
        ("2027-05-01", False, "劳动节"),
        ("2027-05-02", False, "劳动节"),
        ("2027-10-01", False, "国庆节"),
        ("2027-10-02", False, "国庆节"),
        ("2027-10-03", False, "国庆节"),
        ("2027-01-02", False, "周末"),
        ("2027-01-04", True, "工作日"),
    ],
)
def test_a_guessed_day_says_that_it_is_a_guess(text, working, name):
    kind = official_calendar().describe(day(text))
    assert (kind.working, kind.name, kind.published) == (working, name, False)


def test_the_earliest_day_skips_only_what_the_law_itself_gives_off():
    # From 31 December 2026: 1 January is off by law; the 2nd and 3rd may be worked.
    due = official_calendar().estimate(HORIZON, 2)
    assert (due.on, due.earliest_on) == (day("2027-01-05"), day("2027-01-03"))


def test_three_years_past_the_horizon_even_an_estimate_is_refused():
    calendar = official_calendar()
    assert calendar.last_estimated_day == date(2029, 12, 31)
    assert calendar.estimate(day("2029-12-27"), 1).provisional
    for start in ("2029-12-31", "2030-01-01", "2030-06-03"):
        with pytest.raises(CalendarNotPublished):
            calendar.estimate(day(start), 1)


# Counting


@pytest.mark.parametrize(
    ("after", "through", "expected"),
    [
        ("2026-03-02", "2026-03-02", 0),
        ("2026-03-02", "2026-03-03", 1),
        ("2026-03-06", "2026-03-09", 1),
        ("2026-02-13", "2026-02-24", 2),  # the worked Saturday and the day after the holiday
        ("2026-03-09", "2026-03-02", -5),
    ],
)
def test_working_days_are_counted_after_the_first_day_and_through_the_last(after, through, expected):
    assert official_calendar().count_working_days(day(after), day(through)) == expected


@pytest.mark.parametrize("working_days", [0, -1])
def test_a_period_has_at_least_one_working_day(working_days):
    with pytest.raises(ValueError, match="at least one working day"):
        official_calendar().add_working_days(day("2026-03-02"), working_days)


def test_a_natural_day_period_rolls_over_a_day_off():
    calendar = official_calendar()
    assert calendar.roll_forward(day("2026-05-30")).on == day("2026-06-01")
    assert calendar.roll_forward(day("2026-10-05")).on == day("2026-10-08")
    assert calendar.roll_forward(day("2026-02-14")).on == day("2026-02-14")


def test_rolling_past_the_horizon_is_provisional():
    rolled = official_calendar().roll_forward(day("2027-01-01"))
    assert (rolled.on, rolled.provisional, rolled.earliest_on) == (day("2027-01-04"), True, day("2027-01-02"))


def test_the_table_of_due_dates_has_a_zero_where_the_date_is_not_published():
    calendar = official_calendar()
    table = calendar.due_table(20)
    assert len(table) == (HORIZON - FIRST).days + 1
    assert date.fromordinal(table[(day("2026-03-02") - FIRST).days]) == day("2026-03-30")
    assert date.fromordinal(table[(day("2026-12-03") - FIRST).days]) == HORIZON
    assert table[(day("2026-12-04") - FIRST).days] == 0


# Loading


def test_a_new_notice_makes_the_date_certain():
    year_2027 = notice_from_spans(2027, [("01-01", "01-03", "元旦")], ["01-09"])
    calendar = WorkingCalendar([*official_notices(), year_2027])
    due = calendar.estimate(day("2026-12-04"), 20)
    assert (due.on, due.provisional) == (day("2027-01-04"), False)
    assert calendar.is_working_day(day("2027-01-09"))


def test_a_local_holiday_is_added_to_the_national_ones():
    calendar = WorkingCalendar(official_notices(), {day("2026-03-30"): "地方节日"})
    assert calendar.describe(day("2026-03-30")).name == "地方节日"
    assert calendar.add_working_days(day("2026-03-02"), 20) == day("2026-03-31")
    assert official_calendar().is_working_day(day("2026-03-30")), "the national calendar is untouched"


def test_years_without_a_gap_are_required():
    notices = {notice.year: notice for notice in official_notices()}
    with pytest.raises(ValueError, match="without a gap"):
        WorkingCalendar([notices[2024], notices[2026]])
    with pytest.raises(ValueError, match="at least one"):
        WorkingCalendar([])


def test_the_order_in_which_the_notices_are_given_is_irrelevant():
    calendar = WorkingCalendar(reversed(official_notices()))
    assert (calendar.first_day, calendar.horizon) == (FIRST, HORIZON)
    assert calendar.add_working_days(day("2025-12-15"), 20) == day("2026-01-13")
