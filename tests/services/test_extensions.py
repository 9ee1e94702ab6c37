"""延期: asked, approved by the head, told in time, at most 20 working days, once (Art. 33(2)).

Received 2026-05-06: due on 06-02 (May 7-9, 11-15, 18-22, 25-29, June 1, 2; May 9 is worked).
"""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.models import Extension
from casework.services import extensions
from tests.cast import accepted_case, day, posted
from tests.services.acts import by, perform
from tests.services.ready_cases import extension_approved
from tests.services.test_disputes import ended, register
from tests.services.watching import refused

RECEIVED = "2026-05-06"


def request(cast, case, working_days=20, on="2026-06-01", reason="涉及多个科室"):
    return extensions.request_extension(
        case_id=case.pk, working_days=working_days, reason=reason, **by(cast.officer_li, on)
    )


def approve(cast, case, on="2026-06-01"):
    return extensions.approve_extension(case_id=case.pk, **by(cast.head_chen, on))


def reject(cast, case, on="2026-06-01", reason="可以按期答复"):
    return extensions.reject_extension(case_id=case.pk, reason=reason, **by(cast.head_chen, on))


def serve(cast, case, posted_on, today=None):
    return extensions.serve_extension(
        case_id=case.pk, fact=posted(posted_on), **by(cast.officer_li, today or posted_on)
    )


# One more day: 06-03. Ten: 06-03-05, 08-12, 15, 16. Twenty: 15-18 (12), 22-26 (17), 29, 30, 07-01.
LENGTHS = [(1, "2026-06-03"), (10, "2026-06-16"), (20, "2026-07-01")]


@pytest.mark.parametrize(("working_days", "due"), LENGTHS)
def test_it_counts_only_once_asked_approved_and_told(cast, working_days, due):
    case = accepted_case(cast, RECEIVED)
    assert request(cast, case, working_days).reply_due_on == day("2026-06-02")
    assert approve(cast, case).reply_due_on == day("2026-06-02")
    case = serve(cast, case, "2026-06-01")
    assert case.reply_due_on == day(due)
    event = case.events.last()
    assert event.before == {"reply_due_on": "2026-06-02"}
    assert event.after == {
        "reply_due_on": due, "extension_working_days": working_days, "service": "延期答复告知书 邮政寄送 2026-06-01",
    }  # fmt: skip
    assert event.article == "条例第三十三条第二款"
    stored = Extension.objects.get()
    assert (stored.requested_by, stored.approved_by) == (cast.officer_li, cast.head_chen)
    assert (stored.approved_on, stored.served_on) == (day("2026-06-01"), day("2026-06-01"))


@pytest.mark.parametrize("working_days", [21, 0, -1, 100_000])
def test_it_is_1_to_20_working_days(cast, working_days):
    case = accepted_case(cast, RECEIVED)
    with refused("bad_fact", "最长不得超过20个工作日", "条例第三十三条第二款", field="extension.working_days"):
        request(cast, case, working_days)


def test_it_needs_a_reason(cast):
    case = accepted_case(cast, RECEIVED)
    with refused("reason_missing", "延期理由", field="reason"):
        request(cast, case, reason=" ")


# Asked, approved or told on: in time or not. The original last day is 06-02.
LIMITS = [
    pytest.param("2026-06-01", True, id="day-before"),
    pytest.param("2026-06-02", True, id="the-day"),
    pytest.param("2026-06-03", False, id="day-after"),
]


@pytest.mark.parametrize(("on", "in_time"), LIMITS)
def test_it_is_asked_while_the_period_runs(cast, on, in_time):
    case = accepted_case(cast, RECEIVED)
    if in_time:
        assert request(cast, case, on=on).extensions.count() == 1
    else:
        with refused("deadline_passed", "2026-06-02", "已届满"):
            request(cast, case, on=on)


@pytest.mark.parametrize(("on", "in_time"), LIMITS)
def test_it_is_approved_while_the_period_runs(cast, on, in_time):
    case = request(cast, accepted_case(cast, RECEIVED))
    if in_time:
        assert approve(cast, case, on).extensions.get().approved_on == day(on)
    else:
        with refused("deadline_passed", "2026-06-02"):
            approve(cast, case, on)


@pytest.mark.parametrize(("on", "in_time"), LIMITS)
def test_it_is_told_while_the_period_runs_or_has_no_effect(cast, on, in_time):
    case = approve(cast, request(cast, accepted_case(cast, RECEIVED)))
    if in_time:
        assert serve(cast, case, on).reply_due_on == day("2026-07-01")
    else:
        with refused("extension_served_late", "2026-06-03", "2026-06-02", "不生效"):
            serve(cast, case, on)


