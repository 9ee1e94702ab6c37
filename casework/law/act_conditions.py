"""What beside its stage an act waits for: each condition returns the refusal, or None."""

from __future__ import annotations

from casework.law.consultations import UNDECIDED, opinions_heard, standing
from casework.law.consultations import Standing as OpinionStanding
from casework.law.duties import DutyKind
from casework.law.errors import Refused
from casework.law.facts import NOT_WHILE_REDOING
from casework.law.last_days import payment_is_overdue, supplement_is_overdue
from casework.law.review import why_not_review, why_not_send_back, why_not_sign
from casework.law.situation import Situation
from casework.law.sources import FEE_MEASURES, regulation
from casework.law.stages import Stage


def received(situation: Situation) -> Refused | None:
    """The day of receipt is fixed (Art. 31)."""
    if situation.reading.receipt.received_on is None:
        return Refused(
            "receipt_not_fixed",
            f"收到日尚未确定：{situation.reading.receipt.waiting}。",
            article=situation.reading.receipt.basis,
        )
    return None


def identified(situation: Situation) -> Refused | None:
    """The identity was checked and the day of receipt is fixed (Art. 29)."""
    if not situation.identity_checked:
        return Refused(
            "identity_not_checked",
            "尚未登记身份核验结果；身份证明不全的，一并告知补正。",
            article=regulation(29, 2, 1),
        )
    return received(situation)


def divisible(situation: Situation) -> Refused | None:
    """The request is listed as several matters, and nothing was begun for the whole of it (law.md 3.3)."""
    if situation.consulted or situation.extension_requested or situation.reasons_asked or situation.fee_charged:
        return Refused(
            "too_late_to_split",
            "已经征求过意见、申请过延期、要求过说明理由或者收费，这些事实属于整件申请，不能再拆分；请在本件内逐项答复。",
            article=FEE_MEASURES,
        )
    if situation.redoing:
        return Refused(
            "redo_not_split", "重新办理的案件已经计过一件，不能拆分；请在本件内逐项答复。", article=FEE_MEASURES
        )
    if situation.matters < 2:
        return Refused("only_one_matter", "先列出事项，再选择拆分哪几项。", article=FEE_MEASURES)
    return received(situation)


def joinable(situation: Situation) -> Refused | None:
    """The case is decided for the first time (Art. 45, 51)."""
    if situation.redoing:
        return Refused(
            "redo_not_joined", "正在按复议决定或者判决重新办理，不与其他申请合并办理。", article=regulation(51)
        )
    return None


def together(situation: Situation) -> Refused | None:
    """The case is handled together with others (Art. 45)."""
    if not situation.answered_together:
        return Refused("not_together", "这件没有与其他申请合并办理。", article=regulation(45))
    return None


def decided(situation: Situation) -> Refused | None:
    """Every matter of several has its decision; the only one is decided by the act itself (Art. 36)."""
    if situation.matters > 1 and situation.undecided_matters:
        numbers = "、".join(str(number) for number in situation.undecided_matters)
        return Refused(
            "matter_undecided",
            f"事项{numbers}还没有处理决定；每个事项都要有决定才能答复。",
            article=regulation(36),
        )
    return identified(situation)


def supplement(situation: Situation) -> Refused | None:
    """Nothing was asked to be supplemented before: once only (Art. 30)."""
    if situation.supplement_asked:
        return Refused(
            "supplement_already_asked",
            "已经告知过一次补正，只能一次性告知；补正后仍不明确的，按“补正后申请内容仍不明确”答复。",
            article=regulation(30),
        )
    return received(situation)


def undelivered(situation: Situation) -> Refused | None:
    """A consultation waits for its delivery to be recorded (Art. 33(3))."""
    if situation.undelivered_consultations == 0:
        return Refused("no_consultation_underway", "没有等待登记送达的征求意见。", article=regulation(33, 3))
    return None


def unanswered(situation: Situation) -> Refused | None:
    """A consultation waits for its opinion (Art. 33(3))."""
    if situation.unanswered_consultations == 0:
        return Refused("no_consultation_open", "没有等待意见的征求意见。", article=regulation(33, 3))
    return None


def to_rule_on(situation: Situation) -> Refused | None:
    """An opinion waits for the agency's own decision, or may be decided anew (Art. 32, 34, 11)."""
    decidable = {*UNDECIDED, OpinionStanding.RULED}
    if not any(standing(item, situation.today) in decidable for item in situation.opinions):
        return Refused("no_opinion_to_rule_on", "没有需要本机关作出决定的意见。", article=regulation(33, 3))
    return None


