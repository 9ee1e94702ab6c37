"""A case on which each act is open.

They are received on 2026-03-02 and ready for their act on 2026-03-10 (the 6th working day).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from casework.law.acts import Act
from casework.law.approval_chain import DEFAULT_CHAIN, StepKind, StepPlan
from casework.models import Case
from casework.services import (
    assignments,
    consultations,
    disputes,
    extensions,
    fees,
    identity_checks,
    matters,
    reasons,
    register,
    replies,
    supplements,
)
from casework.services.approval_chains import set_chain
from tests.cast import (
    Cast,
    a_request,
    accepted_case,
    day,
    evidence_for,
    file_proof_for,
    noon,
    posted,
    register_case,
    replied_case,
    third_party_asked,
    withheld_for,
)
from tests.services.acts import RECEIVED, by, perform


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
