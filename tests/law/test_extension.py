"""延期答复 (Art. 33(2)): an addition, without effect until it is told, and only when told in time."""

import pytest

from casework.law.duties import DutyState
from casework.law.errors import BadFact
from casework.law.facts import ExtensionFact, check_extension
from tests.law.reading import consult, counter, day, due_on, duty, read, third_party

APPROVED = {"approved_on": "2026-06-01", "working_days": 20}
SERVED = {**APPROVED, "served_on": "2026-06-02"}


def test_an_approved_extension_has_no_effect_before_it_is_told():
    reading = read(counter("2026-05-06", extension=APPROVED), "2026-06-02")
    assert (str(reading.reply.due_on), reading.reply.of) == ("2026-06-02", 20)
    assert reading.remarks == ("延期尚未告知申请人，不生效",)


def test_a_served_extension_is_added_to_the_20_days():
    reading = read(counter("2026-05-06", extension=SERVED), "2026-06-03")
    assert (str(reading.reply.due_on), reading.reply.used, reading.reply.of) == ("2026-07-01", 21, 40)
    assert reading.remarks == ()


def test_a_late_extension_has_no_effect_and_is_remarked():
    late = counter("2026-05-06", extension={**APPROVED, "served_on": "2026-06-03"})
    reading = read(late, "2026-06-03")
    assert (str(reading.reply.due_on), reading.reply.state) == ("2026-06-02", DutyState.OVERDUE)
    assert reading.remarks == ("延期告知送达（2026-06-03）已超过原答复期限（2026-06-02），不生效",)


def test_an_extension_is_measured_against_the_date_with_the_stops_in_it():
    # 30 March would be too late by the plain count; the consultation moved it to 13 April.
    answered = [third_party("2026-03-09", answered_on="2026-03-20")]
    for served_on, expected in (("2026-04-13", "2026-05-13"), ("2026-04-14", "2026-04-13")):
        extension = {"approved_on": "2026-04-01", "served_on": served_on, "working_days": 20}
        assert due_on(counter("2026-03-02", consultations=answered, extension=extension)) == expected


def test_an_extension_told_while_the_clock_is_stopped_is_in_time():
    facts = counter(
        "2026-03-02",
        consultations=[consult("other_agency", "2026-03-09")],
        extension={"approved_on": "2026-05-01", "served_on": "2026-05-06", "working_days": 10},
    )
    reply = duty(facts, as_of="2026-05-20")
    assert (reply.due_on, reply.of, reply.state) == (None, 30, DutyState.SUSPENDED)


def test_the_clock_stops_within_the_extension_too():
    facts = counter("2026-05-06", extension=SERVED, consultations=[third_party("2026-06-15", answered_on="2026-06-26")])
    reply = duty(facts, as_of="2026-06-26")
    assert (str(reply.due_on), reply.used, reply.of, reply.state) == ("2026-07-13", 29, 40, DutyState.SUSPENDED)


def test_an_extension_survives_the_restart_by_a_supplement():
    # From 24 April, 40 working days: 26 May is the 20th, 24 June the 40th (19 June is off).
    facts = counter(
        "2026-04-01",
        supplement={"served_on": "2026-04-09", "answer_by": "2026-04-30", "received_on": "2026-04-24"},
        extension={"approved_on": "2026-05-20", "served_on": "2026-05-20", "working_days": 20},
    )
    assert due_on(facts) == "2026-06-24"


@pytest.mark.parametrize("working_days", [-1, 0, 21, 400])
def test_an_extension_is_1_to_20_working_days(working_days):
    with pytest.raises(BadFact) as refused:
        check_extension(ExtensionFact(working_days))
    assert refused.value.field == "extension.working_days"
    assert refused.value.rule == "延长答复的期限最长不得超过20个工作日，至少1个工作日"
    assert refused.value.article == "条例第三十三条第二款"


@pytest.mark.parametrize("working_days", [1, 20])
def test_the_ends_of_the_range_are_allowed(working_days):
    check_extension(ExtensionFact(working_days, day("2026-06-01"), day("2026-06-01")))
