"""What beside its stage an act waits for: each condition returns the refusal, or None."""

from __future__ import annotations

from casework.law.errors import Refused
from casework.law.situation import Situation
from casework.law.sources import regulation


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
    """A consultation waits for its delivery to be recorded (Art. 32)."""
    if situation.undelivered_consultations == 0:
        return Refused("no_consultation_underway", "没有等待登记送达的征求意见。", article=regulation(32))
    return None


def unanswered(situation: Situation) -> Refused | None:
    """A consultation waits for its opinion (Art. 32)."""
    if situation.unanswered_consultations == 0:
        return Refused("no_consultation_open", "没有等待意见的征求意见。", article=regulation(32))
    return None


def extension(situation: Situation) -> Refused | None:
    """No extension was asked before, and the reply is not overdue (Art. 33(2))."""
    if situation.extension_requested:
        return Refused("already_extended", "已经申请过延期，答复期限只能延长一次。", article=regulation(33, 2))
    return before_reply_due(situation)


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
    return None


def lapse(situation: Situation) -> Refused | None:
    """The period to supplement has passed (Art. 30)."""
    answer_by = situation.supplement_answer_by
    if answer_by is None or situation.today <= answer_by:
        return Refused(
            "supplement_period_running",
            f"补正期限（{answer_by or '未定'}）尚未届满，不能视为放弃。",
            article=regulation(30),
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
