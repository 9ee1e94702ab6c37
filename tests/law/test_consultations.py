"""征求意见 (Art. 32-34): time taken out of the reply period, as a union and never longer than the law allows."""

import pytest

from casework.law.duties import DutyState
from tests.law.reading import (
    CO_PRODUCER_OPINION,
    OTHER_AGENCY_OPINION,
    THIRD_PARTY_OPINION,
    consult,
    counter,
    due_on,
    duty,
    ledger_day,
    read,
    third_party,
)


def consulted(*items: dict, **facts) -> dict:
    return counter("2026-03-02", consultations=list(items), **facts)


OPEN = consulted(third_party("2026-03-09"))
SILENT = consulted(third_party("2026-03-09", delivered_on="2026-03-11"))
ANSWERED = consulted(third_party("2026-03-09", delivered_on="2026-03-11", answered_on="2026-03-20"))


def test_while_no_end_is_known_the_reply_has_no_date_and_shows_what_is_used():
    reply = duty(OPEN, as_of="2026-03-31")
    assert (reply.due_on, reply.state, reply.used, reply.of) == (None, DutyState.SUSPENDED, 5, 20)
    assert reply.basis == ("条例第三十三条第二款", "条例第三十三条第三款")


def test_the_day_of_sending_still_counts_and_the_day_after_the_answer_counts_again():
    reading = read(ANSWERED, "2026-03-23")
    assert ledger_day(reading, "2026-03-09").n == 5
    for stopped in ("2026-03-10", "2026-03-20"):
        row = ledger_day(reading, stopped)
        assert (row.counts, row.why, row.article) == (False, "征求第三方意见期间", "条例第三十三条第三款")
    assert ledger_day(reading, "2026-03-23").n == 6
    assert reading.excluded_working_days == 9


@pytest.mark.parametrize(
    ("as_of", "state", "used", "excluded"),
    [
        ("2026-03-09", DutyState.RUNNING, 5, 0),
        ("2026-03-10", DutyState.SUSPENDED, 5, 1),
        ("2026-03-15", DutyState.SUSPENDED, 5, 4),
        ("2026-03-20", DutyState.SUSPENDED, 5, 9),
        ("2026-03-23", DutyState.RUNNING, 6, 9),
        ("2026-04-13", DutyState.RUNNING, 20, 9),
        ("2026-04-14", DutyState.OVERDUE, 20, 9),
    ],
)
def test_the_reply_is_suspended_from_the_day_after_sending_to_the_day_of_the_answer(as_of, state, used, excluded):
    reading = read(ANSWERED, as_of)
    assert (reading.reply.state, reading.reply.used, reading.excluded_working_days) == (state, used, excluded)


def test_silence_ends_with_the_15_working_days_and_the_case_goes_on():
    reading = read(SILENT, "2026-04-02")
    assert (str(reading.reply.due_on), reading.reply.state, reading.reply.used) == ("2026-04-23", DutyState.RUNNING, 6)
    assert reading.duty(THIRD_PARTY_OPINION).state is DutyState.OVERDUE


def test_silence_of_a_co_producing_agency_ends_with_its_15_working_days():
    # Used on 21-24 April: 4. Its last day is 20 May; 21 May is the 5th day, 11 June the 20th.
    silent = counter("2026-04-20", consultations=[consult("co_producer", "2026-04-24", delivered_on="2026-04-27")])
    assert due_on(silent) == "2026-06-11"
    opinion = duty(silent, CO_PRODUCER_OPINION, "2026-05-20")
    assert (str(opinion.due_on), opinion.state, opinion.used, opinion.of) == ("2026-05-20", DutyState.RUNNING, 15, 15)
    assert opinion.basis == ("条例第三十四条",)


def test_another_agency_has_no_limit_of_15_days():
    asked = consulted(consult("other_agency", "2026-03-09", delivered_on="2026-03-11"))
    reading = read(asked, "2026-05-29")
    opinion = reading.duty(OTHER_AGENCY_OPINION)
    assert (opinion.due_on, opinion.state, opinion.of) == (None, DutyState.RUNNING, 0)
    assert opinion.basis == ("条例第十一条",)
    assert (reading.reply.due_on, reading.reply.state) == (None, DutyState.SUSPENDED)
    answered = consulted(consult("other_agency", "2026-03-09", delivered_on="2026-03-11", answered_on="2026-05-29"))
    # 15 days left from 1 June; 19 June is off.
    assert due_on(answered) == "2026-06-22"


def test_the_15_days_begin_when_the_letter_arrives():
    undelivered = duty(OPEN, THIRD_PARTY_OPINION, "2026-03-31")
    assert (undelivered.due_on, undelivered.state, undelivered.used, undelivered.of) == (None, DutyState.RUNNING, 0, 15)
    delivered = duty(SILENT, THIRD_PARTY_OPINION, "2026-03-13")
    assert (str(delivered.due_on), delivered.used, delivered.of) == ("2026-04-01", 2, 15)
    assert delivered.basis == ("条例第三十二条",)


OVERLAPPING = [
    third_party("2026-03-09", answered_on="2026-03-20"),
    consult("other_agency", "2026-03-16", answered_on="2026-03-31"),
]


