"""Which legal act is open now, and if not, why: one answer for services and screens alike.

``why_not`` returns the refusal a service would raise, so a greyed button and an error message
can never disagree. Roles are not law and are decided above this floor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.law.clock import SUPPLEMENT_NOTICE_WORKING_DAYS, ClockReading, DutyKind
from casework.law.errors import Refused
from casework.law.sources import HOLIDAY_NOTICE, regulation
from casework.law.stages import OPEN_STAGES, STAGE_NAMES, Stage, sources


class Act(StrEnum):
    """A legal act of a case. Its value is also the kind of the event it leaves."""

    SUBMIT = "submit"
    REGISTER = "register"
    CONFIRM_RECEIPT = "confirm_receipt"
    RECORD_CONFIRMATION = "record_confirmation"
    CHECK_IDENTITY = "check_identity"
    ASSIGN = "assign"
    ACCEPT = "accept"
    REQUEST_SUPPLEMENT = "request_supplement"
    RECEIVE_SUPPLEMENT = "receive_supplement"
    CONSULT = "consult"
    RECORD_DELIVERY = "record_delivery"
    RECORD_OPINION = "record_opinion"
    REQUEST_EXTENSION = "request_extension"
    APPROVE_EXTENSION = "approve_extension"
    REJECT_EXTENSION = "reject_extension"
    SERVE_EXTENSION = "serve_extension"
    SUBMIT_FOR_REVIEW = "submit_for_review"
    SEND_BACK = "send_back"
    SIGN = "sign"
    CONCLUDE = "conclude"
    REPLY_ON_THE_SPOT = "reply_on_the_spot"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"
    IMPORT = "import_ledger"
    RECOMPUTE = "recompute"


@dataclass(frozen=True, slots=True)
class ActRule:
    """What an act is called, its article, and one line that says what it does."""

    name: str
    article: str
    effect: str


ACT_RULES: dict[Act, ActRule] = {
    Act.SUBMIT: ActRule("网上提交申请", regulation(29), "申请人通过网络平台提交"),
    Act.REGISTER: ActRule("登记申请", regulation(29), "登记并确定收到申请之日"),
    Act.CONFIRM_RECEIPT: ActRule("确认收件", regulation(31), "登记为正式办件，收到日按渠道确定"),
    Act.RECORD_CONFIRMATION: ActRule(
        "登记双方确认", regulation(31), "与申请人确认之日为收到申请之日，期限自此起算"
    ),
    Act.CHECK_IDENTITY: ActRule("身份核验", regulation(29, 2, 1), "登记所见证件、方式和结果"),
    Act.ASSIGN: ActRule("分办", regulation(45), "交承办科室和承办人，期限照常计算"),
    Act.ACCEPT: ActRule("受理", regulation(29), "身份已核、内容明确，转入办理"),
    Act.REQUEST_SUPPLEMENT: ActRule(
        "告知补正", regulation(30), "只能一次；7个工作日内送达的，期限自收到补正之日重新计算"
    ),
    Act.RECEIVE_SUPPLEMENT: ActRule(
        "收到补正", regulation(30), "答复期限自收到补正之日起重新计算20个工作日"
    ),
    Act.CONSULT: ActRule(
        "征求意见", regulation(32), "征求意见所需时间不计入答复期限，多个期间取并集"
    ),
    Act.RECORD_DELIVERY: ActRule(
        "登记征求意见送达", regulation(32), "对方自收到之日起15个工作日内提出意见"
    ),
    Act.RECORD_OPINION: ActRule("登记意见", regulation(32), "收到意见次日恢复计算答复期限"),
    Act.REQUEST_EXTENSION: ActRule(
        "申请延期", regulation(33, 2), "须政府信息公开工作机构负责人同意并告知申请人"
    ),
    Act.APPROVE_EXTENSION: ActRule("同意延期", regulation(33, 2), "同意后告知申请人方才生效"),
    Act.REJECT_EXTENSION: ActRule("不同意延期", regulation(33, 2), "退回，原期限不变"),
    Act.SERVE_EXTENSION: ActRule("送达延期告知", regulation(33, 2), "在原期限届满前告知，期限延长"),
    Act.SUBMIT_FOR_REVIEW: ActRule("送审答复", regulation(36), "选定决定码，材料齐备后送审"),
    Act.SEND_BACK: ActRule("退回", regulation(45), "说明理由，退回承办人"),
    Act.SIGN: ActRule("签发", regulation(45), "作出处理决定，以签发之日计入年度报告"),
    Act.CONCLUDE: ActRule("送达答复", regulation(33), "邮寄看交邮日，当面看签收日；送达即办结"),
    Act.REPLY_ON_THE_SPOT: ActRule("当场答复", regulation(33, 1), "能够当场答复的，当场答复"),
    Act.LAPSE: ActRule("视为放弃", regulation(30), "无正当理由逾期不补正，由人确认后不再处理"),
    Act.WITHDRAW: ActRule("登记撤回", "申请人自愿撤回", "终止办理，年报计入其他处理"),
    Act.ARCHIVE: ActRule("归档", regulation(45), "整理案卷，归档保存"),
    Act.IMPORT: ActRule("导入台账", regulation(45), "以往年度已办结的申请由原台账导入，保留原登记号"),
    Act.RECOMPUTE: ActRule("期限重算", HOLIDAY_NOTICE, "放假安排变更，期限按新的日历重新计算"),
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What must be known of a case to say which acts are open."""

    stage: Stage
    today: date
    reading: ClockReading
    identity_checked: bool = False
    supplement_asked: bool = False
    supplement_answer_by: date | None = None
    extension_requested: bool = False
    extension_approved: bool = False
    extension_served: bool = False
    undelivered_consultations: int = 0
    unanswered_consultations: int = 0


