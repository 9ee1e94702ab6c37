"""补正 (Art. 30): asked for in time it waits and restarts, asked for too late it does neither."""

import pytest

from casework.law.duties import DutyState
from tests.law.reading import (
    SUPPLEMENT_ANSWER,
    SUPPLEMENT_NOTICE,
    counter,
    due_on,
    duty,
    ledger_day,
    read,
    third_party,
)

ASKED = counter("2026-04-01", supplement={"served_on": "2026-04-09", "answer_by": "2026-04-30"})
ANSWERED = counter(
    "2026-04-01",
    supplement={"served_on": "2026-04-09", "answer_by": "2026-04-30", "received_on": "2026-04-24"},
)
ASKED_TOO_LATE = counter("2026-04-01", supplement={"served_on": "2026-04-14", "answer_by": "2026-04-30"})


def test_while_the_applicant_has_not_answered_the_reply_has_no_date():
    reply = duty(ASKED, as_of="2026-04-20")
    assert (reply.due_on, reply.state, reply.alarm_on) == (None, DutyState.SUSPENDED, None)
    # 2, 3, 7, 8 and 9 April; the day of the notice still counts.
    assert (reply.used, reply.of) == (5, 20)
    assert reply.basis == ("条例第三十条", "条例第三十三条第二款")


@pytest.mark.parametrize(
    ("as_of", "used"), [("2026-04-08", 4), ("2026-04-09", 5), ("2026-04-10", 5), ("2026-04-30", 5)]
)
def test_used_days_stand_still_while_the_applicant_must_answer(as_of, used):
    assert duty(ASKED, as_of=as_of).used == used


def test_the_ledger_says_what_is_waited_for():
    reading = read(ASKED, "2026-04-20")
    assert ledger_day(reading, "2026-04-09").n == 5
    waiting = ledger_day(reading, "2026-04-10")
    assert (waiting.counts, waiting.n, waiting.why, waiting.article) == (False, None, "等待申请人补正", "条例第三十条")
    assert reading.ledger[-1].day.isoformat() == "2026-04-20"


def test_the_answer_restarts_the_period_at_zero():
    reply = duty(ANSWERED, as_of="2026-04-27")
    assert (str(reply.due_on), reply.used, reply.of) == ("2026-05-26", 1, 20)
    assert reply.basis[0] == "条例第三十条"
    before = ledger_day(read(ANSWERED), "2026-04-24")
    assert (before.counts, before.why, before.article) == (False, "2026-04-24收到补正，期限重新计算", "条例第三十条")
    assert ledger_day(read(ANSWERED), "2026-04-27").n == 1


def test_an_answer_after_the_set_day_still_restarts_when_it_is_accepted():
    late = counter(
        "2026-04-01",
        supplement={"served_on": "2026-04-09", "answer_by": "2026-04-20", "received_on": "2026-04-24"},
    )
    assert due_on(late) == "2026-05-26"
    assert duty(late, SUPPLEMENT_ANSWER).state is DutyState.LATE


def test_an_unanswered_notice_leaves_the_answer_overdue_and_nothing_lapses_by_itself():
    reading = read(ASKED, "2026-05-06")
    assert reading.duty(SUPPLEMENT_ANSWER).state is DutyState.OVERDUE
    assert reading.reply.state is DutyState.SUSPENDED


def test_a_case_closed_while_waiting_never_owed_a_reply():
    lapsed = {**ASKED, "concluded_on": "2026-05-08"}
    reading = read(lapsed, "2026-06-01")
    assert reading.reply.state is DutyState.VOID
    assert reading.duty(SUPPLEMENT_ANSWER).state is DutyState.VOID


def test_a_notice_after_the_7_days_changes_nothing_and_is_remarked():
    reading = read(ASKED_TOO_LATE, "2026-04-20")
    assert (str(reading.reply.due_on), reading.reply.state) == ("2026-04-30", DutyState.RUNNING)
    assert reading.duty(SUPPLEMENT_NOTICE).state is DutyState.LATE
    assert reading.remarks == (
        "补正告知送达（2026-04-14）已超过7个工作日（末日2026-04-13），答复期限仍自收到申请之日起算",
    )


def test_the_answer_to_a_late_notice_does_not_restart_either():
    late = counter(
        "2026-04-01",
        supplement={"served_on": "2026-04-14", "answer_by": "2026-04-30", "received_on": "2026-04-24"},
    )
    reading = read(late, "2026-04-27")
    assert str(reading.reply.due_on) == "2026-04-30"
    assert reading.reply.basis == ("条例第三十三条第二款",)


def test_the_answer_is_owed_by_the_day_the_notice_names_whatever_day_that_is():
    sunday = counter("2026-04-01", supplement={"served_on": "2026-04-09", "answer_by": "2026-04-26"})
    answer = duty(sunday, SUPPLEMENT_ANSWER, "2026-04-26")
    assert (str(answer.due_on), answer.state, answer.of) == ("2026-04-26", DutyState.RUNNING, 11)
    beyond = counter("2026-12-01", supplement={"served_on": "2026-12-03", "answer_by": "2027-01-08"})
    assert duty(beyond, SUPPLEMENT_ANSWER, "2026-12-03").provisional is False


def test_an_application_without_supplement_owes_no_answer():
    assert read(counter("2026-04-01"), "2026-04-02").duty(SUPPLEMENT_ANSWER) is None


def test_a_consultation_before_the_restart_takes_no_day_out_of_the_new_period():
    early = {**ANSWERED, "consultations": [third_party("2026-04-03", answered_on="2026-04-20")]}
    reading = read(early, "2026-04-27")
    assert str(reading.reply.due_on) == "2026-05-26"
    assert "条例第三十三条第三款" not in reading.reply.basis


def test_a_consultation_across_the_restart_stops_only_the_new_days():
    # Answered on 29 April: 30 April is the 1st working day, 29 May the 20th.
    across = {**ANSWERED, "consultations": [third_party("2026-04-20", answered_on="2026-04-29")]}
    assert due_on(across) == "2026-05-29"
