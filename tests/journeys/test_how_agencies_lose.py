"""Cases agencies have lost in court, told with this system at the desk (one test a failure)."""

from __future__ import annotations

import pytest

from casework.desk.disputes_tab import redo_banner, same_ground
from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.letter_service import ServiceFact, ServiceMethod
from casework.models import Case, Notice, OfficeDuty, OfficeReminder
from casework.models.duty_names import REDECISION
from casework.queries.annual_table import year_table
from casework.queries.similar_requests import own_similar_requests
from casework.services import consultations, disputes, letter_service, register, replies
from casework.services.office_sweep import sweep_offices
from tests.cast import (
    a_request,
    accepted_case,
    day,
    evidence_for,
    file_proof_for,
    noon,
    posted,
    register_case,
    replied_case,
)
from tests.services.acts import by, perform
from tests.services.ready_cases import disputed_case, lost_case, objecting_case, signed_case, submitted_case
from tests.services.test_registers import assistance


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


def test_a_case_lost_in_reconsideration_has_a_day_of_its_own_and_shows_why_it_was_lost(cast):
    """Late again, or the same ground again: the order is owed before anybody opens the case, and its reasons stay."""
    case = lost_case(cast)
    owed = OfficeDuty.objects.get(case=case, duty=REDECISION)
    # Monday 2026-03-09 and 20 working days, Qingming 04-04 to 04-06 left out.
    assert owed.due_on == day("2026-04-07")
    case = disputes.redo(case_id=case.pk, **by(cast.officer_li, "2026-03-10"))
    assert case.reply_due_on == day("2026-04-07")
    assert "没有说明属于哪一类内部事务信息" in redo_banner(case)["text"]
    assert "须有新的事实或者理由" in same_ground(case, "N5") and not same_ground(case, "G2")
    assert list(Case.objects.overdue(today=day("2026-04-07"))) == []
    assert list(Case.objects.overdue(today=day("2026-04-08"))) == [case]


def test_papers_of_the_court_that_lie_about_are_announced_before_the_evidence_is_lost(cast):
    """What is not handed in on the day counts as never having existed (行政复议法第七十条)."""
    case = disputed_case(cast, procedure="simplified")
    announced = []
    # Friday 03-06 and five working days: 03-13. Three days before, one, the day, one after.
    for on in ("2026-03-09", "2026-03-10", "2026-03-12", "2026-03-13", "2026-03-16"):
        sweep_offices(today=day(on), now=noon(on))
        found = OfficeReminder.objects.filter(office_duty__case=case).order_by("pk")
        announced.append(list(found.values_list("step", flat=True)))
    assert announced == [[], [3], [3, 1], [3, 1, 0], [3, 1, 0, -1]]


def test_help_for_others_never_enters_the_table(cast):
    assistance(cast)
    assert not any(line["total"] for line in year_table(cast.bureau, 2026).cells.values())


def test_a_third_party_is_neither_forgotten_nor_followed_blindly(cast):
    """Six-step test of a Beijing court: ask, wait, weigh oneself, disclose only for the public, tell."""
    case = accepted_case(cast)
    draft = {"case_id": case.pk, "decision_code": "N4", "findings": "损害第三方", **by(cast.officer_li, "2026-03-10")}
    with pytest.raises(Refused, match="没有征求过第三方意见"):
        replies.submit_for_review(evidence=evidence_for("N4"), **draft)
    case = objecting_case(cast)
    item = case.consultations.get()
    weighed = {"consultation_id": item.pk, "public_interest": "", **by(cast.officer_li, "2026-03-10")}
    with pytest.raises(Refused, match="本机关自己的判断"):
        consultations.rule_on_opinion(ruling="withhold", judgement="第三方不同意公开", **weighed)
    with pytest.raises(Refused, match="公共利益"):
        consultations.rule_on_opinion(ruling="disclose", judgement="所列单价早已公示，不构成商业秘密。", **weighed)


def test_before_anything_is_given_somebody_looks_for_trade_secrets_and_privacy(cast):
    case = accepted_case(cast)
    evidence = evidence_for("G2")
    del evidence["third_party_check"]
    with pytest.raises(Refused, match="商业秘密、个人隐私"):
        replies.submit_for_review(
            case_id=case.pk, decision_code="G2", findings="可以公开", evidence=evidence,
            **by(cast.officer_li, "2026-03-10"),
        )  # fmt: skip


def test_a_courier_who_signed_falsely_leaves_both_dates_on_file(cast):
    record = replied_case(cast, "G2").service_records.get()
    letter_service.follow_up_service(
        service_id=record.pk, kind="disputed", happened_on=day("2026-03-25"), note="快递员代签，本人25日才拿到",
        **by(cast.officer_li, "2026-04-01"),
    )  # fmt: skip
    record.refresh_from_db()
    assert (record.in_time_on, record.follow_ups.get().happened_on) == (day("2026-03-11"), day("2026-03-25"))


def test_a_private_courier_proves_nothing(cast):
    with pytest.raises(Refused, match="只能通过邮政企业"):
        letter_service.conclude(
            case_id=signed_case(cast).pk, fact=posted("2026-03-10", "SF1234567890123"),
            **by(cast.officer_li, "2026-03-10"),
        )  # fmt: skip


def test_a_letter_refused_at_the_gate_is_left_before_witnesses(cast):
    fact = ServiceFact(
        ServiceMethod.IN_PERSON, signed_on=day("2026-03-10"), refused_because="门卫拒收", witnesses="孙某、钱某"
    )
    case = letter_service.conclude(case_id=signed_case(cast).pk, fact=fact, **by(cast.officer_li, "2026-03-10"))
    assert (case.stage, case.concluded_on) == ("concluded", day("2026-03-10"))


def test_a_repeat_is_shown_with_the_earlier_reply_and_barred_by_nothing(cast):
    earlier = replied_case(cast, "G2", content="2024年东高村征收补偿安置方案")
    again = register_case(cast, "2026-03-20", content="请公开东高村2024年征收补偿的安置方案")
    found = own_similar_requests(cast.officer_li, "赵某某", again.content, before=again)
    assert [(item.case, item.is_repeat) for item in found] == [(earlier, True)]
    assert found[0].letter_number and again.stage == "registered"