def reply(situation: Situation) -> Refused | None:
    """Every matter has its decision, identity and receipt are fixed, and every opinion asked for was given or decided (Art. 32, 34, 11)."""
    return decided(situation) or opinions_heard(situation.opinions, situation.today)


def to_tell(situation: Situation) -> Refused | None:
    """A third party must be told that its information is disclosed against its will (Art. 32)."""
    if not situation.third_parties_to_tell:
        return Refused("no_third_party_to_tell", "没有需要告知决定公开的第三方。", article=regulation(32))
    return None


def told(situation: Situation) -> Refused | None:
    """Every third party overruled was told before the reply is served (Art. 32)."""
    if situation.third_parties_to_tell:
        names = "、".join(situation.third_parties_to_tell)
        return Refused(
            "third_party_not_told",
            f"{names}不同意公开，本机关决定公开：须先送达决定公开告知书，写明公开的内容和理由，再送达答复。",
            article=regulation(32),
        )
    return None


def extension(situation: Situation) -> Refused | None:
    """No extension was asked before, no delay was told, and the reply is not overdue (Art. 33(2))."""
    if situation.extension_requested:
        return Refused("already_extended", "已经申请过延期，答复期限只能延长一次。", article=regulation(33, 2))
    return no_delay(situation) or before_reply_due(situation)


def no_delay(situation: Situation) -> Refused | None:
    """No delayed day was told to the applicant: it stands in the place of an extension (Art. 35)."""
    if situation.delay_served:
        return Refused("delay_already_told", "已经告知申请人延迟答复的期限，不再另行延期。", article=regulation(35))
    return None


def before_reply_due(situation: Situation) -> Refused | None:
    """The reply period has not ended (Art. 33(2))."""
    reply = situation.reading.reply
    if reply and reply.due_on and situation.today > reply.due_on:
        return Refused(
            "deadline_passed",
            f"答复期限{reply.due_on}已届满，不能再延期。",
            article=regulation(33, 2),
        )
    return None


def approval(situation: Situation) -> Refused | None:
    """An extension waits for approval, and the reply is not overdue (Art. 33(2))."""
    if not situation.extension_requested or situation.extension_approved:
        return Refused("no_extension_to_approve", "没有等待审批的延期申请。", article=regulation(33, 2))
    return before_reply_due(situation)


def rejection(situation: Situation) -> Refused | None:
    """An extension waits for approval; it may be rejected at any time (Art. 33(2))."""
    if not situation.extension_requested or situation.extension_approved:
        return Refused("no_extension_to_approve", "没有等待审批的延期申请。", article=regulation(33, 2))
    return None


def extension_service(situation: Situation) -> Refused | None:
    """An extension was approved and not told yet (Art. 33(2))."""
    if not situation.extension_approved or situation.extension_served:
        return Refused(
            "no_extension_to_serve",
            "没有已同意而未告知的延期；延期须经政府信息公开工作机构负责人同意。",
            article=regulation(33, 2),
        )
    return no_delay(situation)


def lapse(situation: Situation) -> Refused | None:
    """The period to supplement, or to pay, has passed (Art. 30, 42)."""
    if situation.stage == Stage.AWAITING_FEE:
        return _fee_lapse(situation)
    answer_by = situation.supplement_answer_by
    if not supplement_is_overdue(answer_by, situation.today):
        return Refused(
            "supplement_period_running",
            f"补正期限（{answer_by or '未定'}）尚未届满，不能视为放弃。",
            article=regulation(30),
        )
    return None


def redo(situation: Situation) -> Refused | None:
    """A decision or judgment orders a new reply, and it was not begun yet (Art. 51)."""
    if not situation.redo_ordered:
        return Refused(
            "no_redo_ordered",
            "没有撤销、确认违法或者责令履行的复议决定、判决等待重新办理；请先登记复议诉讼结果。",
            article=regulation(51),
        )
    return None


def open_dispute(situation: Situation) -> Refused | None:
    """A dispute waits for its end (Art. 51)."""
    if situation.open_disputes == 0:
        return Refused("no_open_dispute", "没有尚未审结的复议、诉讼。", article=regulation(51))
    return None


def not_while_redoing(situation: Situation) -> Refused | None:
    """The order sets the time for the new reply; nothing of the first round may stretch it."""
    if situation.redoing:
        return Refused(
            "not_while_redoing",
            f"本件{NOT_WHILE_REDOING}。",
            article=regulation(51),
        )
    return None


