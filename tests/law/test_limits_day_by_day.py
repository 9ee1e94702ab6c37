"""Every limit on the day before, on the day and on the day after."""

import pytest

from casework.law.duties import DutyState
from tests.law.reading import (
    FEE_PAYMENT,
    REPLY,
    SUPPLEMENT_ANSWER,
    SUPPLEMENT_NOTICE,
    THIRD_PARTY_OPINION,
    consult,
    counter,
    due_on,
    duty,
    read,
    third_party,
)

RUNNING, OVERDUE, VOID = DutyState.RUNNING, DutyState.OVERDUE, DutyState.VOID
MET, LATE = DutyState.MET, DutyState.LATE

RECEIVED = counter("2026-03-02")
ASKED_TO_SUPPLEMENT = counter("2026-04-01", supplement={"served_on": "2026-04-09", "answer_by": "2026-04-30"})
ASKED_THIRD_PARTY = counter("2026-03-02", consultations=[third_party("2026-03-09", delivered_on="2026-03-11")])
ASKED_TO_PAY = counter("2026-06-01", fee={"served_on": "2026-06-15"})


def extended(working_days: int) -> dict:
    extension = {"approved_on": "2026-06-01", "served_on": "2026-06-02", "working_days": working_days}
    return counter("2026-05-06", extension=extension)


LIMITS = {
    "20 working days to reply": (RECEIVED, REPLY, "2026-03-29", "2026-03-30", "2026-03-31", OVERDUE),
    "20 + 1": (extended(1), REPLY, "2026-06-02", "2026-06-03", "2026-06-04", OVERDUE),
    "20 + 10": (extended(10), REPLY, "2026-06-15", "2026-06-16", "2026-06-17", OVERDUE),
    "20 + 20": (extended(20), REPLY, "2026-06-30", "2026-07-01", "2026-07-02", OVERDUE),
    # Whoever needed no supplement owed nothing: the duty falls away.
    "7 to ask for a supplement": (RECEIVED, SUPPLEMENT_NOTICE, "2026-03-10", "2026-03-11", "2026-03-12", VOID),
    "the day set to supplement": (ASKED_TO_SUPPLEMENT, SUPPLEMENT_ANSWER, "2026-04-29", "2026-04-30", "2026-05-01", OVERDUE),
    "15 for the third party": (ASKED_THIRD_PARTY, THIRD_PARTY_OPINION, "2026-03-31", "2026-04-01", "2026-04-02", OVERDUE),
    "20 to pay": (ASKED_TO_PAY, FEE_PAYMENT, "2026-07-13", "2026-07-14", "2026-07-15", OVERDUE),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "kind", "before", "last", "after", "then"), LIMITS.values(), ids=LIMITS.keys())
def test_the_last_day_is_still_in_time_and_the_next_is_not(facts, kind, before, last, after, then):
    states = [duty(facts, kind, as_of).state for as_of in (before, last, after)]
    assert states == [RUNNING, RUNNING, then]


def with_answer(facts: dict, part: str, name: str, on: str) -> dict:
    if part == "consultations":
        return {**facts, part: [{**facts[part][0], name: on}]}
    return {**facts, part: {**facts.get(part, {}), name: on}}


DONE = {
    "supplement notice": (RECEIVED, SUPPLEMENT_NOTICE, ("supplement", "served_on"), "2026-03-11", "2026-03-12"),
    "supplement": (ASKED_TO_SUPPLEMENT, SUPPLEMENT_ANSWER, ("supplement", "received_on"), "2026-04-30", "2026-05-06"),
    "third-party opinion": (ASKED_THIRD_PARTY, THIRD_PARTY_OPINION, ("consultations", "answered_on"), "2026-04-01", "2026-04-02"),
    "payment": (ASKED_TO_PAY, FEE_PAYMENT, ("fee", "paid_on"), "2026-07-14", "2026-07-15"),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "kind", "place", "in_time", "too_late"), DONE.values(), ids=DONE.keys())
def test_what_is_done_on_the_last_day_is_met_and_on_the_next_late(facts, kind, place, in_time, too_late):
    states = [duty(with_answer(facts, *place, on), kind, "2026-12-01").state for on in (in_time, too_late)]
    assert states == [MET, LATE]