def why_not(act: Act, situation: Situation) -> Refused | None:
    """Return the refusal that ``act`` would meet now, or None when it is open."""
    stages = _STAGES.get(act) or sources(act)
    if stages and situation.stage not in stages:
        allowed = "、".join(STAGE_NAMES[stage] for stage in stages)
        return Refused(
            "wrong_stage",
            f"办件处于“{STAGE_NAMES[situation.stage]}”，只有“{allowed}”时可以{ACT_RULES[act].name}。",
            article=ACT_RULES[act].article,
        )
    rule = _RULES.get(act)
    return rule(situation) if rule else None


def require(act: Act, situation: Situation) -> None:
    """Raise the refusal of ``why_not``, if any."""
    refusal = why_not(act, situation)
    if refusal:
        raise refusal


def warning(act: Act, situation: Situation) -> str:
    """Return what the clerk should know before an act that is open all the same."""
    if act is Act.REQUEST_SUPPLEMENT:
        duty = situation.reading.duty(DutyKind.SUPPLEMENT_NOTICE)
        if duty and duty.due_on and situation.today > duty.due_on:
            return (
                f"补正告知应在{duty.due_on}前（{SUPPLEMENT_NOTICE_WORKING_DAYS}个工作日内）送达，"
                "现已超过：可以告知，但答复期限不重新计算。"
            )
    return ""


def _received(situation: Situation) -> Refused | None:
    if situation.reading.receipt.received_on is None:
        return Refused(
            "receipt_not_fixed",
            f"收到日尚未确定：{situation.reading.receipt.waiting}。",
            article=situation.reading.receipt.basis,
        )
    return None


def _identified(situation: Situation) -> Refused | None:
    if not situation.identity_checked:
        return Refused(
            "identity_not_checked",
            "尚未登记身份核验结果；身份证明不全的，一并告知补正。",
            article=regulation(29, 2, 1),
        )
    return _received(situation)


def _supplement(situation: Situation) -> Refused | None:
    if situation.supplement_asked:
        return Refused(
            "supplement_already_asked",
            "已经告知过一次补正，只能一次性告知；补正后仍不明确的，按“补正后申请内容仍不明确”答复。",
            article=regulation(30),
        )
    return _received(situation)


def _undelivered(situation: Situation) -> Refused | None:
    if situation.undelivered_consultations == 0:
        return Refused(
            "no_consultation_underway", "没有等待登记送达的征求意见。", article=regulation(32)
        )
    return None


