"""补正: once, in seven working days, and what becomes of the clock (Art. 30).

Received 2026-03-02: the 7th working day is 03-11, the reply is due on 03-30.
"""

from __future__ import annotations

import pytest

from casework.adapters.working_calendar import current_calendar
from casework.law.acts import Act
from casework.law.open_acts import warning
from casework.models import Case, Supplement
from casework.queries.situation import situation_of
from casework.services import closing, supplements
from casework.services.deadlines import read_clock
from tests.cast import accepted_case, day, posted, register_case, replied_case
from tests.services.acts import by, perform
from tests.services.ready_cases import supplementing_case
from tests.services.watching import refused


def ask(cast, case, served="2026-03-03", answer_by="2026-03-24", today=None, **facts):
    values = {"what_is_unclear": "请写明文件名称", "guidance": ""} | facts
    return supplements.request_supplement(
        case_id=case.pk, answer_by=day(answer_by), fact=posted(served), **values, **by(cast.officer_li, today or served)
    )


def answer(cast, case, received, today=None, **facts):
    values = {"answer": "文号为某发1号", "actor": cast.officer_li} | facts
    actor = values.pop("actor")
    return supplements.receive_supplement(
        case_id=case.pk, received_on=day(received), **values, **by(actor, today or received)
    )


def stored(case):
    return Case.objects.get(pk=case.pk)


# The notice served on, the reply due while waiting, and after the answer of 03-20.
NOTICE = [
    # 03-20 restarts: 23-27 (5), 30-04-03 (10), 7-10 (14), 13-17 (19), 20.
    pytest.param("2026-03-10", None, "2026-04-20", id="day-before-the-limit"),
    pytest.param("2026-03-11", None, "2026-04-20", id="on-the-limit"),
    pytest.param("2026-03-12", "2026-03-30", "2026-03-30", id="day-after-the-limit-keeps-the-date"),
]


@pytest.mark.parametrize(("served", "waiting_due", "due"), NOTICE)
def test_only_a_notice_in_time_stops_and_restarts_the_clock(cast, served, waiting_due, due):
    case = register_case(cast)
    late = bool(waiting_due)
    reading = read_clock(case, current_calendar(), day(served))
    warned = warning(Act.REQUEST_SUPPLEMENT, situation_of(case, reading, day(served)))
    assert bool(warned) == late
    if late:
        assert "2026-03-11" in warned and "不重新计算" in warned
    case = ask(cast, case, served)
    assert case.reply_due_on == (waiting_due and day(waiting_due))
    case = answer(cast, case, "2026-03-20")
    assert (case.stage, case.reply_due_on) == ("processing", day(due))
    assert case.received_on == day("2026-03-02")


def test_while_it_waits_the_next_date_is_the_applicants(cast):
    case = ask(cast, register_case(cast))
    assert (case.stage, case.next_duty, case.next_due_on) == ("supplementing", "supplement_answer", day("2026-03-24"))
    event = case.events.last()
    assert event.article == "条例第三十条"
    assert event.before == {"stage": "registered", "reply_due_on": "2026-03-30"}
    assert event.after == {
        "stage": "supplementing", "reply_due_on": None, "answer_by": "2026-03-24",
        "service": "补正告知书 邮政寄送 2026-03-03",
    }  # fmt: skip


def test_the_notice_is_dated_by_its_service_and_not_by_its_recording(cast):
    case = ask(cast, register_case(cast), served="2026-03-04", today="2026-03-06")
    assert Supplement.objects.get(case=case).served_on == day("2026-03-04")
    assert case.events.last().happened_on == day("2026-03-04")


def test_it_can_be_asked_from_a_case_already_taken_up(cast):
    assert ask(cast, accepted_case(cast)).stage == "supplementing"


def test_it_is_asked_once_only(cast):
    case = answer(cast, ask(cast, register_case(cast)), "2026-03-06")
    with refused("supplement_already_asked", "只能一次性告知", "补正后申请内容仍不明确", article="条例第三十条"):
        ask(cast, case, "2026-03-09")


