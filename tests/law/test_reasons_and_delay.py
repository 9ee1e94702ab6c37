"""说明理由 stops no clock; a delayed day told in time moves the reply (Art. 35). Dates counted by hand.

Received on Monday 2026-03-02: the 20th working day is Monday 2026-03-30 (no day off but weekends);
4-6 April and 1-5 May are off, Saturday 9 May is worked.
"""

import pytest

from casework.law.duties import DutyKind, DutyState
from casework.law.errors import BadFact
from tests.law.reading import counter, due_on, ledger_day, read

REASONS = DutyKind.REASONS_ANSWER
ASKED = {"served_on": "2026-03-04", "answer_by": "2026-03-18"}


def delayed(served_on: str | None, until: str = "2026-05-29", **facts) -> dict:
    return counter("2026-03-02", delay={"until": until, "served_on": served_on}, **facts)


def test_asking_for_reasons_stops_nothing():
    reading = read(counter("2026-03-02", reasons=ASKED), "2026-03-18")
    # 3-6, 9-13 and 16-18 March are the days used.
    assert (str(reading.reply.due_on), reading.reply.state, reading.reply.used) == (
        "2026-03-30", DutyState.RUNNING, 12,
    )  # fmt: skip
    assert reading.awaiting == ""


@pytest.mark.parametrize(
    ("as_of", "received_on", "state"),
    [
        ("2026-03-17", None, DutyState.RUNNING),
        ("2026-03-18", None, DutyState.RUNNING),
        ("2026-03-19", None, DutyState.OVERDUE),
        ("2026-03-19", "2026-03-18", DutyState.MET),
        ("2026-03-20", "2026-03-19", DutyState.LATE),
    ],
)
def test_the_reasons_are_owed_until_the_day_the_notice_names(as_of, received_on, state):
    duty = read(counter("2026-03-02", reasons=ASKED | {"received_on": received_on}), as_of).duty(REASONS)
    assert (str(duty.due_on), duty.state, duty.basis) == ("2026-03-18", state, ("条例第三十五条",))
    # 5, 6, 9-13 and 16-18 March.
    assert duty.of == 10


@pytest.mark.parametrize(
    ("served_on", "expected"),
    [("2026-03-27", "2026-05-29"), ("2026-03-30", "2026-05-29"), ("2026-03-31", "2026-03-30"), (None, "2026-03-30")],
    ids=["day-before", "the-day", "day-after", "not-told"],
)
def test_a_delay_counts_only_when_told_in_time(served_on, expected):
    assert due_on(delayed(served_on)) == expected


def test_why_a_delay_has_no_effect_is_remarked():
    late, untold = read(delayed("2026-03-31"), "2026-04-01"), read(delayed(None), "2026-03-20")
    assert late.remarks == ("延迟答复告知送达（2026-03-31）已超过原答复期限（2026-03-30），不生效",)
    assert untold.remarks == ("延迟答复尚未告知申请人，不生效",)
    early = read(delayed("2026-03-10", until="2026-03-30"), "2026-03-20")
    assert (str(early.reply.due_on), early.remarks) == (
        "2026-03-30", ("确定的延迟答复日期（2026-03-30）不晚于答复期限（2026-03-30），期限不变",),
    )  # fmt: skip


def test_the_ledger_goes_on_to_the_delayed_day_and_cites_its_article():
    reading = read(delayed("2026-03-30"), "2026-06-01")
    assert (reading.reply.state, reading.reply.basis) == (
        DutyState.OVERDUE, ("条例第三十三条第二款", "条例第三十五条"),
    )  # fmt: skip
    # 20 days to 30 March; 31 March; 21 days in April (1-3, 7-30); 19 in May (6-9, 11-15, 18-22, 25-29).
    assert (reading.reply.of, ledger_day(reading, "2026-05-29").n) == (61, 61)
    assert (ledger_day(reading, "2026-03-30").n, ledger_day(reading, "2026-03-30").article) == (
        20, "条例第三十三条第二款",
    )  # fmt: skip
    assert (ledger_day(reading, "2026-03-31").n, ledger_day(reading, "2026-03-31").article) == (21, "条例第三十五条")


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2026-05-28", DutyState.RUNNING), ("2026-05-29", DutyState.RUNNING), ("2026-06-01", DutyState.OVERDUE)],
)
def test_the_delayed_day_is_the_last_in_time(as_of, state):
    assert read(delayed("2026-03-30"), as_of).reply.state is state


