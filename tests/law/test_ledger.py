"""The day ledger: one row a day, counted or not and why, in words a court file can carry."""

import pytest

from tests.law.reading import consult, counter, ledger_day, read, third_party

NATIONAL_DAY = {"channel": "registered_mail", "signed_on": "2022-09-30"}


@pytest.mark.parametrize(
    ("on", "counts", "n", "why"),
    [
        ("2022-10-01", False, None, "国庆节"),
        ("2022-10-07", False, None, "国庆节"),
        ("2022-10-08", True, 1, "调休上班"),
        ("2022-10-09", True, 2, "调休上班"),
        ("2022-10-10", True, 3, "工作日"),
        ("2022-10-15", False, None, "周末"),
        ("2022-10-16", False, None, "周末"),
        ("2022-11-02", True, 20, "工作日"),
    ],
)
def test_a_period_over_national_day(on, counts, n, why):
    row = ledger_day(read(NATIONAL_DAY), on)
    assert (row.counts, row.n, row.why, row.published) == (counts, n, why, True)
    assert row.article == ("条例第三十三条第二款" if counts else "")


def test_the_ledger_begins_on_the_day_after_receipt_and_ends_on_the_last_day():
    ledger = read(NATIONAL_DAY).ledger
    assert [ledger[0].day.isoformat(), ledger[-1].day.isoformat()] == ["2022-10-01", "2022-11-02"]
    assert len(ledger) == 33
    assert [row.n for row in ledger if row.counts] == list(range(1, 21))


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("third_party", "征求第三方意见期间"),
        ("co_producer", "征求共同制作机关意见期间"),
        ("other_agency", "征求其他机关意见期间"),
    ],
)
def test_a_consultation_is_called_by_its_kind(kind, why):
    facts = counter("2026-03-02", consultations=[consult(kind, "2026-03-09", answered_on="2026-03-20")])
    row = ledger_day(read(facts), "2026-03-12")
    assert (row.counts, row.n, row.why, row.article) == (False, None, why, "条例第三十三条第三款")


def test_a_weekend_within_a_consultation_is_still_a_weekend():
    facts = counter("2026-03-02", consultations=[third_party("2026-03-09", answered_on="2026-03-20")])
    assert ledger_day(read(facts), "2026-03-14").why == "周末"
    assert read(facts, "2026-04-30").excluded_working_days == 9


def test_an_estimated_day_says_that_it_waits_for_the_notice():
    reading = read(counter("2026-12-04"))
    last = ledger_day(reading, "2027-01-04")
    assert (last.counts, last.n, last.published) == (True, 20, False)
    assert last.why == "暂估计入，待国务院办公厅公布放假安排"
    assert (ledger_day(reading, "2027-01-01").why, ledger_day(reading, "2027-01-01").published) == ("元旦", False)
    assert ledger_day(reading, "2026-12-31").published


def test_without_an_end_the_ledger_runs_to_the_day_asked_about():
    facts = counter("2026-03-02", consultations=[third_party("2026-03-09")])
    ledger = read(facts, "2026-03-31").ledger
    assert (ledger[-1].day.isoformat(), ledger[-1].counts) == ("2026-03-31", False)
    assert [row.n for row in ledger if row.counts] == [1, 2, 3, 4, 5]


def test_a_conclusion_does_not_shorten_the_explanation_of_the_date():
    ledger = read(counter("2026-03-02", concluded_on="2026-03-05"), "2026-06-01").ledger
    assert ledger[-1].day.isoformat() == "2026-03-30"


def test_after_a_restart_the_rows_before_it_count_for_nothing():
    supplement = {"served_on": "2026-04-09", "answer_by": "2026-04-30", "received_on": "2026-04-24"}
    ledger = read(counter("2026-04-01", supplement=supplement)).ledger
    before = [row for row in ledger if row.day.isoformat() <= "2026-04-24"]
    assert (len(before), before[0].day.isoformat()) == (23, "2026-04-02")
    assert {row.why for row in before} == {"2026-04-24收到补正，期限重新计算"}
    assert not any(row.counts for row in before)
    assert [row.n for row in ledger if row.counts] == list(range(1, 21))
    assert ledger[-1].day.isoformat() == "2026-05-26"


def test_the_excluded_days_shown_are_those_up_to_the_day_asked_about():
    facts = counter("2026-03-02", consultations=[third_party("2026-03-09", answered_on="2026-03-20")])
    counted = [
        read(facts, as_of).excluded_working_days for as_of in ("2026-03-09", "2026-03-13", "2026-03-20", "2026-04-10")
    ]
    assert counted == [0, 4, 9, 9]
