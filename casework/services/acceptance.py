"""受理 and 分办: taking a case up, and who works on it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.models.agency import Unit
from casework.models.case import Case
from casework.models.user import User
from casework.services.performing import Performance
from casework.services.permissions import CASE_WORKERS


@transaction.atomic
def accept(*, case_id: int, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Accept a case for handling. Raises Refused until identity is checked. Source: Art. 29."""
    act = Performance(case_id=case_id, act=Act.ACCEPT, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    act.case.accept()
    return act.finish()


@transaction.atomic
def assign(
    *,
    case_id: int,
    unit: Unit | None,
    officer: User | None,
    actor: User,
    today: date,
    now: datetime,
    note: str = "",
    key: str = "",
) -> Case:
    """Give the case to a unit and an officer of the same agency; the clock runs on.

    Raises Refused for somebody of another agency, or who could not work on the case.
    """
    act = Performance(case_id=case_id, act=Act.ASSIGN, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    for name, chosen in (("unit", unit), ("officer", officer)):
        if chosen and chosen.agency_id != act.case.agency_id:
            raise Refused("foreign_agency", "只能分给本机关的科室和人员。", field=name)
    if officer and not (officer.is_active and officer.role in CASE_WORKERS):
        raise Refused("officer_cannot_work", f"{officer}不是在岗的经办人，不能承办。", field="officer")
    act.case.unit, act.case.officer = unit, officer
    return act.finish(note=note, unit=str(unit or ""), officer=str(officer or ""))
