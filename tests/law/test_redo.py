"""重新办理 and the clock: a round of its own from the day of the decision; the first round stays as it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.law.calendar import official_calendar
from casework.law.clock import read
from casework.law.duties import DutyKind, DutyState
from casework.law.errors import BadFact
from casework.law.facts import CaseFacts, ConsultationFact, ConsultationKind, RedoFact
from casework.law.receipt import Channel


def day(text: str) -> date:
    return date.fromisoformat(text)


# Received on Monday 2026-03-02, replied on 03-05; due on 03-30 (C1).
FIRST = CaseFacts(channel=Channel.COUNTER, submitted_on=day("2026-03-02"), concluded_on=day("2026-03-05"))


def redone(*redos: RedoFact, as_of: str, **facts):
    return read(replace(FIRST, redos=redos, **facts), official_calendar(), day(as_of))


def test_twenty_working_days_from_the_day_after():
    # Monday 03-09: 10-13 (4), 16-20 (9), 23-27 (14), 30-31 (16), 04-01-03 (19); 04-04-06 Qingming; 04-07.
    reading = redone(RedoFact(day("2026-03-09")), as_of="2026-03-20")
    again = reading.duty(DutyKind.RE_DECISION)
    assert (again.due_on, again.state, again.used, again.of) == (day("2026-04-07"), DutyState.RUNNING, 9, 20)
    assert reading.reply is again
    first = reading.duty(DutyKind.REPLY)
    assert (first.due_on, first.state) == (day("2026-03-30"), DutyState.MET)
    assert (reading.receipt.received_on, reading.ledger[0].day) == (day("2026-03-02"), day("2026-03-10"))


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2026-04-06", "running"), ("2026-04-07", "running"), ("2026-04-08", "overdue")],
)
def test_day_before_the_day_and_day_after(as_of, state):
    assert redone(RedoFact(day("2026-03-09")), as_of=as_of).reply.state == state


@pytest.mark.parametrize(("served", "state"), [("2026-04-07", "met"), ("2026-04-08", "late")])
def test_the_end_of_the_round_and_the_first_reply_is_the_reply_again(served, state):
    reading = redone(RedoFact(day("2026-03-09"), None, day(served)), as_of="2026-04-20")
    assert reading.duty(DutyKind.RE_DECISION).state == state
    assert reading.reply.kind is DutyKind.REPLY
    assert reading.reply.state is DutyState.MET


def test_a_day_the_judgment_names_is_the_last_day_even_on_a_saturday_and_nothing_moves_it():
    # 2026-03-28 is a Saturday; a consultation stops nothing.
    letter = ConsultationFact(ConsultationKind.THIRD_PARTY, day("2026-03-12"), day("2026-03-12"))
    reading = redone(RedoFact(day("2026-03-09"), day("2026-03-28")), as_of="2026-03-28", consultations=(letter,))
    assert (reading.reply.due_on, reading.reply.alarm_on) == (day("2026-03-28"),) * 2
    assert reading.reply.state is DutyState.RUNNING
    late = redone(RedoFact(day("2026-03-09"), day("2026-03-28")), as_of="2026-03-29", consultations=(letter,))
    assert late.reply.state is DutyState.OVERDUE
    # The third party's own 15 working days: 13 (1), 16-20 (6), 23-27 (11), 30-31 (13), 04-01 (14), 04-02 (15).
    assert reading.duty(DutyKind.THIRD_PARTY_OPINION).due_on == day("2026-04-02")


def test_a_consultation_of_the_new_round_stops_its_clock_only():
    # Sent 03-12 (3 days used: 10, 11, 12), answered 03-19: 13-19 (5 working days) out, so 04-07 + 5 = 04-14.
    earlier = ConsultationFact(ConsultationKind.THIRD_PARTY, day("2026-03-03"), day("2026-03-03"), day("2026-03-04"))
    letter = ConsultationFact(ConsultationKind.THIRD_PARTY, day("2026-03-12"), day("2026-03-12"), day("2026-03-19"))
    reading = redone(RedoFact(day("2026-03-09")), as_of="2026-03-20", consultations=(earlier, letter))
    assert reading.reply.due_on == day("2026-04-14")
    # The first round lost one working day (03-04) to its own letter: 03-31 instead of 03-30.
    assert reading.duty(DutyKind.REPLY).due_on == day("2026-03-31")
    assert reading.duty(DutyKind.THIRD_PARTY_OPINION, 1).state is DutyState.MET


def test_twice_decided_anew():
    rounds = (RedoFact(day("2026-03-09"), None, day("2026-03-16")), RedoFact(day("2026-03-23")))
    reading = redone(*rounds, as_of="2026-03-24")
    # Monday 03-23: 24-27 (4), 30-04-03 (9), 04-07-10 (13), 13-17 (18), 20, 21.
    assert reading.reply.index == 1
    assert reading.reply.due_on == day("2026-04-21")
    assert reading.duty(DutyKind.RE_DECISION, 0).state is DutyState.MET


LETTER = {"kind": ConsultationKind.THIRD_PARTY, "sent_on": day("2026-03-12")}


@pytest.mark.parametrize(
    ("redos", "letter", "field", "words"),
    [
        ([RedoFact(day("2026-03-09"), None, day("2026-03-08"))], {}, "redos[0].concluded_on", "不能早于起算日"),
        ([RedoFact(day("2026-03-09"), day("2026-03-08"))], {}, "redos[0].due_by", "不能早于起算日"),
        ([RedoFact(day("2026-03-09")), RedoFact(day("2026-03-23"))], {}, "redos[1].started_on", "尚未办结"),
        (
            [RedoFact(day("2026-03-09"))],
            {"answered_on": day("2026-03-11")},
            "consultations[0].answered_on",
            "征求意见书发出",
        ),
        ([RedoFact(day("2026-03-09"))], {"delivered_on": day("2026-03-11")}, "consultations[0].delivered_on", "发出"),
        ([RedoFact(day("2026-03-09"))], {"closed_on": day("2026-03-11")}, "consultations[0].closed_on", "发出"),
        ([], {"sent_on": day("2026-03-04"), "answer_by": day("2026-03-03")}, "consultations[0].answer_by", "发出"),
    ],
)
def test_what_contradicts_itself_is_named(redos, letter, field, words):
    letters = (ConsultationFact(**LETTER | letter),) if letter else ()
    with pytest.raises(BadFact, match=words) as wrong:
        redone(*redos, as_of="2026-03-20", consultations=letters)
    assert wrong.value.field == field


def test_nothing_is_decided_anew_that_was_never_decided():
    with pytest.raises(BadFact, match="尚未办结"):
        redone(RedoFact(day("2026-03-09")), as_of="2026-03-20", concluded_on=None)


def test_a_round_ordered_while_the_one_before_still_ran_may_begin_after_it():
    rounds = (RedoFact(day("2026-03-09"), None, day("2026-03-16")), RedoFact(day("2026-03-13")))
    # 03-16 to 20 (5), 23-27 (10), 30-04-03 (15), 04-07-10 (19), 04-13.
    assert redone(*rounds, as_of="2026-03-17").reply.due_on == day("2026-04-13")


def test_a_round_cannot_begin_before_the_reply_it_replaces():
    with pytest.raises(BadFact, match="不能早于原答复送达"):
        redone(RedoFact(day("2026-03-04")), as_of="2026-03-20")
    with pytest.raises(BadFact, match="不能早于起算日"):
        redone(RedoFact(day("2026-03-09"), day("2026-03-08")), as_of="2026-03-20")
