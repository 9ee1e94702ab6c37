"""说明理由 through the services: asked once, answered or not, reviewed; the delay set and told (Art. 35)."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.models import ReasonsRequest
from casework.services import extensions, reasons, replies
from tests.cast import accepted_case, day, posted
from tests.services.acts import by, perform
from tests.services.ready_cases import delay_set, extension_approved, reasons_answered, reasons_asked, reasons_reviewed
from tests.services.watching import refused

DUE = day("2026-03-30")


def test_asking_waits_for_the_applicant_and_stops_no_clock(cast):
    case = reasons_asked(cast, answer_by="2026-03-18")
    assert (case.stage, case.reply_due_on, case.next_duty, case.next_due_on) == (
        "awaiting_reasons", DUE, "reasons_answer", day("2026-03-18"),
    )  # fmt: skip
    event = case.events.last()
    assert (event.article, event.after["counted"]) == ("条例第三十五条", "2026-01-01至2026-03-02共120件")


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"counted": 1}, "reasons_count_wrong", "counted"),
        ({"counted_to": day("2025-12-31")}, "reasons_count_wrong", "counted_to"),
        ({"counted_to": day("2026-03-11")}, "reasons_count_wrong", "counted_to"),
        ({"what_to_explain": " "}, "reasons_matter_missing", "what_to_explain"),
        ({"answer_by": day("2026-03-10")}, "reasons_answer_too_early", "answer_by"),
    ],
)
def test_a_notice_that_does_not_state_the_facts_is_refused(cast, facts, code, field):
    case = accepted_case(cast)
    values = {
        "counted_from": day("2026-01-01"), "counted_to": day("2026-03-02"), "counted": 120,
        "what_to_explain": "为何大量提出", "answer_by": day("2026-03-20"), "fact": posted("2026-03-10"),
    } | facts  # fmt: skip
    with refused(code, field=field, article="条例第三十五条"):
        reasons.ask_reasons(case_id=case.pk, **values, **by(cast.officer_li, "2026-03-10"))


def test_reasons_are_asked_once(cast):
    case = reasons_answered(cast)
    with refused("reasons_already_asked", "已经要求说明过理由"):
        perform(Act.ASK_REASONS, case, cast.officer_li)


@pytest.mark.parametrize(
    ("today", "silent"), [("2026-03-06", False), ("2026-03-09", False), ("2026-03-10", True)],
    ids=["day-before", "the-day", "day-after"],
)  # fmt: skip
def test_silence_is_recorded_only_after_the_period(cast, today, silent):
    case = reasons_asked(cast, answer_by="2026-03-09")
    values = {"case_id": case.pk, "answer": " ", "received_on": None, **by(cast.officer_li, today)}
    if not silent:
        with refused("reasons_empty", "期满（2026-03-09）仍没有说明", field="answer"):
            reasons.receive_reasons(**values)
        return
    case = reasons.receive_reasons(**values)
    assert (case.stage, case.next_duty, case.events.last().note) == (
        "processing", "reply", "期满（2026-03-09）没有说明理由",
    )  # fmt: skip


def test_the_applicant_may_answer_alone_but_not_with_nothing(cast):
    case = reasons_asked(cast, answer_by="2026-03-09")
    with refused("reasons_empty"):
        reasons.receive_reasons(case_id=case.pk, answer="", received_on=None, **by(None, "2026-03-10"))
    case = reasons.receive_reasons(
        case_id=case.pk, answer="核对合同", received_on=day("2026-03-10"), **by(None, "2026-03-10")
    )
    assert case.events.last().actor_name == "申请人"


def test_a_review_is_reasoned(cast):
    case = reasons_answered(cast)
    with refused("reasons_review_missing", "请写明审查意见", field="review"):
        reasons.review_reasons(case_id=case.pk, is_reasonable=False, review=" ", **by(cast.officer_li, "2026-03-09"))


def draft_x4(cast, case, review="没有实际需要"):
    return replies.submit_for_review(
        case_id=case.pk, decision_code="X4", evidence={"reasons_review": review}, findings="短期内反复申请。",
        **by(cast.officer_li, "2026-03-10"),
    )  # fmt: skip


def test_not_to_process_needs_reasons_that_were_asked_for_and_found_wanting(cast):
    for case in (accepted_case(cast), reasons_answered(cast), reasons_reviewed(cast)):
        with refused("reasons_not_reviewed", "须先要求申请人说明理由，经审查认为不合理的", field="decision_code"):
            draft_x4(cast, case)
    case = reasons_reviewed(cast, is_reasonable=False)
    with refused("evidence_missing", "理由", field="evidence_reasons_review", article="条例第三十五条"):
        draft_x4(cast, case, review=" ")
    assert draft_x4(cast, case).stage == "in_review"


def test_a_delay_has_no_effect_until_it_is_told(cast):
    case = delay_set(cast)
    assert case.reply_due_on == DUE
    case = perform(Act.SERVE_DELAY, case, cast.officer_li, "2026-03-30")
    assert (case.reply_due_on, case.reply_provisional) == (day("2026-05-29"), False)
    assert case.events.last().after["delay_until"] == "2026-05-29"


def test_told_after_the_reply_was_due_it_is_refused(cast):
    case = delay_set(cast)
    with refused("delay_too_late", "答复期限2026-03-30已届满", article="条例第三十五条"):
        perform(Act.SERVE_DELAY, case, cast.officer_li, "2026-03-31")


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2026-03-27", "delay_not_later"), ("2026-03-30", "delay_not_later"),
        ("2026-05-01", "delay_on_a_day_off"), ("2026-05-30", "delay_on_a_day_off"),
    ],
)  # fmt: skip
def test_a_delayed_day_is_a_working_day_after_the_reply_was_due(cast, until, code):
    case = reasons_reviewed(cast)
    with refused(code, field="until"):
        reasons.set_delay(case_id=case.pk, until=day(until), reason="量大", **by(cast.head_chen, "2026-03-10"))


@pytest.mark.parametrize("until", ["2026-03-31", "2026-05-09"], ids=["the-day-after", "a-worked-saturday"])
def test_the_first_day_later_and_a_worked_saturday_will_do(cast, until):
    case = perform(Act.SERVE_DELAY, delay_set(cast, until), cast.officer_li)
    assert case.reply_due_on == day(until)


def test_a_delay_has_its_reason(cast):
    case = reasons_reviewed(cast)
    with refused("delay_reason_missing", "无法按期答复的原因", field="reason"):
        reasons.set_delay(case_id=case.pk, until=day("2026-05-29"), reason="", **by(cast.head_chen, "2026-03-10"))


@pytest.mark.parametrize("is_reasonable", [None, False])
def test_only_reasonable_reasons_give_a_delay(cast, is_reasonable):
    case = reasons_answered(cast) if is_reasonable is None else reasons_reviewed(cast, is_reasonable=False)
    with refused("no_delay_to_set", "审查认为理由合理"):
        perform(Act.SET_DELAY, case, cast.head_chen)


def test_a_review_taken_back_takes_the_delay_with_it(cast):
    case = perform(Act.REVIEW_REASONS, delay_set(cast), cast.officer_li)
    asked = ReasonsRequest.objects.get(case=case)
    assert (asked.is_reasonable, asked.delay_until, asked.delay_set_by) == (False, None, None)


def test_once_told_the_delay_stands_and_no_extension_comes_on_top(cast):
    case = perform(Act.SERVE_DELAY, delay_set(cast), cast.officer_li)
    with refused("no_reasons_to_review"):
        perform(Act.REVIEW_REASONS, case, cast.officer_li)
    with refused("no_delay_to_set"):
        perform(Act.SET_DELAY, case, cast.head_chen)
    with refused("delay_already_told", "不再另行延期"):
        perform(Act.REQUEST_EXTENSION, case, cast.officer_li)


def test_an_extension_told_first_is_what_the_delay_goes_beyond(cast):
    case = perform(Act.SERVE_EXTENSION, extension_approved(cast), cast.officer_li)
    # 20 more working days from 2026-03-30: 31 March, 1-3, 7-10, 13-17, 20-24 April make 18, then 27 and 28.
    assert case.reply_due_on == day("2026-04-28")
    reasons.ask_reasons(
        case_id=case.pk, counted_from=day("2026-01-01"), counted_to=day("2026-03-02"), counted=120,
        what_to_explain="为何", answer_by=day("2026-03-20"), fact=posted("2026-03-11"), **by(cast.officer_li, "2026-03-11"),
    )  # fmt: skip
    perform(Act.RECEIVE_REASONS, case, cast.officer_li, "2026-03-12")
    reasons.review_reasons(case_id=case.pk, is_reasonable=True, review="成立", **by(cast.officer_li, "2026-03-12"))
    with refused("delay_not_later", "2026-04-28"):
        reasons.set_delay(case_id=case.pk, until=day("2026-04-28"), reason="量大", **by(cast.head_chen, "2026-03-12"))
    reasons.set_delay(case_id=case.pk, until=day("2026-05-29"), reason="量大", **by(cast.head_chen, "2026-03-12"))
    assert perform(Act.SERVE_DELAY, case, cast.officer_li, "2026-04-28").reply_due_on == day("2026-05-29")


def test_the_clock_running_on_the_reply_can_be_extended_while_reasons_are_awaited(cast):
    case = reasons_asked(cast)
    extensions.request_extension(case_id=case.pk, working_days=5, reason="量大", **by(cast.officer_li, "2026-03-09"))
    perform(Act.APPROVE_EXTENSION, case, cast.head_chen)
    # 31 March, 1-3 and 7 April.
    assert perform(Act.SERVE_EXTENSION, case, cast.officer_li).reply_due_on == day("2026-04-07")
