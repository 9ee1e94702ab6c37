"""放假安排: loaded by year and version; without it nothing is computed and nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from casework.adapters.accounts import AccountBackend
from casework.adapters.agencies import agency_of
from casework.adapters.working_calendar import calendar_for, calendar_of, current_calendar
from casework.law.acts import Act
from casework.law.calendar import YearNotice, notice_from_spans, official_notices
from casework.law.errors import Refused
from casework.models import AgencyHoliday, CalendarYear
from casework.services.calendars import load_notices
from tests.cast import accepted_case, day, noon, register_case
from tests.services.acts import perform
from tests.services.ready_cases import submitted_case
from tests.services.watching import refused

NOW = noon("2026-11-25")
# Invented, as the notice of 2027 is not published on 2026-11-21.
YEAR_2027 = notice_from_spans(2027, [("01-01", "01-03", "元旦")], [], "国办发明电〔2026〕0号", date(2026, 11, 24))


def load(*notices):
    return load_notices(notices=notices, now=NOW)


def test_the_shipped_years_are_there_from_the_first_migration_and_loading_them_again_changes_nothing(cast):
    assert load(*official_notices()) == []
    years = CalendarYear.objects.order_by("year").values_list("year", "version")
    assert list(years) == [(year, 1) for year in range(2019, 2027)]


def test_a_new_year_takes_effect_at_once(cast):
    assert current_calendar().horizon == date(2026, 12, 31)
    (row,) = load(YEAR_2027)
    assert (row.year, row.version, row.notice_number, row.loaded_at) == (2027, 1, "国办发明电〔2026〕0号", NOW)
    assert current_calendar().horizon == date(2027, 12, 31)
    assert current_calendar().add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_a_changed_notice_is_the_next_version_and_the_old_one_stays(cast):
    load(YEAR_2027)
    longer = notice_from_spans(2027, [("01-01", "01-04", "元旦")], ["01-09"], "补充通知", date(2026, 12, 1))
    (row,) = load(longer)
    assert (row.version, CalendarYear.objects.filter(year=2027).count()) == (2, 2)
    assert current_calendar().add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 5)
    assert current_calendar().is_working_day(date(2027, 1, 9))


def test_another_notice_under_the_same_row_number_is_not_mistaken_for_the_old_one(cast):
    (first,) = load(YEAR_2027)
    current_calendar()
    CalendarYear.objects.filter(pk=first.pk).delete()
    CalendarYear.objects.create(
        pk=first.pk, year=2027, version=1, holidays={"2027-01-04": "元旦"}, makeup_days=[], loaded_at=noon("2026-11-26")
    )
    assert not current_calendar().is_working_day(date(2027, 1, 4))


BAD = [
    pytest.param(YearNotice(2028, {}, frozenset()), "calendar_gap", "2027", id="a-year-left-out-after"),
    pytest.param(YearNotice(2017, {}, frozenset()), "calendar_gap", "2018", id="a-year-left-out-before"),
    pytest.param(
        YearNotice(2027, {date(2028, 1, 1): "元旦"}, frozenset()), "calendar_day_of_another_year", "2028-01-01",
        id="holiday-of-another-year",
    ),
    pytest.param(
        YearNotice(2027, {}, frozenset({date(2026, 12, 27)})), "calendar_day_of_another_year", "2026-12-27",
        id="makeup-day-of-another-year",
    ),
    pytest.param(
        YearNotice(2027, {date(2027, 1, 2): "元旦"}, frozenset({date(2027, 1, 2)})), "calendar_day_contradicts",
        "2027-01-02", id="off-and-worked",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("notice", "code", "word"), BAD)
def test_a_notice_that_would_break_the_calendar_is_refused_with_all_beside_it(cast, notice, code, word):
    # One that is in order goes in with it and must not stay: 2026 once more, with a day off added.
    good = notice_from_spans(2026, [("12-25", "12-25", "假")], [])
    with refused(code, word):
        load(good, notice)
    assert current_calendar().horizon == date(2026, 12, 31)


EMPTY = "日历尚未载入，不能计算期限。请先载入国务院办公厅放假安排。（国务院办公厅年度放假通知）"


def test_without_a_calendar_nothing_is_registered_filed_or_done(cast):
    case = accepted_case(cast)
    CalendarYear.objects.all().delete()
    with refused("calendar_empty") as caught:
        register_case(cast)
    assert str(caught.value) == EMPTY
    with refused("calendar_empty", EMPTY):
        submitted_case(cast)
    for act in (Act.CONSULT, Act.WITHDRAW, Act.REPLY_ON_THE_SPOT):
        with refused("calendar_empty", EMPTY):
            perform(act, case, cast.officer_li)


def test_a_day_before_the_first_loaded_year_is_refused_with_the_year(cast):
    with refused("calendar_not_published", "没有2018年的国务院办公厅放假安排", field="submitted_on"):
        register_case(cast, "2018-12-28")


def test_a_period_that_runs_into_an_unpublished_year_is_marked_and_alarms_early(cast):
    # 12-07 to 11 (5), 14-18 (10), 21-25 (15), 28-31 (19): the 20th lies in 2027.
    case = register_case(cast, "2026-12-04")
    assert case.reply_provisional
    # An estimate: January 1 is fixed by decree, 2 and 3 are a weekend. Saturday might be worked.
    assert case.reply_due_on == day("2027-01-04")
    assert case.deadlines.get(duty="reply").alarm_on == day("2027-01-02")
    # The day before is the last one that is certain.
    case = register_case(cast, "2026-12-03")
    assert (case.reply_due_on, case.reply_provisional) == (day("2026-12-31"), False)


def test_a_day_no_calendar_can_estimate_is_refused_and_not_guessed(cast):
    with pytest.raises(Refused) as caught:
        register_case(cast, "2031-01-06")
    assert caught.value.code == "calendar_not_published"
    assert "没有2031年" in str(caught.value)


def test_a_request_before_the_regulation_of_2019_knows_its_calendar(cast):
    # C17: the supplementary notice of 2019 made April 28 a working day and May 1-4 free.
    assert register_case(cast, "2019-04-02").reply_due_on == day("2019-04-30")


def test_an_agency_that_was_read_with_the_calendars_state_asks_no_more_for_it(cast, django_assert_num_queries):
    # The calendar itself is built once a process.
    expected = calendar_of(cast.bureau.pk)
    with django_assert_num_queries(1):
        assert calendar_for(agency_of(cast.bureau.pk)) is expected
    with django_assert_num_queries(1):
        assert calendar_for(cast.bureau) is expected


def test_a_new_year_and_own_holidays_are_seen_by_whoever_reads_the_agency_next(cast):
    earlier = agency_of(cast.bureau.pk)
    load(notice_from_spans(2027, [("01-01", "01-01", "元旦")], [], "某号", date(2026, 11, 2)))
    assert not calendar_for(agency_of(cast.bureau.pk)).estimate(day("2027-01-04"), 1).provisional
    assert calendar_for(earlier).estimate(day("2027-01-04"), 1).provisional
    AgencyHoliday.objects.create(agency=cast.bureau, day=day("2026-03-10"), name="当地节日")
    assert not calendar_for(agency_of(cast.bureau.pk)).is_working_day(day("2026-03-10"))
    assert calendar_for(agency_of(cast.other_bureau.pk)).is_working_day(day("2026-03-10"))
    account = AccountBackend().get_user(cast.officer_li.pk)
    assert account.agency.calendar_state.has_own and not calendar_for(account.agency).is_working_day(day("2026-03-10"))


def test_no_agency_has_a_key_beyond_what_a_key_can_be(cast):
    assert [agency_of(key) for key in (-1, 0, 10**6, 2**63, 10**30)] == [None] * 5