def _unanswered(situation: Situation) -> Refused | None:
    if situation.unanswered_consultations == 0:
        return Refused("no_consultation_open", "没有等待意见的征求意见。", article=regulation(32))
    return None


def _extension(situation: Situation) -> Refused | None:
    if situation.extension_requested:
        return Refused(
            "already_extended", "已经申请过延期，答复期限只能延长一次。", article=regulation(33, 2)
        )
    return _before_reply_due(situation)


def _before_reply_due(situation: Situation) -> Refused | None:
    reply = situation.reading.reply
    if reply and reply.due_on and situation.today > reply.due_on:
        return Refused(
            "deadline_passed",
            f"答复期限{reply.due_on}已届满，不能再延期。",
            article=regulation(33, 2),
        )
    return None


def _approval(situation: Situation) -> Refused | None:
    if not situation.extension_requested or situation.extension_approved:
        return Refused(
            "no_extension_to_approve", "没有等待审批的延期申请。", article=regulation(33, 2)
        )
    return _before_reply_due(situation)


def _rejection(situation: Situation) -> Refused | None:
    if not situation.extension_requested or situation.extension_approved:
        return Refused(
            "no_extension_to_approve", "没有等待审批的延期申请。", article=regulation(33, 2)
        )
    return None


def _extension_service(situation: Situation) -> Refused | None:
    if not situation.extension_approved or situation.extension_served:
        return Refused(
            "no_extension_to_serve",
            "没有已同意而未告知的延期；延期须经政府信息公开工作机构负责人同意。",
            article=regulation(33, 2),
        )
    return None


def _lapse(situation: Situation) -> Refused | None:
    answer_by = situation.supplement_answer_by
    if answer_by is None or situation.today <= answer_by:
        return Refused(
            "supplement_period_running",
            f"补正期限（{answer_by or '未定'}）尚未届满，不能视为放弃。",
            article=regulation(30),
        )
    return None


def _confirmation(situation: Situation) -> Refused | None:
    receipt = situation.reading.receipt
    if receipt.received_on is not None:
        return Refused(
            "receipt_already_fixed",
            f"收到日已确定为{receipt.received_on}（{receipt.explanation}），不需要再登记双方确认。",
            article=receipt.basis,
        )
    return None


_WORKED_ON = (Stage.PROCESSING, Stage.IN_REVIEW)
_STAGES: dict[Act, tuple[Stage, ...]] = {
    Act.RECORD_CONFIRMATION: (Stage.REGISTERED,),
    Act.CHECK_IDENTITY: (Stage.REGISTERED, Stage.SUPPLEMENTING, Stage.PROCESSING),
    Act.ASSIGN: tuple(stage for stage in Stage if stage in OPEN_STAGES),
    Act.CONSULT: (Stage.PROCESSING,),
    Act.RECORD_DELIVERY: _WORKED_ON,
    Act.RECORD_OPINION: _WORKED_ON,
    Act.REQUEST_EXTENSION: _WORKED_ON,
    Act.APPROVE_EXTENSION: _WORKED_ON,
    Act.REJECT_EXTENSION: _WORKED_ON,
    Act.SERVE_EXTENSION: (*_WORKED_ON, Stage.SIGNED),
}
_RULES: dict[Act, Callable[[Situation], Refused | None]] = {
    Act.RECORD_CONFIRMATION: _confirmation,
    Act.ACCEPT: _identified,
    Act.REQUEST_SUPPLEMENT: _supplement,
    Act.CONSULT: _received,
    Act.RECORD_DELIVERY: _undelivered,
    Act.RECORD_OPINION: _unanswered,
    Act.REQUEST_EXTENSION: _extension,
    Act.APPROVE_EXTENSION: _approval,
    Act.REJECT_EXTENSION: _rejection,
    Act.SERVE_EXTENSION: _extension_service,
    Act.SUBMIT_FOR_REVIEW: _identified,
    Act.REPLY_ON_THE_SPOT: _identified,
    Act.LAPSE: _lapse,
}
