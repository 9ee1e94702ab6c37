"""How each duty stands: running, suspended, met, late, overdue or void."""

import pytest

from casework.law.duties import DUTY_NAMES, DutyKind, DutyState
from tests.law.reading import FEE_PAYMENT, SUPPLEMENT_NOTICE, counter, duty, read, third_party

RECEIVED = counter("2026-03-02")


@pytest.mark.parametrize(
    ("facts", "as_of", "state"),
    [
        pytest.param(RECEIVED, "2026-03-02", DutyState.RUNNING, id="on the day of receipt"),
        pytest.param(RECEIVED, "2026-03-30", DutyState.RUNNING, id="on the last day"),
        pytest.param(RECEIVED, "2026-03-31", DutyState.OVERDUE, id="after it"),
        pytest.param(
            counter("2026-03-02", consultations=[third_party("2026-03-09")]), "2026-03-10",
            DutyState.SUSPENDED, id="third party asked",
        ),
        pytest.param({**RECEIVED, "concluded_on": "2026-03-02"}, "2026-03-02", DutyState.MET, id="on the spot"),
        pytest.param({**RECEIVED, "concluded_on": "2026-03-30"}, "2026-05-01", DutyState.MET, id="on the last day"),
        pytest.param({**RECEIVED, "concluded_on": "2026-03-31"}, "2026-05-01", DutyState.LATE, id="one day late"),
        pytest.param(
            counter("2026-03-02", supplement={"served_on": "2026-03-05"}, concluded_on="2026-04-30"), "2026-05-01",
            DutyState.VOID, id="closed while the applicant owed a supplement",
        ),
    ],
)  # fmt: skip
def test_the_reply(facts, as_of, state):
    assert duty(facts, as_of=as_of).state is state


@pytest.mark.parametrize(
    ("facts", "as_of", "state", "used"),
    [
        pytest.param(RECEIVED, "2026-03-02", DutyState.RUNNING, 0, id="on the day of receipt"),
        pytest.param(RECEIVED, "2026-03-11", DutyState.RUNNING, 7, id="on the last day"),
        pytest.param(RECEIVED, "2026-03-12", DutyState.VOID, 7, id="not needed"),
        pytest.param({**RECEIVED, "concluded_on": "2026-03-05"}, "2026-03-06", DutyState.VOID, 3, id="concluded first"),
        pytest.param(
            {**RECEIVED, "supplement": {"served_on": "2026-03-05"}}, "2026-04-01", DutyState.MET, 3, id="asked",
        ),
        pytest.param(
            {**RECEIVED, "supplement": {"served_on": "2026-03-13"}}, "2026-04-01", DutyState.LATE, 7, id="too late",
        ),
    ],
)  # fmt: skip
def test_the_notice_of_supplement(facts, as_of, state, used):
    found = duty(facts, SUPPLEMENT_NOTICE, as_of)
    assert (found.state, found.used, found.of) == (state, used, 7)
    assert found.basis == ("条例第三十条",)


@pytest.mark.parametrize(
    ("fee", "as_of", "state", "used"),
    [
        pytest.param({"served_on": "2026-06-15"}, "2026-06-16", DutyState.RUNNING, 1, id="open"),
        pytest.param({"served_on": "2026-06-15"}, "2026-07-15", DutyState.OVERDUE, 20, id="not paid"),
        pytest.param({"served_on": "2026-06-15", "paid_on": "2026-06-17"}, "2026-07-15", DutyState.MET, 2, id="paid"),
        pytest.param({"served_on": "2026-06-15", "paid_on": "2026-07-20"}, "2026-08-01", DutyState.LATE, 20, id="late"),
    ],
)
def test_the_payment(fee, as_of, state, used):
    found = duty(counter("2026-06-01", fee=fee), FEE_PAYMENT, as_of)
    assert (found.state, found.used, found.of) == (state, used, 20)
    assert found.basis == ("国办函〔2020〕109号",)


@pytest.mark.parametrize(
    ("as_of", "used"),
    [
        ("2026-02-27", 0),
        ("2026-03-02", 0),
        ("2026-03-03", 1),
        ("2026-03-08", 4),
        ("2026-03-30", 20),
        ("2026-04-30", 20),
    ],
)
def test_used_days_grow_with_the_working_days_and_stop_at_the_limit(as_of, used):
    reply = duty(RECEIVED, as_of=as_of)
    assert (reply.used, reply.of) == (used, 20)


def test_used_days_stop_with_the_conclusion():
    assert duty({**RECEIVED, "concluded_on": "2026-03-05"}, as_of="2026-06-01").used == 3


def test_the_plain_case_has_two_duties():
    assert [d.kind for d in read(RECEIVED, "2026-03-03").duties] == [DutyKind.SUPPLEMENT_NOTICE, DutyKind.REPLY]


def test_every_duty_has_a_chinese_name():
    assert set(DUTY_NAMES) == set(DutyKind)
    assert DUTY_NAMES[DutyKind.REPLY] == "答复"
