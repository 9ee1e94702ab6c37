"""分办、认领、退回分办: who works on a case. The day of receipt stays and the clock runs on (条例第四十五条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.adapters.clock import LEGAL_ZONE
from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.sources import regulation
from casework.models.agency import Unit
from casework.models.case import Case
from casework.models.user import Role, User
from casework.services.performing import Performance
from casework.services.permissions import CASE_WORKERS
from casework.services.telling import tell

HANDING_ACTS = (Act.REGISTER, Act.ASSIGN, Act.CLAIM, Act.RETURN_TO_DESK)


def standing_of(case: Case) -> str:
    """Return who has the case as one text, for a form that is to notice when that has changed meanwhile."""
    return f"{case.unit_id or ''}/{case.officer_id or ''}"


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
    seen: str = "",
    key: str = "",
) -> Case:
    """Give the case to a unit and an officer of the same agency, or from one unit to another.

    ``seen`` is ``standing_of`` as the actor saw it: whoever assigns second learns who was first, and
    when. A unit head assigns within the own unit. Raises Refused for somebody of another agency, or
    who could not work on the case.
    """
    act = Performance(case_id=case_id, act=Act.ASSIGN, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if seen and seen != standing_of(act.case):
        sentence = _who_was_first(act.case)
        raise Refused("assigned_meanwhile", sentence, article=regulation(45))
    for name, chosen in (("unit", unit), ("officer", officer)):
        if chosen and chosen.agency_id != act.case.agency_id:
            raise Refused("foreign_agency", "只能分给本机关的科室和人员。", field=name)
    if officer and not (officer.is_active and officer.role in CASE_WORKERS):
        raise Refused("officer_cannot_work", f"{officer}不是在岗的经办人，不能承办。", field="officer")
    if actor.role == Role.UNIT_HEAD:
        _refuse_outside_unit(act.case, unit, officer, actor)
    return _hand(act, unit, officer, note)


def _refuse_outside_unit(case: Case, unit: Unit | None, officer: User | None, head: User) -> None:
    if case.unit_id != head.unit_id or unit is None or unit.pk != head.unit_id:
        raise Refused(
            "unit_head_outside_unit", "科室负责人只在本科室内分办；不属于本科室的，请退回公开办分办。",
            article=regulation(45), field="unit",
        )  # fmt: skip
    if officer and officer.unit_id != head.unit_id:
        raise Refused("officer_of_another_unit", f"{officer}不是本科室人员。", article=regulation(45), field="officer")


@transaction.atomic
def claim(*, case_id: int, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Take a case that nobody works on. Raises Refused, saying who and when, where somebody was faster."""
    act = Performance(case_id=case_id, act=Act.CLAIM, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    return _hand(act, act.case.unit, actor, "")


@transaction.atomic
def return_to_desk(*, case_id: int, reason: str, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Return a case that is not the unit's to the desk, with a reason; the desk is told at once."""
    act = Performance(case_id=case_id, act=Act.RETURN_TO_DESK, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not reason.strip():
        raise Refused("return_reason_missing", "退回分办须写明理由。", article=regulation(45), field="reason")
    if act.case.unit_id != actor.unit_id and act.case.officer_id != actor.pk:
        raise Refused("return_not_yours", "这件没有分到您的科室，不能由您退回。", article=regulation(45))
    unit = act.case.unit
    case = _hand(act, None, None, reason.strip())
    clerks = User.objects.filter(agency=case.agency_id, role=Role.CLERK, is_active=True).order_by("pk")
    due = f"答复期限{case.reply_due_on}，照常计算" if case.reply_due_on else "期限照常计算"
    tell(
        clerks, subject=f"退回分办 {case.number}", body=f"{unit or actor}退回：{reason.strip()}。{due}，请重新分办。",
        now=now, by_email=True, in_digest=False, case=case,
    )  # fmt: skip
    return case


def _hand(act: Performance, unit: Unit | None, officer: User | None, note: str) -> Case:
    before, after = _words(act.case.unit, act.case.officer), _words(unit, officer)
    act.before |= before
    act.case.unit, act.case.officer = unit, officer
    return act.finish(note=note, **after)


def _words(unit: Unit | None, officer: User | None) -> dict[str, str]:
    return {"unit": str(unit or ""), "officer": str(officer or "")}


def _who_was_first(case: Case) -> str:
    last = case.events.filter(act__in=HANDING_ACTS).last()
    now_with = "、".join(filter(None, _words(case.unit, case.officer).values())) or "未分办"
    at = last.recorded_at.astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M")
    return f"{last.actor_name}已于{at}“{last.get_act_display()}”，现在由{now_with}承办。请核对后再分办。"