INCOMPLETE = [
    pytest.param({"what_is_unclear": "  "}, "supplement_matter_missing", "what_is_unclear", id="nothing-unclear"),
    pytest.param({"answer_by": "2026-03-03"}, "answer_by_too_early", "answer_by", id="answer-the-same-day"),
    pytest.param({"answer_by": "2026-03-02"}, "answer_by_too_early", "answer_by", id="answer-before"),
    pytest.param({"served": "2026-03-04", "today": "2026-03-03"}, "date_in_future", "posted_on", id="not-posted-yet"),
    pytest.param({"served": "2026-02-27"}, "bad_fact", "supplement.served_on", id="before-receipt"),
]


@pytest.mark.parametrize(("facts", "code", "field"), INCOMPLETE)
def test_a_notice_that_asks_nothing_or_cannot_be_is_refused(cast, facts, code, field):
    case = register_case(cast)
    with refused(code, field=field):
        ask(cast, case, **({"today": "2026-03-03"} | facts))


def test_it_needs_a_day_of_receipt(cast):
    case = register_case(cast, channel="fax")
    with refused("receipt_not_fixed"):
        ask(cast, case)


ANSWERS = [
    pytest.param({"answer": " "}, "supplement_empty", "answer", id="empty"),
    pytest.param({"received": "2026-03-06", "today": "2026-03-05"}, "date_in_future", "received_on", id="tomorrow"),
    pytest.param({"received": "2026-03-02", "today": "2026-03-05"}, "bad_fact", "supplement.received_on", id="early"),
]


@pytest.mark.parametrize(("facts", "code", "field"), ANSWERS)
def test_an_answer_that_cannot_be_is_refused(cast, facts, code, field):
    case = ask(cast, register_case(cast))
    with refused(code, field=field):
        answer(cast, case, **({"received": "2026-03-05"} | facts))


def test_an_answer_nobody_asked_for_is_refused(cast):
    case = register_case(cast)
    with refused("wrong_stage", "已登记", "等待补正"):
        answer(cast, case, "2026-03-05")


def test_the_applicant_answers_on_line_alone(cast):
    case = answer(cast, ask(cast, register_case(cast)), "2026-03-06", actor=None)
    event = case.events.last()
    assert (event.actor, event.actor_name, event.act) == (None, "申请人", "receive_supplement")
    # 03-06 restarts: 9-13 (5), 16-20, 23-27, 30-04-03.
    assert event.after["reply_due_on"] == "2026-04-03"


def test_an_answer_after_the_period_still_counts_while_nobody_has_closed_the_case(cast):
    case = answer(cast, ask(cast, register_case(cast)), "2026-03-25")
    # 26, 27 (2), 30-04-03 (7), 7-10 (11), 13-17 (16), 20-23 (20).
    assert case.reply_due_on == day("2026-04-23")


# The period given ends on 2026-03-09.
LAPSE = [
    pytest.param("2026-03-06", False, id="three-days-before"),
    pytest.param("2026-03-09", False, id="on-the-last-day"),
    pytest.param("2026-03-10", True, id="day-after"),
]


@pytest.mark.parametrize(("today", "lapses"), LAPSE)
def test_a_case_lapses_only_after_the_period_and_by_a_persons_decision(cast, today, lapses):
    case = supplementing_case(cast)
    if not lapses:
        with refused("supplement_period_running", "2026-03-09", "尚未届满"):
            perform(Act.LAPSE, case, cast.officer_li, today)
        return
    case = perform(Act.LAPSE, case, cast.officer_li, today)
    assert (case.stage, case.decision_code) == ("concluded", "O1")
    assert (case.decided_on, case.concluded_on) == (day(today), day(today))
    assert case.events.last().note == "经联系，没有正当理由"
    assert (case.next_duty, case.alarm_on) == ("", None)
    assert not case.deadlines.filter(is_open=True).exists()


def test_a_lapse_needs_the_review_of_good_reasons(cast):
    case = supplementing_case(cast)
    with refused("evidence_missing", "正当理由", field="evidence_justification_review"):
        closing.lapse(case_id=case.pk, review=" ", **by(cast.officer_li, "2026-03-10"))


def test_a_case_that_was_answered_does_not_lapse(cast):
    case = answer(cast, supplementing_case(cast), "2026-03-09")
    with refused("wrong_stage"):
        perform(Act.LAPSE, case, cast.officer_li, "2026-03-12")
    case = replied_case(cast, "G2")
    with refused("wrong_stage"):
        perform(Act.LAPSE, case, cast.officer_li, "2026-03-12")
