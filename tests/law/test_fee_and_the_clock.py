"""信息处理费 (Art. 42): the payment restarts the period or, by the switch, the waiting only stops it."""

import pytest

from casework.law.duties import DutyState
from tests.law.reading import FEE_PAYMENT, counter, due_on, duty, ledger_day, read

ASKED = counter("2026-06-01", fee={"served_on": "2026-06-15"})
PAID = counter("2026-06-01", fee={"served_on": "2026-06-15", "paid_on": "2026-07-01"})
STOP = {"fee_clock": "suspend"}


def extension(served_on: str) -> dict:
    return {"approved_on": served_on, "served_on": served_on, "working_days": 20}


def test_while_the_fee_is_open_the_reply_has_no_date():
    reading = read(ASKED, "2026-06-30")
    # 2-5, 8-12 and 15 June; the day of the notice still counts.
    assert (reading.reply.due_on, reading.reply.state, reading.reply.used) == (None, DutyState.SUSPENDED, 10)
    assert reading.reply.basis == ("国办函〔2020〕109号", "条例第三十三条第二款")
    waiting = ledger_day(reading, "2026-06-16")
    assert (waiting.counts, waiting.why, waiting.article) == (False, "等待申请人缴费", "国办函〔2020〕109号")
    assert ledger_day(reading, "2026-06-15").n == 10


def test_the_payment_restarts_the_period_at_zero():
    reading = read(PAID, "2026-07-02")
    assert (str(reading.reply.due_on), reading.reply.used, reading.reply.of) == ("2026-07-29", 1, 20)
    assert reading.reply.basis == ("国办函〔2020〕109号", "条例第三十三条第二款")
    before = ledger_day(reading, "2026-07-01")
    assert (before.why, before.article) == ("2026-07-01完成缴费，期限重新计算", "国办函〔2020〕109号")


def test_a_notice_without_service_changes_nothing():
    assert due_on(counter("2026-06-01", fee={})) == "2026-06-30"


def test_a_notice_after_the_reply_was_due_changes_nothing_and_is_remarked():
    reading = read(counter("2026-06-01", fee={"served_on": "2026-07-01"}), "2026-07-02")
    assert (str(reading.reply.due_on), reading.reply.state) == ("2026-06-30", DutyState.OVERDUE)
    assert reading.reply.basis == ("条例第三十三条第二款",)
    assert reading.remarks == ("收费通知送达（2026-07-01）已超过答复期限（2026-06-30），不影响期限",)


def test_a_case_closed_for_want_of_payment_never_owed_a_reply():
    reading = read({**ASKED, "concluded_on": "2026-07-15"}, "2026-08-01")
    assert (reading.reply.state, reading.duty(FEE_PAYMENT).state) == (DutyState.VOID, DutyState.VOID)


def test_after_a_supplement_the_days_used_are_those_up_to_the_fee_notice():
    facts = counter(
        "2026-04-01",
        supplement={"served_on": "2026-04-09", "answer_by": "2026-04-30", "received_on": "2026-04-24"},
        fee={"served_on": "2026-05-12"},
    )
    # 27-30 April, 6-9, 11 and 12 May.
    assert duty(facts, as_of="2026-05-20").used == 10


def test_the_latest_restart_counts():
    facts = counter(
        "2026-03-02",
        fee={"served_on": "2026-03-04", "paid_on": "2026-03-05"},
        supplement={"served_on": "2026-03-06", "answer_by": "2026-03-27", "received_on": "2026-03-20"},
    )
    # From 20 March: 23 March is the 1st working day, 20 April the 20th.
    assert due_on(facts) == "2026-04-20"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # The extended period runs to 1 July, so a notice of 15 June is in time; 40 days from 22 June.
        pytest.param(
            counter("2026-05-06", extension=extension("2026-06-02"), fee={"served_on": "2026-06-15"}),
            None, id="asked within the extension",
        ),
        pytest.param(
            counter(
                "2026-05-06", extension=extension("2026-06-02"),
                fee={"served_on": "2026-06-15", "paid_on": "2026-06-22"},
            ),
            "2026-08-17", id="paid within the extension",
        ),
        # 30 June had passed, but the clock stood still for the payment; 40 days from 10 July.
        pytest.param(
            counter(
                "2026-06-01", extension=extension("2026-07-06"),
                fee={"served_on": "2026-06-15", "paid_on": "2026-07-10"},
            ),
            "2026-09-04", id="extended while the fee was open",
        ),
        # After the payment of 1 July the reply is due on 29 July.
        pytest.param(
            counter(
                "2026-06-01", extension=extension("2026-07-29"),
                fee={"served_on": "2026-06-15", "paid_on": "2026-07-01"},
            ),
            "2026-08-26", id="extended on the last day after the payment",
        ),
        pytest.param(
            counter(
                "2026-06-01", extension=extension("2026-07-30"),
                fee={"served_on": "2026-06-15", "paid_on": "2026-07-01"},
            ),
            "2026-07-29", id="extended too late after the payment",
        ),
        # An extension that came too late saves no fee notice that came too late.
        pytest.param(
            counter(
                "2026-05-06", extension=extension("2026-06-03"),
                fee={"served_on": "2026-06-15", "paid_on": "2026-06-22"},
            ),
            "2026-06-02", id="late extension, late notice",
        ),
        pytest.param(
            counter(
                "2026-05-06", extension=extension("2026-06-02"),
                fee={"served_on": "2026-06-02", "paid_on": "2026-06-22"},
            ),
            "2026-08-17", id="both on the last day",
        ),
    ],
)  # fmt: skip
def test_extension_and_fee_take_effect_in_the_order_in_which_they_were_told(facts, expected):
    assert due_on(facts) == expected


# The switch: waiting for the payment only stops the clock


def test_by_the_switch_the_days_before_the_notice_stay_used():
    reading = read({**PAID, "policy": STOP}, "2026-07-02")
    # 10 days used to 15 June; 2 July is the 11th, 15 July the 20th.
    assert (str(reading.reply.due_on), reading.reply.used, reading.reply.state) == ("2026-07-15", 11, DutyState.RUNNING)
    assert reading.reply.basis == ("条例第三十三条第二款", "国办函〔2020〕109号")
    stopped = ledger_day(reading, "2026-07-01")
    assert (stopped.counts, stopped.why) == (False, "等待缴费期间")


def test_by_the_switch_an_open_fee_stops_the_clock_without_end():
    reading = read({**ASKED, "policy": STOP}, "2026-08-03")
    assert (reading.reply.due_on, reading.reply.state, reading.reply.used) == (None, DutyState.SUSPENDED, 10)


def test_by_the_switch_a_late_notice_stops_nothing():
    late = counter("2026-06-01", fee={"served_on": "2026-07-01", "paid_on": "2026-07-03"}, policy=STOP)
    assert due_on(late) == "2026-06-30"
