"""The worked examples of the specification, R1-R5 and C1-C21, each counted by hand on the official calendar."""

from datetime import date, timedelta

import pytest

from casework.law.calendar import WorkingCalendar, notice_from_spans, official_calendar
from casework.law.remedies import litigation_after_reconsideration, remedy_periods
from tests.law.reading import (
    CO_PRODUCER_OPINION,
    FEE_PAYMENT,
    REPLY,
    SUPPLEMENT_ANSWER,
    SUPPLEMENT_NOTICE,
    THIRD_PARTY_OPINION,
    consult,
    counter,
    day,
    due_on,
    duty,
    third_party,
)

LENIENT = {"nonworkday_receipt": "next_working_day"}
CONFIRMED = {"online_receipt": "confirmed"}
EXTENDED_20 = {"approved_on": "2026-06-01", "served_on": "2026-06-02", "working_days": 20}
EXTENDED_10 = {"approved_on": "2026-06-01", "served_on": "2026-06-02", "working_days": 10}
ANSWERED = third_party("2026-03-09", answered_on="2026-03-20")
SILENT = third_party("2026-03-09", delivered_on="2026-03-11")
OTHER_AGENCY = consult("other_agency", "2026-03-16", answered_on="2026-03-31")
SUPPLEMENTED = counter(
    "2026-04-01",
    supplement={"served_on": "2026-04-09", "answer_by": "2026-04-30", "received_on": "2026-04-24"},
)
FEE_PAID = counter("2026-06-01", fee={"served_on": "2026-06-15", "paid_on": "2026-07-01"})
CO_PRODUCER_SILENT = counter(
    "2026-04-20", consultations=[consult("co_producer", "2026-04-24", delivered_on="2026-04-27")]
)

