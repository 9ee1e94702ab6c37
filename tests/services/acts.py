"""Every act with arguments that are in order, and a case on which it is open.

The cases are received on 2026-03-02 and ready for their act on 2026-03-10 (the 6th working day).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from casework.law.acts import Act
from casework.law.approval_chain import DEFAULT_CHAIN, StepKind, StepPlan
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
    register,
    replies,
    reviews,
    search_records,
    supplements,
    topics,
)
from casework.services.approval_chains import set_chain
from tests.cast import (
    Cast,
    a_request,
    a_search,
    accepted_case,
    day,
    evidence_for,
    file_proof_for,
    handed_over,
    noon,
    posted,
    register_case,
    replied_case,
    third_party_asked,
    withheld_for,
)
from tests.services.files import upload

RECEIVED = "2026-03-02"
READY = "2026-03-10"


def by(actor: User | None, on: str, key: str = "") -> dict[str, Any]:
    """Return who, on which day, at which moment, as every service takes it."""
    return {"actor": actor, "today": day(on), "now": noon(on), "key": key}


def submitted_case(cast: Cast, on: str = RECEIVED, key: str = "form-1", **facts: Any) -> Case:
    """Return a case that an applicant filed on line on the day ``on``."""
    return register.submit_online(
        agency=cast.bureau, request=a_request(channel="online", submitted_on=day(on), **facts),
        today=day(on), now=noon(on), key=key,
    ).case  # fmt: skip


def identified_case(cast: Cast) -> Case:
    case = register_case(cast, RECEIVED)
    return identity_checks.check_identity(
        case_id=case.pk, documents_seen="居民身份证", method="original_seen", result="confirmed", note="",
        **by(cast.officer_li, RECEIVED),
    )  # fmt: skip


def supplementing_case(cast: Cast, served: str = "2026-03-03", answer_by: str = "2026-03-09") -> Case:
    case = register_case(cast, RECEIVED)
    return supplements.request_supplement(
        case_id=case.pk, what_is_unclear="请写明文件名称", guidance="可写明年份", answer_by=day(answer_by),
        fact=posted(served), **by(cast.officer_li, served),
    )  # fmt: skip


def consulting_case(cast: Cast, delivered: str | None = None) -> Case:
    case = accepted_case(cast, RECEIVED)
    return consultations.consult(
        case_id=case.pk, kind="third_party", addressee="某公司", about="报价清单", sent_on=day("2026-03-04"),
        delivered_on=delivered and day(delivered), **by(cast.officer_li, "2026-03-05"),
    )  # fmt: skip


def reasons_asked(cast: Cast, served: str = "2026-03-03", answer_by: str = "2026-03-09") -> Case:
    case = accepted_case(cast, RECEIVED)
    return reasons.ask_reasons(
        case_id=case.pk, counted_from=day("2026-01-01"), counted_to=day(RECEIVED), counted=120,
        what_to_explain="一季度提出120件申请，请说明用途相近的各件为何分别提出", answer_by=day(answer_by),
        fact=posted(served), **by(cast.officer_li, served),
    )  # fmt: skip


def reasons_answered(cast: Cast) -> Case:
    case = reasons_asked(cast)
    return reasons.receive_reasons(
        case_id=case.pk, answer="均为本人承包地所涉各年度文件", received_on=day("2026-03-06"),
        **by(cast.officer_li, "2026-03-06"),
    )  # fmt: skip


def reasons_reviewed(cast: Cast, *, is_reasonable: bool = True) -> Case:
    case = reasons_answered(cast)
    return reasons.review_reasons(
        case_id=case.pk, is_reasonable=is_reasonable, review="各件所指文件不同，逐件核对",
        **by(cast.officer_li, "2026-03-09"),
    )  # fmt: skip


def delay_set(cast: Cast, until: str = "2026-05-29") -> Case:
    case = reasons_reviewed(cast)
    return reasons.set_delay(
        case_id=case.pk, until=day(until), reason="须调阅120卷", **by(cast.head_chen, "2026-03-09")
    )


def fee_charged(cast: Cast, *, signed: str | None = None) -> Case:
    """Return a case charged for 44 pages; ``signed`` is the day the posted notice was signed for."""
    case = accepted_case(cast, RECEIVED)
    case = fees.charge_fee(
        case_id=case.pk, pages=44, how_to_pay="凭缴款识别码到代收银行缴纳", payment_code="37030026000000001234",
        fact=posted("2026-03-05"), **by(cast.officer_li, "2026-03-05"),
    )  # fmt: skip
    if signed:
        case = fees.record_fee_delivery(
            case_id=case.pk, delivered_on=day(signed), receiver="赵某某", **by(cast.officer_li, signed)
        )
    return case


def objecting_case(cast: Cast) -> Case:
    case = consulting_case(cast, "2026-03-05")
    return consultations.record_opinion(
        consultation_id=case.consultations.get().pk, opinion="refuse", reasons="涉及商业秘密",
        answered_on=day("2026-03-09"), **by(cast.officer_li, "2026-03-09"),
    )  # fmt: skip


def overruling_case(cast: Cast) -> Case:
    """Return a signed disclosure against a third party that was not told yet."""
    case = third_party_asked(cast, accepted_case(cast, RECEIVED), "2026-03-09", ruling="disclose")
    case = replies.submit_for_review(
        case_id=case.pk, decision_code="G2", evidence=evidence_for("G2"), findings="经查，情况如下。",
        **by(cast.officer_li, "2026-03-09"),
    )  # fmt: skip
    return replies.sign(case_id=case.pk, **by(cast.head_chen, "2026-03-09"))


def extension_asked(cast: Cast) -> Case:
    case = accepted_case(cast, RECEIVED)
    return extensions.request_extension(
        case_id=case.pk, working_days=20, reason="涉及多个科室", **by(cast.officer_li, "2026-03-09")
    )


def extension_approved(cast: Cast) -> Case:
    case = extension_asked(cast)
    return extensions.approve_extension(case_id=case.pk, **by(cast.head_chen, "2026-03-09"))


def drafted_case(cast: Cast, code: str = "G2") -> Case:
    case = accepted_case(cast, RECEIVED)
    if code in ("N4", "P1"):
        third_party_asked(cast, case, "2026-03-09")
    file_proof_for(code, case, cast.officer_li, "2026-03-09")
    return replies.submit_for_review(
        case_id=case.pk, decision_code=code, evidence=evidence_for(code), findings="经查，情况如下。",
        withheld=withheld_for(code), **by(cast.officer_li, "2026-03-09"),
    )  # fmt: skip


def unclaimed_case(cast: Cast) -> Case:
    """Return a case of Zhou's unit that nobody works on yet."""
    case = accepted_case(cast, RECEIVED)
    return assignments.assign(case_id=case.pk, unit=cast.unit, officer=None, **by(cast.officer_li, RECEIVED))