@pytest.mark.parametrize(
    ("facts", "in_time", "too_late"),
    [
        pytest.param(RECEIVED, "2026-03-30", "2026-03-31", id="20"),
        pytest.param(extended(10), "2026-06-16", "2026-06-17", id="20 + 10"),
        pytest.param(extended(20), "2026-07-01", "2026-07-02", id="20 + 20"),
    ],
)
def test_a_reply_on_the_last_day_is_met_and_on_the_next_late(facts, in_time, too_late):
    states = [duty({**facts, "concluded_on": on}, as_of="2026-12-01").state for on in (in_time, too_late)]
    assert states == [MET, LATE]


@pytest.mark.parametrize(
    ("served_on", "expected"),
    [
        # 31 March is the 21st day; 28 April the 40th (3 days off for 清明节).
        pytest.param("2026-03-27", "2026-04-28", id="the working day before"),
        pytest.param("2026-03-30", "2026-04-28", id="on the last day"),
        pytest.param("2026-03-31", "2026-03-30", id="one day late"),
    ],
)
def test_an_extension_counts_only_when_served_in_time(served_on, expected):
    extension = {"approved_on": "2026-03-20", "served_on": served_on, "working_days": 20}
    assert due_on(counter("2026-03-02", extension=extension)) == expected


@pytest.mark.parametrize(
    ("served_on", "expected"),
    [
        # From 25 March: 26 March is the 1st working day, 23 April the 20th.
        pytest.param("2026-03-10", "2026-04-23", id="6th working day"),
        pytest.param("2026-03-11", "2026-04-23", id="7th working day"),
        pytest.param("2026-03-12", "2026-03-30", id="8th working day"),
    ],
)
def test_a_supplement_restarts_only_when_asked_for_in_time(served_on, expected):
    supplement = {"served_on": served_on, "answer_by": "2026-04-01", "received_on": "2026-03-25"}
    assert due_on(counter("2026-03-02", supplement=supplement)) == expected


@pytest.mark.parametrize(
    ("served_on", "expected"),
    [
        # From 1 April: 2 April is the 1st working day, 30 April the 20th.
        pytest.param("2026-03-30", "2026-04-30", id="on the last day"),
        pytest.param("2026-03-31", "2026-03-30", id="one day late"),
    ],
)
def test_a_fee_restarts_only_when_asked_for_within_the_reply_period(served_on, expected):
    fee = {"served_on": served_on, "paid_on": "2026-04-01"}
    assert due_on(counter("2026-03-02", fee=fee)) == expected


@pytest.mark.parametrize(
    ("answered_on", "expected"),
    [
        # Used to 9 March: 5 days. The silent party's last day is 1 April.
        pytest.param("2026-03-31", "2026-04-22", id="the day before its last day"),
        pytest.param("2026-04-01", "2026-04-23", id="on its last day"),
        pytest.param("2026-04-02", "2026-04-23", id="one day late"),
        pytest.param("2026-04-20", "2026-04-23", id="much too late"),
    ],
)
def test_a_late_opinion_stops_the_clock_no_longer_than_its_15_days(answered_on, expected):
    item = third_party("2026-03-09", delivered_on="2026-03-11", answered_on=answered_on)
    assert due_on(counter("2026-03-02", consultations=[item])) == expected


@pytest.mark.parametrize(
    ("sent_on", "expected"),
    [
        # 30 March is the last day. Sent that day the clock has nothing left to stop.
        pytest.param("2026-03-27", "2026-04-13", id="with one day left"),
        pytest.param("2026-03-30", "2026-03-30", id="on the last day"),
        pytest.param("2026-03-31", "2026-03-30", id="after it"),
    ],
)
def test_a_consultation_stops_the_clock_only_while_it_runs(sent_on, expected):
    item = consult("other_agency", sent_on, answered_on="2026-04-10")
    assert due_on(counter("2026-03-02", consultations=[item])) == expected


def test_an_open_consultation_sent_after_the_last_day_leaves_the_case_overdue():
    facts = counter("2026-03-02", consultations=[consult("other_agency", "2026-03-30")])
    reply = read(facts, "2026-03-31").reply
    assert (str(reply.due_on), reply.state) == ("2026-03-30", OVERDUE)