@pytest.mark.parametrize("items", [OVERLAPPING, OVERLAPPING[::-1]], ids=["in order", "reversed"])
def test_overlapping_consultations_stop_the_clock_once(items):
    reading = read(consulted(*items), "2026-04-01")
    assert str(reading.reply.due_on) == "2026-04-22"
    assert reading.excluded_working_days == 16
    assert ledger_day(reading, "2026-03-10").why == "征求第三方意见期间"
    assert ledger_day(reading, "2026-03-31").why == "征求其他机关意见期间"


def test_one_consultation_inside_another_adds_nothing():
    outer = third_party("2026-03-09", answered_on="2026-03-20")
    inner = consult("other_agency", "2026-03-11", answered_on="2026-03-16")
    assert due_on(consulted(outer, inner)) == due_on(consulted(outer)) == "2026-04-13"


def test_two_separate_consultations_both_count():
    first = third_party("2026-03-09", answered_on="2026-03-11")
    second = third_party("2026-03-16", answered_on="2026-03-18")
    # 2 + 2 working days out of the count: 30 March becomes 3 April.
    assert due_on(consulted(first, second)) == "2026-04-03"


def test_the_last_of_several_third_parties_decides():
    quick = third_party("2026-03-09", delivered_on="2026-03-10", answered_on="2026-03-12")
    silent = third_party("2026-03-09", delivered_on="2026-03-11")
    reading = read(consulted(quick, silent), "2026-03-16")
    assert str(reading.reply.due_on) == "2026-04-23"
    assert [reading.duty(THIRD_PARTY_OPINION, n).state for n in (0, 1)] == [DutyState.MET, DutyState.RUNNING]


def test_opinions_are_numbered_by_kind():
    items = [
        third_party("2026-03-09"),
        consult("co_producer", "2026-03-10"),
        third_party("2026-03-11"),
        consult("other_agency", "2026-03-12"),
    ]
    found = [(d.kind, d.index) for d in read(consulted(*items), "2026-03-13").duties if d.kind.endswith("_opinion")]
    assert found == [
        (THIRD_PARTY_OPINION, 0), (CO_PRODUCER_OPINION, 0), (THIRD_PARTY_OPINION, 1), (OTHER_AGENCY_OPINION, 0),
    ]  # fmt: skip


def test_an_opinion_falls_away_when_the_case_is_concluded():
    assert duty({**SILENT, "concluded_on": "2026-03-30"}, THIRD_PARTY_OPINION, "2026-06-01").state is DutyState.VOID


def test_a_reply_during_an_open_consultation_is_in_time():
    assert duty({**OPEN, "concluded_on": "2026-06-30"}, as_of="2026-07-01").state is DutyState.MET


# The switches where the law says only "the time needed"


@pytest.mark.parametrize(
    ("policy", "facts", "expected"),
    [
        # Delivered on 11 March: used to then 7 days, the 8th is 2 April.
        ({"suspend_start": "delivered"}, SILENT, "2026-04-21"),
        # Answered on 20 March: the 8th is 23 March.
        ({"suspend_start": "delivered"}, ANSWERED, "2026-04-09"),
        ({"suspend_start": "delivered"}, OPEN, "2026-03-30"),
        # To the end of the 15 days although the answer came early.
        ({"suspend_end": "expiry"}, ANSWERED, "2026-04-23"),
        ({"suspend_end": "expiry"}, SILENT, "2026-04-23"),
        ({"suspend_start": "delivered", "suspend_end": "expiry"}, ANSWERED, "2026-04-21"),
    ],
    ids=["start silent", "start answered", "start undelivered", "end answered", "end silent", "both"],
)
def test_the_switches_move_the_start_and_the_end_of_the_stop(policy, facts, expected):
    assert due_on({**facts, "policy": policy}) == expected


def test_without_a_15_day_limit_the_answer_ends_the_stop_under_either_switch():
    answered = consulted(consult("other_agency", "2026-03-09", delivered_on="2026-03-10", answered_on="2026-03-20"))
    assert due_on({**answered, "policy": {"suspend_end": "expiry"}}) == due_on(answered) == "2026-04-13"


# The alarm follows the stricter reading (law.md 4.4)


@pytest.mark.parametrize(
    ("facts", "due", "alarm"),
    [
        (counter("2026-03-02"), "2026-03-30", "2026-03-30"),
        (SILENT, "2026-04-23", "2026-04-21"),
        (ANSWERED, "2026-04-13", "2026-04-09"),
        (consulted(third_party("2026-03-09", answered_on="2026-03-20")), "2026-04-13", "2026-04-13"),
        # A letter that may never have arrived stops no alarm.
        (OPEN, "None", "2026-03-30"),
        (consulted(consult("other_agency", "2026-03-09", delivered_on="2026-03-11")), "None", "None"),
        (counter("2026-12-04"), "2027-01-04", "2027-01-02"),
    ],
    ids=["nothing asked", "silent", "answered", "delivery not known", "not delivered", "open", "unpublished year"],
)
def test_the_alarm_is_the_earliest_day_the_reply_can_be_due(facts, due, alarm):
    reply = duty(facts)
    assert (str(reply.due_on), str(reply.alarm_on)) == (due, alarm)
