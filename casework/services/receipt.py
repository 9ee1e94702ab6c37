"""确认收件: a submitted request becomes a registered case (条例第三十一条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.recorded_days import refuse_future
from casework.models.case import Case
from casework.models.user import User
from casework.services.performing import Performance


@transaction.atomic
def confirm_receipt(
    *, case_id: int, confirmed_on: date, actor: User, today: date, now: datetime, key: str = ""
) -> Case:
    """Confirm that the request arrived; the day of receipt follows from channel and policy.

    Raises Refused when it is not waiting for confirmation or the day lies in the future.
    """
    act = Performance(case_id=case_id, act=Act.CONFIRM_RECEIPT, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    refuse_future("confirmed_on", confirmed_on, today)
    act.case.confirmed_on = confirmed_on
    act.case.confirm_receipt()
    if act.case.officer_id is None:
        act.case.officer = actor
    return act.finish(happened_on=confirmed_on)


@transaction.atomic
def record_confirmation(
    *, case_id: int, confirmed_on: date, note: str, actor: User, today: date, now: datetime, key: str = ""
) -> Case:
    """Record the day both sides confirmed a letter or fax that was registered unconfirmed.

    Source: Art. 31(2), (3). Raises Refused when the receipt day is already fixed.
    """
    act = Performance(case_id=case_id, act=Act.RECORD_CONFIRMATION, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    refuse_future("confirmed_on", confirmed_on, today)
    act.case.confirmed_on = confirmed_on
    return act.finish(happened_on=confirmed_on, note=note)
