"""Every act with arguments that are in order, on the day the cases of ``ready_cases`` are ready for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from casework.law.acts import Act
from casework.models import Case, Fee, ReviewStep, User
from casework.services import (
    acceptance,
    answering_together,
    assignments,
    case_splitting,
    closing,
    consultations,
    disputes,
    extensions,
    fees,
    identity_checks,
    letter_service,
    matters,
    reasons,
    receipt,
    replies,
    reviews,
    search_records,
    supplements,
    topics,
)
from tests.cast import (
    a_search,
    day,
    evidence_for,
    handed_over,
    noon,
    posted,
)
from tests.services.files import upload

RECEIVED = "2026-03-02"
READY = "2026-03-10"


def at(actor: User | None, on: str) -> dict[str, Any]:
    """Return who, on which day, at which moment, as a service without a form takes it."""
    return {"actor": actor, "today": day(on), "now": noon(on)}


def by(actor: User | None, on: str, key: str = "") -> dict[str, Any]:
    """Return who, on which day, at which moment, as every service takes it."""
    return {**at(actor, on), "key": key}


def perform(
    act: Act,
    case: Case,
    actor: User | None,
    on: str = READY,
    key: str = "",
    *,
    fact_on: str = "",
    asked: int = 0,
    code: str = "G2",
) -> Case:
    """Do one act with arguments that are in order on the day ``on``.

    ``fact_on`` is the day of what is recorded, ``asked`` which consultation it is about.
    """
    who = {"case_id": case.pk, **by(actor, on, key)}
    one = by(actor, on, key)
    on = fact_on or on
    reply = {"decision_code": code, "evidence": evidence_for(code), "findings": "经查，可以公开。"}
    match act:
        case Act.CONFIRM_RECEIPT:
            return receipt.confirm_receipt(confirmed_on=day(on), **who)
        case Act.RECORD_CONFIRMATION:
            return receipt.record_confirmation(confirmed_on=day(on), note="电话联系", **who)
        case Act.CHECK_IDENTITY:
            return identity_checks.check_identity(
                documents_seen="居民身份证", method="copy_seen", result="confirmed", note="", **who
            )
        case Act.ASSIGN:
            return assignments.assign(unit=case.unit, officer=case.officer, note="", **who)
        case Act.CLAIM:
            return assignments.claim(**who)
        case Act.RETURN_TO_DESK:
            return assignments.return_to_desk(reason="不属于本科室职责", **who)
        case Act.ACCEPT:
            return acceptance.accept(**who)
        case Act.REQUEST_SUPPLEMENT:
            return supplements.request_supplement(
                what_is_unclear="请写明文号",
                guidance="",
                answer_by=day(on) + timedelta(days=21),
                fact=posted(on),
                **who,
            )
        case Act.RECEIVE_SUPPLEMENT:
            return supplements.receive_supplement(answer="文号为某发1号", received_on=day(on), **who)
        case Act.ASK_REASONS:
            return reasons.ask_reasons(
                counted_from=day("2026-01-01"),
                counted_to=day("2026-02-28"),
                counted=30,
                what_to_explain="请说明为何大量提出",
                answer_by=day(on) + timedelta(days=14),
                fact=posted(on),
                **who,
            )
        case Act.RECEIVE_REASONS:
            return reasons.receive_reasons(answer="为核对承包合同", received_on=day(on), **who)
        case Act.REVIEW_REASONS:
            return reasons.review_reasons(is_reasonable=False, review="内容重复，没有实际需要", **who)
        case Act.SET_DELAY:
            return reasons.set_delay(until=day("2026-05-29"), reason="须调阅多卷", **who)
        case Act.SERVE_DELAY:
            return reasons.serve_delay(fact=posted(on), **who)
        case Act.CHARGE_FEE:
            return fees.charge_fee(pages=31, how_to_pay="到代收银行缴纳", fact=posted(on), **who)
        case Act.RECORD_FEE_DELIVERY:
            return fees.record_fee_delivery(delivered_on=day(on), receiver="赵某某", **who)
        case Act.RECEIVE_FEE:
            # Without a notice the act is refused before the amount is looked at.
            amount = Fee.objects.filter(case=case).values_list("amount", flat=True).first() or 0
            return fees.receive_fee(paid_on=day(on), amount=amount, receipt_number="鲁票0001", **who)
        case Act.CONSULT:
            return consultations.consult(
                kind="third_party", addressee="某厂", about="合同", sent_on=day(on), delivered_on=None, **who
            )
        case Act.RECORD_DELIVERY:
            letter = case.consultations.all()[asked]
            return consultations.record_delivery(consultation_id=letter.pk, delivered_on=day(on), **one)
        case Act.RECORD_OPINION:
            letter = case.consultations.all()[asked]
            return consultations.record_opinion(
                consultation_id=letter.pk, opinion="refuse", reasons="商业秘密", answered_on=day(on), **one
            )
        case Act.RULE_ON_OPINION:
            letter = case.consultations.all()[asked]
            return consultations.rule_on_opinion(
                consultation_id=letter.pk, ruling="withhold", public_interest="",
                judgement="经核对，所涉单价采取了保密措施，理由成立。", **one,
            )  # fmt: skip
        case Act.WITHDRAW_CONSULTATION:
            letter = case.consultations.all()[asked]
            return consultations.withdraw_consultation(consultation_id=letter.pk, reason="发错单位", **one)
        case Act.TELL_THIRD_PARTY:
            letter = case.consultations.all()[asked]
            return consultations.tell_third_party(consultation_id=letter.pk, fact=posted(on), **one)
        case Act.SERVE_LETTER:
            return letter_service.serve_letter(letter="receipt", fact=posted(on), **who)
        case Act.FOLLOW_UP_SERVICE:
            record = case.service_records.all()[asked]
            return letter_service.follow_up_service(
                service_id=record.pk, kind="returned", happened_on=day(on), note="查无此人", **one
            )
        case Act.REQUEST_EXTENSION:
            return extensions.request_extension(working_days=10, reason="需要会商", **who)
        case Act.APPROVE_EXTENSION:
            return extensions.approve_extension(**who)
        case Act.REJECT_EXTENSION:
            return extensions.reject_extension(reason="可以按期答复", **who)
        case Act.SERVE_EXTENSION:
            return extensions.serve_extension(fact=posted(on), **who)
        case Act.LIST_MATTERS:
            return matters.list_matters(words=["补偿方案", "评估报告"], **who)
        case Act.SPLIT_CASE:
            return case_splitting.split_case(positions=[2], **who)
        case Act.ANSWER_TOGETHER:
            other = Case.objects.filter(agency=case.agency).exclude(pk=case.pk).order_by("pk").first()
            return answering_together.answer_together(other=other.number if other else "", **who)
        case Act.ANSWER_SEPARATELY:
            return answering_together.answer_separately(**who)
        case Act.RECORD_SEARCH:
            return search_records.record_search(fact=a_search(on), **who)
        case Act.DECIDE_MATTER:
            decision = matters.Decision("G2", "经查，可以公开。", evidence_for("G2"))
            return matters.decide_matter(position=1, decision=decision, **who)
        case Act.SORT_BY_TOPIC:
            return topics.sort_by_topic(topic="征地拆迁", **who)
        case Act.SUBMIT_FOR_REVIEW:
            return replies.submit_for_review(**reply, **who)
        case Act.REVIEW:
            return reviews.review(opinion="同意", **who)
        case Act.RECORD_PAPER_APPROVAL:
            return reviews.record_paper_approval(
                step_id=(case.review_steps.last() or ReviewStep(pk=0)).pk,
                signatory=User.objects.filter(agency=case.agency, role="leader").first(),
                on=day(on), files=[upload("呈批单.pdf")], **who,
            )  # fmt: skip
        case Act.SEND_BACK:
            return replies.send_back(reason="请补充检索记录", **who)
        case Act.SIGN:
            return replies.sign(**who)
        case Act.CONCLUDE:
            return letter_service.conclude(fact=posted(on), **who)
        case Act.REPLY_ON_THE_SPOT:
            return replies.reply_on_the_spot(fact=handed_over(on), **reply, **who)
        case Act.LAPSE:
            return closing.lapse(review="经联系，没有正当理由", **who)
        case Act.WITHDRAW:
            return closing.withdraw(statement="申请人书面撤回", **who)
        case Act.ARCHIVE:
            return closing.archive(archive_number="2026-01", **who)
        case Act.REGISTER_DISPUTE:
            return disputes.register_dispute(
                kind="reconsideration",
                against="reply",
                claimant="赵某某",
                authority="某市人民政府",
                received_on=day(on),
                **who,
            )
        case Act.ANSWER_DISPUTE:
            return disputes.answer_dispute(dispute_id=last_dispute(case), answered_on=day(on), **who)
        case Act.RECORD_DISPUTE_RESULT:
            return disputes.record_dispute_result(
                dispute_id=last_dispute(case),
                result="maintained",
                decided_on=day(on),
                result_received_on=day(on),
                **who,
            )
        case Act.REDO:
            return disputes.redo(**who)
    raise AssertionError(f"no arguments for {act}")


def last_dispute(case: Case) -> int:
    """Return the id of the newest dispute of a case, 0 when there is none."""
    found = case.disputes.last()
    return found.pk if found else 0
