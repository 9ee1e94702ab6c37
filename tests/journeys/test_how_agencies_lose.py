"""Cases agencies have lost in court, told with this system at the desk (one test a failure)."""

from __future__ import annotations

import pytest

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.models import Case, Notice
from casework.services import register, replies
from tests.cast import a_request, accepted_case, day, evidence_for, file_proof_for, noon, register_case
from tests.services.acts import by, perform, submitted_case


def test_an_online_request_nobody_reads_is_on_the_list_with_its_date_from_the_first_minute(cast):
    case = submitted_case(cast, "2026-03-02")
    waiting = Case.objects.visible_to(cast.officer_li).open().order_by("alarm_on")
    assert list(waiting) == [case]
    assert Notice.objects.unread_of(cast.officer_li).get().case == case
    assert Case.objects.overdue(today=day("2026-03-30")).count() == 0
    assert list(Case.objects.overdue(today=day("2026-03-31"))) == [case]


def test_mail_signed_at_the_gate_and_found_three_weeks_later_counts_from_the_signature(cast):
    # Signed for on 2022-06-06, found on 06-27. Working days used: 7-10 (4), 13-17 (9), 20-24 (14), 27.
    mail = {"channel": "registered_mail", "submitted_on": day("2022-06-02"), "signed_on": day("2022-06-06")}
    with pytest.raises(Refused, match="用去15个工作日"):
        register_case(cast, "2022-06-27", **mail)
    case = register_case(cast, "2022-06-27", late_registration_reason="门卫代收未转交", **mail)
    # 28 - 07-01 (19), 07-04. Dragon boat 2022-06-03-05 lies before.
    assert case.reply_due_on == day("2022-07-04")
    assert case.events.get().note == "门卫代收未转交"


def test_a_transfer_inside_the_house_does_not_move_the_date(cast):
    case = accepted_case(cast)
    before = case.reply_due_on
    case = perform(Act.ASSIGN, case, cast.officer_li)
    assert case.reply_due_on == before == day("2026-03-30")


def test_information_not_held_needs_a_search_record(cast):
    case = accepted_case(cast)
    draft = {"case_id": case.pk, "decision_code": "U1", "findings": "不存在", **by(cast.officer_li, "2026-03-10")}
    with pytest.raises(Refused, match="检索记录"):
        replies.submit_for_review(evidence={}, **draft)
    file_proof_for("U1", case, cast.officer_li, "2026-03-10")
    replies.submit_for_review(evidence=evidence_for("U1"), **draft)


def test_a_petition_gets_a_decision_and_is_not_deleted(cast):
    case = accepted_case(cast)
    replies.submit_for_review(
        case_id=case.pk, decision_code="X1", evidence=evidence_for("X1"), findings="属于信访事项",
        **by(cast.officer_li, "2026-03-10"),
    )  # fmt: skip
    case = perform(Act.CONCLUDE, perform(Act.SIGN, case, cast.head_chen), cast.officer_li)
    assert (case.stage, case.decision_code) == ("concluded", "X1")


def test_an_oral_request_is_taken_down_and_counts_from_that_day(cast):
    case = register.register(
        agency=cast.bureau, request=a_request(channel="oral", needs_assistance=True),
        actor=cast.officer_li, today=day("2026-03-02"), now=noon("2026-03-02"),
    ).case  # fmt: skip
    assert (case.received_on, case.needs_assistance) == (day("2026-03-02"), True)