def test_what_counts_is_the_day_of_posting_and_not_of_recording(cast):
    case = approve(cast, request(cast, accepted_case(cast, RECEIVED)))
    case = serve(cast, case, "2026-06-02", today="2026-06-05")
    assert (case.reply_due_on, case.events.last().happened_on) == (day("2026-07-01"), day("2026-06-02"))


def test_it_cannot_be_told_before_it_was_approved(cast):
    case = accepted_case(cast, RECEIVED)
    with refused("no_extension_to_serve", "负责人同意"):
        serve(cast, case, "2026-06-01")
    request(cast, case)
    with refused("no_extension_to_serve", "负责人同意"):
        serve(cast, case, "2026-06-01")
    approve(cast, case, "2026-06-02")
    with refused("bad_fact", "不能早于批准延期之日2026-06-02", field="extension.served_on"):
        serve(cast, case, "2026-06-01", today="2026-06-02")


def test_it_is_told_with_proof(cast):
    case = approve(cast, request(cast, accepted_case(cast, RECEIVED)))
    with refused("postal_proof_missing", "挂号或EMS单号", field="postal_number"):
        extensions.serve_extension(
            case_id=case.pk, fact=posted("2026-06-01", number=" "), **by(cast.officer_li, "2026-06-01")
        )


def test_there_is_no_second_one(cast):
    case = request(cast, accepted_case(cast, RECEIVED), 5)
    for step in (lambda: None, lambda: approve(cast, case), lambda: serve(cast, case, "2026-06-01")):
        step()
        with refused("already_extended", "只能延长一次", "最近一次办理"):
            request(cast, case, 5)
    with refused("no_extension_to_serve"):
        serve(cast, case, "2026-06-02")


def test_what_is_not_asked_is_not_decided_and_nothing_is_decided_twice(cast):
    case = accepted_case(cast, RECEIVED)
    for decide in (approve, reject):
        with refused("no_extension_to_approve", "没有等待审批"):
            decide(cast, case)
    approve(cast, request(cast, case))
    for decide in (approve, reject):
        with refused("no_extension_to_approve", "没有等待审批", "陈主任", "同意延期"):
            decide(cast, case)


def test_a_rejected_one_leaves_the_date_and_may_be_asked_again(cast):
    case = request(cast, accepted_case(cast, RECEIVED))
    with refused("reason_missing", "不同意的理由", field="reason"):
        reject(cast, case, reason="")
    case = reject(cast, case)
    assert case.reply_due_on == day("2026-06-02")
    assert case.events.last().note == "可以按期答复"
    with refused("no_extension_to_serve"):
        serve(cast, case, "2026-06-01")
    case = serve(cast, approve(cast, request(cast, case, 10)), "2026-06-02")
    assert case.reply_due_on == day("2026-06-16")
    first, second = Extension.objects.order_by("pk")
    assert (first.rejected_on, first.rejection_reason) == (day("2026-06-01"), "可以按期答复")
    assert (second.working_days, second.rejected_on) == (10, None)


def test_rejecting_is_possible_even_after_the_period(cast):
    case = reject(cast, request(cast, accepted_case(cast, RECEIVED)), on="2026-06-03")
    assert case.extensions.get().rejected_on == day("2026-06-03")


def test_it_may_still_be_told_once_the_reply_is_signed(cast):
    case = extension_approved(cast)
    perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li)
    perform(Act.SIGN, case, cast.head_chen)
    # Received 03-02, due 03-30; 20 more: 31-04-03 (4), 7-10 (8), 13-17 (13), 20-24 (18), 27, 28.
    assert perform(Act.SERVE_EXTENSION, case, cast.officer_li).reply_due_on == day("2026-04-28")


def test_what_was_approved_and_never_told_in_the_first_round_is_closed_in_the_next(cast):
    case = extension_approved(cast)
    perform(Act.SUBMIT_FOR_REVIEW, case, cast.officer_li, "2026-03-10", code="N5")
    perform(Act.SIGN, case, cast.head_chen, "2026-03-10")
    case = perform(Act.CONCLUDE, case, cast.officer_li, "2026-03-11")
    case = ended(cast, register(cast, case, "2026-03-12"), "2026-03-13", "revoked", redo_ordered=True)
    case = perform(Act.REDO, case, cast.officer_li, "2026-03-16")
    for act, who in (
        (Act.SERVE_EXTENSION, cast.officer_li), (Act.APPROVE_EXTENSION, cast.head_chen), (Act.REJECT_EXTENSION, cast.head_chen),
        (Act.SERVE_DELAY, cast.officer_li),
    ):  # fmt: skip
        with refused("not_while_redoing"):
            perform(act, case, who, "2026-03-17")