def unit_case(cast: Cast) -> Case:
    """Return a case that Zhou works on in the unit."""
    case = accepted_case(cast, RECEIVED)
    return assignments.assign(
        case_id=case.pk, unit=cast.unit, officer=cast.handler_zhou, **by(cast.officer_li, RECEIVED)
    )


def two_step_case(cast: Cast) -> Case:
    """Return a drafted case of an agency where a leader reviews before a leader signs."""
    steps = [StepPlan(1, "分管负责人审核", StepKind.REVIEW, role="leader"), *DEFAULT_CHAIN]
    set_chain(steps=[steps[0], replace(steps[1], rank=2)], actor=cast.head_chen)
    return drafted_case(cast)


def signed_case(cast: Cast, code: str = "G2", on: str = "2026-03-09") -> Case:
    case = drafted_case(cast, code)
    return replies.sign(case_id=case.pk, **by(cast.head_chen, on))


def disputed_case(cast: Cast, received: str = "2026-03-06", **facts: Any) -> Case:
    """Return a case concluded on 2026-03-05 with a reconsideration whose papers came on ``received``."""
    case = replied_case(cast, "N5", signed="2026-03-04", served="2026-03-05")
    given = {
        "kind": "reconsideration", "against": "reply", "claimant": "赵某某", "authority": "某市人民政府",
        "received_on": day(received),
    }  # fmt: skip
    return disputes.register_dispute(case_id=case.pk, **(given | facts), **by(cast.officer_li, received))


def lost_case(cast: Cast, received: str = "2026-03-09", **facts: Any) -> Case:
    """Return a case whose refusal was revoked on 2026-03-09; the decision came on ``received``."""
    case = disputed_case(cast)
    given = {
        "result": "revoked", "decided_on": day("2026-03-09"), "result_received_on": day(received),
        "redo_ordered": True, "reasons": "没有说明属于哪一类内部事务信息",
    }  # fmt: skip
    return disputes.record_dispute_result(
        case_id=case.pk, dispute_id=case.disputes.get().pk, **(given | facts), **by(cast.officer_li, received)
    )