EXAMPLES = {
    "R1 registered mail over national day with two make-up days": (
        {"channel": "registered_mail", "signed_on": "2022-09-30"}, REPLY, "2022-11-02",
    ),
    "R5 online, counted from submission": (
        {"channel": "online", "submitted_on": "2021-11-24", "confirmed_on": "2021-12-02"}, REPLY, "2021-12-22",
    ),
    "R5 online, counted from confirmation": (
        {"channel": "online", "submitted_on": "2021-11-24", "confirmed_on": "2021-12-02", "policy": CONFIRMED},
        REPLY, "2021-12-30",
    ),
    "C1 no holiday": (counter("2026-03-02"), REPLY, "2026-03-30"),
    "C2 over the turn of the year": (counter("2025-12-15"), REPLY, "2026-01-13"),
    "C2 supplement notice": (counter("2025-12-15"), SUPPLEMENT_NOTICE, "2025-12-24"),
    "C3 over spring festival": (counter("2026-02-10"), REPLY, "2026-03-16"),
    "C3 supplement notice": (counter("2026-02-10"), SUPPLEMENT_NOTICE, "2026-02-26"),
    "C4 received on a worked Saturday": (counter("2026-02-14"), REPLY, "2026-03-20"),
    "C5 filed on new year's day, strict": ({"channel": "online", "submitted_on": "2026-02-17"}, REPLY, "2026-03-20"),
    "C5 filed on new year's day, next working day": (
        {"channel": "online", "submitted_on": "2026-02-17", "policy": LENIENT}, REPLY, "2026-03-23",
    ),
    "C6 over national day": (counter("2025-09-26"), REPLY, "2025-10-30"),
    "C6 supplement notice": (counter("2025-09-26"), SUPPLEMENT_NOTICE, "2025-10-13"),
    "C7 over mid-autumn and national day": (counter("2026-09-18"), REPLY, "2026-10-22"),
    "C7 supplement notice": (counter("2026-09-18"), SUPPLEMENT_NOTICE, "2026-09-29"),
    "C8 before the supplement the date was another": (counter("2026-04-01"), REPLY, "2026-04-30"),
    "C8 last day of the supplement notice": (SUPPLEMENTED, SUPPLEMENT_NOTICE, "2026-04-13"),
    "C8 last day of the answer": (SUPPLEMENTED, SUPPLEMENT_ANSWER, "2026-04-30"),
    "C8 supplement restarts the period": (SUPPLEMENTED, REPLY, "2026-05-26"),
    "C9 third party answers early": (counter("2026-03-02", consultations=[ANSWERED]), REPLY, "2026-04-13"),
    "C10 last day of the silent third party": (
        counter("2026-03-02", consultations=[SILENT]), THIRD_PARTY_OPINION, "2026-04-01",
    ),
    "C10 third party is silent": (counter("2026-03-02", consultations=[SILENT]), REPLY, "2026-04-23"),
    "C11 overlapping consultations are a union": (
        counter("2026-03-02", consultations=[ANSWERED, OTHER_AGENCY]), REPLY, "2026-04-22",
    ),
    "C12 before the extension": (counter("2026-05-06"), REPLY, "2026-06-02"),
    "C12 extended by 20": (counter("2026-05-06", extension=EXTENDED_20), REPLY, "2026-07-01"),
    "C12 extended by 10": (counter("2026-05-06", extension=EXTENDED_10), REPLY, "2026-06-16"),
    "C13 consulted within the extension": (
        counter(
            "2026-05-06",
            extension=EXTENDED_20,
            consultations=[third_party("2026-06-15", answered_on="2026-06-26")],
        ),
        REPLY, "2026-07-13",
    ),
    "C14 before the fee": (counter("2026-06-01"), REPLY, "2026-06-30"),
    "C14 last day to pay": (FEE_PAID, FEE_PAYMENT, "2026-07-14"),
    "C14 payment restarts the period": (FEE_PAID, REPLY, "2026-07-29"),
    "C15 last day of the co-producing agency": (CO_PRODUCER_SILENT, CO_PRODUCER_OPINION, "2026-05-20"),
    "C16 spring festival prolonged in 2020": (counter("2020-01-15"), REPLY, "2020-02-19"),
    "C17 labour day rearranged in 2019": (counter("2019-04-02"), REPLY, "2019-04-30"),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "kind", "expected"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_the_clock_answers_the_worked_example(facts, kind, expected):
    assert due_on(facts, kind) == expected
    assert not duty(facts, kind).provisional


# The years before the 2019 Regulation, with its 15 working days: the calendar must do them too.
OLD_REPLY_WORKING_DAYS = 15
YEAR_2011 = notice_from_spans(
    2011,
    [
        ("01-01", "01-03", "元旦"), ("02-02", "02-08", "春节"), ("04-03", "04-05", "清明节"),
        ("04-30", "05-02", "劳动节"), ("06-04", "06-06", "端午节"), ("09-10", "09-12", "中秋节"),
        ("10-01", "10-07", "国庆节"),
    ],
    ["01-30", "02-12", "04-02", "10-08", "10-09", "12-31"],
)  # fmt: skip
YEAR_2016 = notice_from_spans(
    2016,
    [
        ("01-01", "01-03", "元旦"), ("02-07", "02-13", "春节"), ("04-02", "04-04", "清明节"),
        ("04-30", "05-02", "劳动节"), ("06-09", "06-11", "端午节"), ("09-15", "09-17", "中秋节"),
        ("10-01", "10-07", "国庆节"),
    ],
    ["02-06", "02-14", "06-12", "09-18", "10-08", "10-09"],
)  # fmt: skip
YEAR_2017 = notice_from_spans(
    2017,
    [
        ("01-01", "01-02", "元旦"), ("01-27", "02-02", "春节"), ("04-02", "04-04", "清明节"),
        ("04-29", "05-01", "劳动节"), ("05-28", "05-30", "端午节"), ("10-01", "10-08", "国庆节、中秋节"),
    ],
    ["01-22", "02-04", "04-01", "05-27", "09-30"],
)  # fmt: skip
OLD_EXAMPLES = {
    "R2 mailed on a Sunday, strict": ([YEAR_2017], "2017-06-18", "2017-07-07"),
    "R2 the Sunday taken as the Monday after": ([YEAR_2017], "2017-06-19", "2017-07-10"),
    "R3 guiding case 26": ([YEAR_2011], "2011-06-01", "2011-06-23"),
    "R4 over the turn of the year": ([YEAR_2016, YEAR_2017], "2016-12-27", "2017-01-18"),
}


@pytest.mark.parametrize(("years", "received_on", "expected"), OLD_EXAMPLES.values(), ids=OLD_EXAMPLES.keys())
def test_the_calendar_answers_the_example_of_the_old_regulation(years, received_on, expected):
    calendar = WorkingCalendar(years)
    assert calendar.add_working_days(day(received_on), OLD_REPLY_WORKING_DAYS) == day(expected)


def test_r2_the_lenient_reading_of_a_sunday_is_the_next_working_day():
    assert WorkingCalendar([YEAR_2017]).roll_forward(day("2017-06-18")).on == day("2017-06-19")


def test_c17_the_first_notice_of_2019_gave_a_later_date():
    before_the_change = notice_from_spans(
        2019,
        [("01-01", "01-01", "元旦"), ("02-04", "02-10", "春节"), ("04-05", "04-05", "清明节"),
         ("05-01", "05-01", "劳动节")],
        ["02-02", "02-03"],
    )  # fmt: skip
    assert WorkingCalendar([before_the_change]).add_working_days(day("2019-04-02"), 20) == day("2019-05-02")


def days_of_december_from(first: str) -> list[str]:
    start = day(first)
    return [(start + timedelta(n)).isoformat() for n in range((date(2026, 12, 31) - start).days + 1)]


@pytest.mark.parametrize("received_on", days_of_december_from("2026-12-04"))
def test_c18_a_date_in_a_year_without_notice_is_provisional(received_on):
    reply = duty(counter(received_on))
    assert reply.provisional
    assert reply.due_on.year == 2027


def test_c18_the_day_before_still_has_a_certain_date():
    reply = duty(counter("2026-12-03"))
    assert (reply.due_on, reply.provisional) == (day("2026-12-31"), False)


@pytest.mark.parametrize(
    ("received_on", "provisional"), [("2026-11-05", False), ("2026-11-06", True)], ids=["last certain", "first not"]
)
def test_c18_an_extended_case_becomes_provisional_a_month_earlier(received_on, provisional):
    extension = {"approved_on": received_on, "served_on": received_on, "working_days": 20}
    assert duty(counter(received_on, extension=extension)).provisional is provisional


def test_c19_sixty_days_roll_over_the_weekend_and_six_months_meet_a_working_day():
    periods = remedy_periods(day("2026-03-31"), official_calendar())
    assert (periods.reconsideration.on, periods.reconsideration.provisional) == (day("2026-06-01"), False)
    assert (periods.litigation.on, periods.litigation.provisional) == (day("2026-09-30"), False)


def test_c20_six_months_without_a_corresponding_day_are_provisional_in_an_unpublished_year():
    litigation = remedy_periods(day("2026-08-31"), official_calendar()).litigation
    assert litigation.provisional
    assert litigation.earliest_on == day("2027-02-28")
    assert litigation.on > day("2027-02-28"), "28 February 2027 is a Sunday"


def test_c21_fifteen_days_to_sue_roll_over_national_day():
    last = litigation_after_reconsideration(day("2026-09-20"), official_calendar())
    assert (last.on, last.provisional) == (day("2026-10-08"), False)