def confirmation(situation: Situation) -> Refused | None:
    """The day of receipt still waits for the confirmation of both sides (Art. 31)."""
    receipt = situation.reading.receipt
    if receipt.received_on is not None:
        return Refused(
            "receipt_already_fixed",
            f"收到日已确定为{receipt.received_on}（{receipt.explanation}），不需要再登记双方确认。",
            article=receipt.basis,
        )
    return None


def reasons(situation: Situation) -> Refused | None:
    """No reasons were asked before (Art. 35)."""
    if situation.reasons_asked:
        return Refused(
            "reasons_already_asked", "已经要求说明过理由，请根据申请人的说明作出判断。", article=regulation(35)
        )
    return received(situation)


def reasons_review(situation: Situation) -> Refused | None:
    """Reasons were answered, or left unanswered, and nothing was told because of them yet (Art. 35)."""
    if not situation.reasons_answered or situation.delay_served:
        return Refused("no_reasons_to_review", "没有等待审查的理由。", article=regulation(35))
    return None


def delay(situation: Situation) -> Refused | None:
    """The reasons were found reasonable and the reply is not overdue (Art. 35)."""
    if situation.reasons_reasonable is not True or situation.delay_served:
        return Refused(
            "no_delay_to_set",
            "审查认为理由合理、还没有告知延迟期限的，才可以确定延迟答复期限。",
            article=regulation(35),
        )
    return _before_delay_is_late(situation)


def delay_service(situation: Situation) -> Refused | None:
    """A delayed day was set, not told yet, and the reply is not overdue (Art. 35)."""
    if not situation.delay_set or situation.delay_served:
        return Refused("no_delay_to_serve", "没有已确定而未告知的延迟答复期限。", article=regulation(35))
    return _before_delay_is_late(situation)


def fee(situation: Situation) -> Refused | None:
    """No fee was charged before, and the reply period still runs (Art. 42; 国办函〔2020〕109号)."""
    if situation.fee_charged:
        return Refused("fee_already_charged", "这件申请已经收取过信息处理费，不得重复计收。", article=FEE_MEASURES)
    reply = situation.reading.reply
    if reply and reply.due_on and situation.today > reply.due_on:
        return Refused(
            "fee_period_over",
            f"收费通知应在申请处理期限内发出，答复期限{reply.due_on}已届满，不能再收费。",
            article=FEE_MEASURES,
        )
    return received(situation)


def fee_delivery(situation: Situation) -> Refused | None:
    """The notice was sent and it is not known yet when it arrived (国办函〔2020〕109号)."""
    if situation.fee_delivered:
        return Refused("fee_delivery_known", "申请人收到收费通知的日期已经登记。", article=FEE_MEASURES)
    return None


def _fee_lapse(situation: Situation) -> Refused | None:
    duty = situation.reading.duty(DutyKind.FEE_PAYMENT)
    if duty is None or duty.due_on is None:
        return Refused(
            "fee_delivery_unknown",
            "尚未登记申请人收到收费通知的日期，缴费期限没有起算，不能视为放弃。",
            article=FEE_MEASURES,
        )
    if not payment_is_overdue(duty.due_on, situation.today, provisional=duty.provisional):
        return Refused(
            "fee_period_running",
            f"缴费期限（{duty.due_on}）尚未届满，不能视为放弃。",
            article=FEE_MEASURES,
        )
    return None


def _before_delay_is_late(situation: Situation) -> Refused | None:
    reply = situation.reading.reply
    if reply and reply.due_on and situation.today > reply.due_on:
        return Refused(
            "delay_too_late",
            f"答复期限{reply.due_on}已届满，延迟答复须在期限届满前告知。",
            article=regulation(35),
        )
    return None


def reviewing(situation: Situation) -> Refused | None:
    """A step of the approval chain waits for this person (Art. 45)."""
    if situation.review is None or situation.reviewer is None:
        return None
    return why_not_review(situation.review, situation.reviewer)


def signing(situation: Situation) -> Refused | None:
    """Every step before the signature is agreed, and it is this person's to sign (Art. 45)."""
    if situation.review is None or situation.reviewer is None:
        return None
    return why_not_sign(situation.review, situation.reviewer)


def sending_back(situation: Situation) -> Refused | None:
    """This person has an open step, or leads the agency (Art. 45)."""
    if situation.review is None or situation.reviewer is None:
        return None
    return why_not_send_back(situation.review, situation.reviewer)


def unclaimed(situation: Situation) -> Refused | None:
    """Nobody works on the case yet (Art. 45)."""
    if situation.officer:
        return Refused(
            "claimed_already", f"这件已由{situation.officer}承办，不能再认领；需要换人的，请公开办分办。",
            article=regulation(45),
        )  # fmt: skip
    return None
