"""信息处理费: charged by one tariff, told, delivered, paid (条例第四十二条; 国办函〔2020〕109号).

Money never passes through here: what is kept is the notice, its calculation, the payment code and
the number of the fiscal receipt.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.fees import fee_of, step_words
from casework.law.letter_service import DAY_FIELDS, FollowUp, ServiceFact
from casework.law.recorded_days import refuse_future
from casework.law.sources import FEE_MEASURES
from casework.models.case import Case
from casework.models.fee import Fee
from casework.models.letter_service import Letter, ServiceFollowUp
from casework.models.user import User
from casework.queries.same_applicant import request_counts
from casework.services.fitting import refuse_unfit
from casework.services.letter_service import record_service
from casework.services.performing import Performance


@transaction.atomic
def charge_fee(
    *,
    case_id: int,
    how_to_pay: str,
    fact: ServiceFact,
    actor: User,
    today: date,
    now: datetime,
    pieces: int | None = None,
    pages: int | None = None,
    counted_before: int | None = None,
    count_note: str = "",
    payment_code: str = "",
    key: str = "",
) -> Case:
    """Send the notice of a fee; its amount is worked out here and frozen.

    Exactly one of ``pieces`` and ``pages`` is given. ``counted_before`` are the pieces of the month
    that came earlier; another number than the one on file needs ``count_note``. Raises Refused for
    both tariffs at once, nothing due, no way to pay, or a notice sent after the reply was due.
    """
    act = Performance(case_id=case_id, act=Act.CHARGE_FEE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    by_piece = pieces is not None
    before = _pieces_before(act.case, counted_before, count_note) if by_piece else 0
    charge = fee_of(pieces=pieces, pages=pages, before=before)
    if not how_to_pay.strip():
        raise Refused("how_to_pay_missing", "收费通知须写明缴纳方式。", article=FEE_MEASURES, field="how_to_pay")
    due_on = act.reading.reply.due_on if act.reading.reply else None
    record = record_service(case=act.case, letter=Letter.FEE_NOTICE, fact=fact, actor=actor, today=today)
    if due_on and record.in_time_on > due_on:
        raise Refused(
            "fee_notice_late",
            f"收费通知于{record.in_time_on}发出，已超过答复期限{due_on}，应当在申请处理期限内发出。",
            article=FEE_MEASURES,
            field=DAY_FIELDS[fact.method],
        )
    received_on = act.case.received_on
    fee = Fee(
        case=act.case,
        tariff=charge.tariff,
        month_of=received_on.replace(day=1) if by_piece and received_on else None,
        counted_before=before,
        quantity=charge.quantity,
        count_note=count_note.strip() if by_piece else "",
        amount=charge.amount,
        how_to_pay=how_to_pay.strip(),
        payment_code=payment_code.strip(),
        sent_on=record.in_time_on,
        delivered_on=record.signed_on or record.arrived_on,
    )
    refuse_unfit(fee)
    fee.save()
    act.case.charge_fee()
    return act.finish(
        happened_on=record.in_time_on,
        fee=str(fee),
        fee_steps=list(step_words(charge)),
        payment_code=fee.payment_code,
        service=str(record),
    )


@transaction.atomic
def record_fee_delivery(
    *,
    case_id: int,
    delivered_on: date,
    receiver: str,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Record when the notice arrived: the 20 working days to pay begin on the day after.

    Raises Refused without a receiver, or for a day in the future or before the notice was sent.
    """
    act = Performance(case_id=case_id, act=Act.RECORD_FEE_DELIVERY, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not receiver.strip():
        raise Refused("fee_receiver_missing", "请填写签收人。", article=FEE_MEASURES, field="receiver")
    refuse_future("delivered_on", delivered_on, today)
    fee = act.case.fee
    if delivered_on < fee.sent_on:
        raise Refused(
            "fee_delivered_before_sent",
            f"签收日期{delivered_on}早于收费通知发出日期{fee.sent_on}。",
            article=FEE_MEASURES,
            field="delivered_on",
        )
    # The service stays as it was recorded; what became known of it stands beside.
    added = ServiceFollowUp(
        service=act.case.service_records.filter(letter=Letter.FEE_NOTICE).last(),
        kind=FollowUp.SIGNED,
        happened_on=delivered_on,
        note=f"签收人：{receiver.strip()}",
        recorded_on=today,
        recorded_by=actor,
    )
    refuse_unfit(added)
    added.save()
    fee.delivered_on = delivered_on
    fee.save()
    return act.finish(happened_on=delivered_on, delivered_on=delivered_on, follow_up=str(added))


@transaction.atomic
def receive_fee(
    *,
    case_id: int,
    paid_on: date,
    amount: int,
    receipt_number: str,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Record the payment in full: the case is handled on, and the reply period begins anew.

    A notice of which nothing was known has arrived at the latest on the day it was paid for. Raises
    Refused for another amount, without a receipt number, or for a day in the future or too early.
    """
    act = Performance(case_id=case_id, act=Act.RECEIVE_FEE, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    fee = act.case.fee
    refuse_future("paid_on", paid_on, today)
    if amount != fee.amount:
        raise Refused(
            "fee_amount_differs",
            f"应缴{fee.amount}元，登记的是{amount}元；须全额缴纳。",
            article=FEE_MEASURES,
            field="amount",
        )
    if not receipt_number.strip():
        raise Refused("fee_receipt_missing", "请填写财政票据号。", article=FEE_MEASURES, field="receipt_number")
    if paid_on < (fee.delivered_on or fee.sent_on):
        raise Refused(
            "fee_paid_before_notice",
            f"缴费日期{paid_on}早于收费通知送达日期{fee.delivered_on or fee.sent_on}。",
            article=FEE_MEASURES,
            field="paid_on",
        )
    fee.delivered_on = fee.delivered_on or paid_on
    fee.paid_on, fee.receipt_number = paid_on, receipt_number.strip()
    refuse_unfit(fee)
    fee.save()
    act.case.receive_fee()
    return act.finish(happened_on=paid_on, fee=str(fee), receipt_number=fee.receipt_number)


def _pieces_before(case: Case, given: int | None, note: str) -> int:
    counts = request_counts(case)
    on_file = counts.month_before if counts else 0
    if given is None or given == on_file:
        return on_file
    if not note.strip():
        raise Refused(
            "count_note_missing",
            f"系统登记的本月此前件数为{on_file}件，填写{given}件的，请说明理由。",
            article=FEE_MEASURES,
            field="count_note",
        )
    return given
