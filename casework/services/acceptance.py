"""受理 and 分办: taking a case up, and who works on it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.models.case import Case
from casework.models.user import User
from casework.services.performing import Performance


@transaction.atomic
def accept(*, case_id: int, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Accept a case for handling. Raises Refused until identity is checked. Source: Art. 29."""
    act = Performance(case_id=case_id, act=Act.ACCEPT, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    act.case.accept()
    return act.finish()