def test_a_consultation_never_brings_the_told_day_forward_or_hides_it():
    asked = {"kind": "other_agency", "sent_on": "2026-04-07"}
    open_ended = read(delayed("2026-03-30", consultations=[asked]), "2026-04-20").reply
    assert (str(open_ended.due_on), str(open_ended.alarm_on)) == ("2026-05-29", "2026-05-29")


def test_a_fee_notice_sent_before_the_delayed_day_is_in_time_and_its_payment_restarts():
    fee = {"served_on": "2026-05-20", "paid_on": "2026-05-27"}
    # 28 and 29 May, 1-5, 8-12, 15-18 June, then 22-25 (19 to 21 June are off).
    assert due_on(delayed("2026-03-30", fee=fee)) == "2026-06-25"


def test_a_payment_restarts_nothing_before_the_told_day():
    fee = {"served_on": "2026-04-01", "paid_on": "2026-04-02"}
    assert due_on(delayed("2026-03-30", fee=fee)) == "2026-05-29"


def test_a_fee_notice_by_post_waits_for_its_arrival():
    sent = counter("2026-06-01", fee={"sent_on": "2026-06-12"})
    reading = read(sent, "2026-06-16")
    assert (str(reading.reply.due_on), reading.reply.state) == ("2026-06-30", DutyState.RUNNING)
    assert reading.remarks == ("收费通知已于2026-06-12发出，尚未登记申请人收到，答复期限照常计算",)
    payment = reading.duty(DutyKind.FEE_PAYMENT)
    assert (payment.due_on, payment.state, payment.used) == (None, DutyState.RUNNING, 0)


@pytest.mark.parametrize(
    ("sent_on", "expected"),
    [("2026-06-29", None), ("2026-06-30", None), ("2026-07-01", "2026-06-30")],
    ids=["day-before", "the-day", "day-after"],
)
def test_a_fee_notice_is_in_time_by_the_day_it_was_sent(sent_on, expected):
    assert due_on(counter("2026-06-01", fee={"sent_on": sent_on, "served_on": "2026-07-03"})) == expected


BAD = [
    ({"reasons": {"answer_by": "2026-03-18"}}, "reasons.answer_by", "须先有说明理由告知送达之日"),
    ({"reasons": {"served_on": "2026-03-10", "received_on": "2026-03-09"}}, "reasons.received_on", "不能早于"),
    ({"delay": {"served_on": "2026-03-10"}}, "delay.until", "必填：延迟答复至哪一天"),
    ({"delay": {"until": "2026-03-09", "served_on": "2026-03-10"}}, "delay.until", "不能早于延迟答复告知送达之日"),
    ({"fee": {"sent_on": "2026-03-10", "served_on": "2026-03-09"}}, "fee.served_on", "不能早于收费通知发出之日"),
    ({"fee": {"sent_on": "2026-03-10", "paid_on": "2026-03-11"}}, "fee.paid_on", "须先有收费通知送达之日"),
    ({"delay": {"until": "2026-05-29", "served_on": "2026-03-10"}, "concluded_on": "2026-03-09"}, "concluded_on", "延迟"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "field", "rule"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_facts_that_contradict_each_other_are_named(facts, field, rule):
    with pytest.raises(BadFact) as caught:
        read(counter("2026-03-02", **facts), "2026-03-20")
    assert caught.value.field == field
    assert rule in caught.value.rule