def last_dispute(case: Case) -> int:
    """Return the id of the newest dispute of a case, 0 when there is none."""
    found = case.disputes.last()
    return found.pk if found else 0


def divided_case(cast: Cast) -> Case:
    case = accepted_case(cast, RECEIVED, content="1.补偿方案；2.评估报告；3.会议纪要")
    words = ["补偿方案", "评估报告", "会议纪要"]
    return matters.list_matters(case_id=case.pk, words=words, **by(cast.officer_li, RECEIVED))


def one_of_two(cast: Cast) -> Case:
    """Return the later of two cases on the same matter."""
    accepted_case(cast, RECEIVED)
    return accepted_case(cast, RECEIVED)


def together_case(cast: Cast) -> Case:
    """Return the later of two cases answered together."""
    return perform(Act.ANSWER_TOGETHER, one_of_two(cast), cast.officer_li, RECEIVED)


READY_FOR: dict[Act, Callable[[Cast], Case]] = {
    Act.CONFIRM_RECEIPT: submitted_case,
    Act.RECORD_CONFIRMATION: lambda cast: register_case(cast, RECEIVED, channel="fax"),
    Act.CHECK_IDENTITY: register_case,
    Act.ASSIGN: register_case,
    Act.CLAIM: unclaimed_case,
    Act.RETURN_TO_DESK: unit_case,
    Act.ACCEPT: identified_case,
    Act.REQUEST_SUPPLEMENT: register_case,
    Act.RECEIVE_SUPPLEMENT: supplementing_case,
    Act.ASK_REASONS: accepted_case,
    Act.RECEIVE_REASONS: reasons_asked,
    Act.REVIEW_REASONS: reasons_answered,
    Act.SET_DELAY: reasons_reviewed,
    Act.SERVE_DELAY: delay_set,
    Act.CHARGE_FEE: accepted_case,
    Act.RECORD_FEE_DELIVERY: fee_charged,
    Act.RECEIVE_FEE: lambda cast: fee_charged(cast, signed="2026-03-06"),
    Act.CONSULT: accepted_case,
    Act.RECORD_DELIVERY: consulting_case,
    Act.RECORD_OPINION: lambda cast: consulting_case(cast, "2026-03-05"),
    Act.RULE_ON_OPINION: objecting_case,
    Act.WITHDRAW_CONSULTATION: consulting_case,
    Act.TELL_THIRD_PARTY: overruling_case,
    Act.SERVE_LETTER: accepted_case,
    Act.FOLLOW_UP_SERVICE: lambda cast: replied_case(cast, "G2", signed="2026-03-04", served="2026-03-05"),
    Act.REQUEST_EXTENSION: accepted_case,
    Act.APPROVE_EXTENSION: extension_asked,
    Act.REJECT_EXTENSION: extension_asked,
    Act.SERVE_EXTENSION: extension_approved,
    Act.LIST_MATTERS: accepted_case,
    Act.SPLIT_CASE: divided_case,
    Act.ANSWER_TOGETHER: one_of_two,
    Act.ANSWER_SEPARATELY: together_case,
    Act.RECORD_SEARCH: accepted_case,
    Act.DECIDE_MATTER: accepted_case,
    Act.SORT_BY_TOPIC: accepted_case,
    Act.SUBMIT_FOR_REVIEW: accepted_case,
    Act.REVIEW: two_step_case,
    Act.RECORD_PAPER_APPROVAL: drafted_case,
    Act.SEND_BACK: drafted_case,
    Act.SIGN: drafted_case,
    Act.CONCLUDE: signed_case,
    Act.REPLY_ON_THE_SPOT: accepted_case,
    Act.LAPSE: supplementing_case,
    Act.WITHDRAW: accepted_case,
    Act.ARCHIVE: lambda cast: replied_case(cast, "G2", signed="2026-03-04", served="2026-03-05"),
    Act.REGISTER_DISPUTE: lambda cast: replied_case(cast, "N5", signed="2026-03-04", served="2026-03-05"),
    Act.ANSWER_DISPUTE: disputed_case,
    Act.RECORD_DISPUTE_RESULT: disputed_case,
    Act.REDO: lost_case,
}


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
