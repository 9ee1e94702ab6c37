"""征求意见: letters to third parties and other agencies, and their answers."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.sources import regulation
from casework.models.case import Case
from casework.models.consultation import Consultation, Opinion
from casework.models.user import User
from casework.services.fitting import refuse_unfit
from casework.services.performing import Performance, refuse_future


@transaction.atomic
def consult(
    *,
    case_id: int,
    kind: str,
    addressee: str,
    about: str,
    sent_on: date,
    delivered_on: date | None,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Ask one addressee in writing; the days it takes are not counted (Art. 33(3)).

    Raises Refused without addressee or matter, for an unknown kind, or for days in the future or
    out of order.
    """
    act = Performance(case_id=case_id, act=Act.CONSULT, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not addressee.strip() or not about.strip():
        raise Refused(
            "consultation_incomplete", "请填写征求对象和征求意见的内容。", article=regulation(32),
            field="about" if addressee.strip() else "addressee",
        )  # fmt: skip
    refuse_future("sent_on", sent_on, today)
    refuse_future("delivered_on", delivered_on, today)
    item = Consultation(
        case=act.case,
        kind=kind,
        addressee=addressee.strip(),
        about=about.strip(),
        sent_on=sent_on,
        delivered_on=delivered_on,
    )
    refuse_unfit(item)
    item.save()
    return act.finish(happened_on=sent_on, consultation=str(item), delivered_on=delivered_on)


@transaction.atomic
def record_delivery(
    *,
    consultation_id: int,
    delivered_on: date,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Record the day the addressee received the letter: its 15 working days begin."""
    item = _consultation(consultation_id)
    act = Performance(case_id=item.case_id, act=Act.RECORD_DELIVERY, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    item.refresh_from_db()
    if item.delivered_on:
        raise Refused("delivery_known", f"已登记{item.addressee}于{item.delivered_on}收到。", article=regulation(32))
    refuse_future("delivered_on", delivered_on, today)
    item.delivered_on = delivered_on
    item.save()
    return act.finish(happened_on=delivered_on, consultation=str(item), delivered_on=delivered_on)


@transaction.atomic
def record_opinion(
    *,
    consultation_id: int,
    opinion: str,
    reasons: str,
    answered_on: date,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Record an answer; a refusal needs its reasons (Art. 32). The clock runs on from the next day."""
    item = _consultation(consultation_id)
    act = Performance(case_id=item.case_id, act=Act.RECORD_OPINION, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    item.refresh_from_db()
    if item.answered_on:
        raise Refused("opinion_known", f"{item.addressee}的意见已于{item.answered_on}登记。", article=regulation(32))
    if opinion not in Opinion.values:
        raise Refused("opinion_unknown", "请选择对方意见。", article=regulation(32), field="opinion")
    if opinion != Opinion.AGREE and not reasons.strip():
        raise Refused("reasons_missing", "不同意公开须写明理由。", article=regulation(32), field="reasons")
    refuse_future("answered_on", answered_on, today)
    item.opinion, item.reasons, item.answered_on = opinion, reasons.strip(), answered_on
    refuse_unfit(item)
    item.save()
    return act.finish(happened_on=answered_on, consultation=str(item), opinion=item.get_opinion_display())


def _consultation(consultation_id: int) -> Consultation:
    item = Consultation.objects.filter(pk=consultation_id).first()
    if item is None:
        raise Refused("consultation_not_found", "没有这份征求意见，或您无权办理。", article=regulation(32))
    return item
