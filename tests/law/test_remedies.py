"""救济: which remedy a decision carries by its date and grounds, and until when each way is open."""

import pytest

from casework.law.calendar import official_calendar
from casework.law.errors import CalendarNotPublished, Refused
from casework.law.outcomes import CODES, RemedyKind
from casework.law.policy import Policy
from casework.law.remedies import add_months, litigation_after_reconsideration, remedy_kind, remedy_periods
from tests.law.reading import day

R0, R1, R2 = RemedyKind.NONE, RemedyKind.RECONSIDERATION_FIRST, RemedyKind.CHOICE
OLD_LAW, NEW_LAW = day("2023-12-31"), day("2024-01-01")
REFUSALS_FIRST = {"N1", "N2", "N3", "N4", "N5", "N6", "N7"}


@pytest.mark.parametrize("code", CODES)
def test_to_the_end_of_2023_every_decision_leaves_the_choice(code):
    assert remedy_kind(code, decided_on=OLD_LAW, withheld_grounds=["N1"]) is (R0 if code == "O3" else R2)


@pytest.mark.parametrize("code", [code for code in CODES if code != "P1"])
def test_from_2024_a_refusal_under_articles_14_to_16_goes_to_reconsideration_first(code):
    expected = R1 if code in REFUSALS_FIRST else R0 if code == "O3" else R2
    assert remedy_kind(code, decided_on=NEW_LAW) is expected


@pytest.mark.parametrize(
    ("grounds", "expected"),
    [
        ([], R2),
        (["O4"], R2),
        (["N8"], R2),
        (["U3", "O4"], R2),
        *[([ground], R1) for ground in sorted(REFUSALS_FIRST)],
        (["O4", "N5"], R1),
    ],
    ids=lambda value: "+".join(value) or "none" if isinstance(value, list) else "",
)
def test_a_partial_disclosure_follows_the_grounds_of_what_it_withholds(grounds, expected):
    assert remedy_kind("P1", decided_on=NEW_LAW, withheld_grounds=grounds) is expected


def test_the_switch_sends_every_partial_disclosure_to_reconsideration_first():
    always = Policy(partial_remedy="R1")
    assert remedy_kind("P1", decided_on=NEW_LAW, withheld_grounds=["O4"], policy=always) is R1
    assert remedy_kind("P1", decided_on=OLD_LAW, withheld_grounds=["N1"], policy=always) is R2
    assert remedy_kind("G2", decided_on=NEW_LAW, policy=always) is R2


def test_the_switch_for_matters_of_inquiry_reaches_the_partial_disclosure_too():
    first = Policy(query_remedy="R1")
    assert remedy_kind("N8", decided_on=NEW_LAW) is R2
    assert remedy_kind("N8", decided_on=NEW_LAW, policy=first) is R1
    assert remedy_kind("N8", decided_on=OLD_LAW, policy=first) is R2
    assert remedy_kind("P1", decided_on=NEW_LAW, withheld_grounds=["N8"], policy=first) is R1
    assert remedy_kind("P1", decided_on=NEW_LAW, withheld_grounds=["O4"], policy=first) is R2


def test_a_remedy_needs_a_decision_code():
    with pytest.raises(Refused):
        remedy_kind("", decided_on=NEW_LAW)


# Until when


@pytest.mark.parametrize(
    ("served_on", "reconsideration", "litigation"),
    [
        ("2026-01-05", "2026-03-06", "2026-07-06"),  # 5 July is a Sunday
        ("2026-03-31", "2026-06-01", "2026-09-30"),  # 30 May is a Saturday; September has no 31st
        ("2025-08-31", "2025-10-30", "2026-02-28"),  # the last day of February is a worked Saturday
        ("2025-12-17", "2026-02-24", "2026-06-17"),  # 15 February is the first day of spring festival
    ],
)
def test_sixty_days_and_six_months_from_service(served_on, reconsideration, litigation):
    periods = remedy_periods(day(served_on), official_calendar())
    assert (periods.reconsideration.on, periods.litigation.on) == (day(reconsideration), day(litigation))
    assert not periods.reconsideration.provisional


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [("2026-09-20", "2026-10-08"), ("2026-03-02", "2026-03-17"), ("2026-03-06", "2026-03-23")],
)
def test_fifteen_days_to_sue_after_reconsideration(received_on, expected):
    assert litigation_after_reconsideration(day(received_on), official_calendar()).on == day(expected)


def test_periods_that_end_in_an_unpublished_year_are_provisional():
    periods = remedy_periods(day("2026-11-21"), official_calendar())
    # 60 days: Wednesday 20 January 2027; 6 months: Friday 21 May 2027.
    assert (periods.reconsideration.on, periods.reconsideration.provisional) == (day("2027-01-20"), True)
    assert (periods.litigation.on, periods.litigation.provisional) == (day("2027-05-21"), True)


def test_service_before_the_loaded_calendar_is_refused():
    with pytest.raises(CalendarNotPublished):
        litigation_after_reconsideration(day("2018-12-01"), official_calendar())


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-15", 6, "2026-07-15"),
        ("2026-03-31", 6, "2026-09-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2026-07-31", 6, "2027-01-31"),
        ("2026-06-30", 6, "2026-12-30"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(start, months, expected):
    assert add_months(day(start), months) == day(expected)
