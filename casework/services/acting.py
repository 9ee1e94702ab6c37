"""代签授权: who signs for an absent colleague, by what authority, for how long."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from casework.law.errors import Refused
from casework.law.sources import regulation
from casework.models.acting import ActingAuthority
from casework.models.user import REVIEWING_ROLES, Role, User
from casework.services.fitting import refuse_unfit
from casework.services.permissions import refuse_other_role

SETTERS = (Role.LEADER, Role.ADMINISTRATOR)
LONGEST_DAYS = 92


@transaction.atomic
def grant_acting(
    *, absent: User, deputy: User, from_on: date, until_on: date, basis: str, actor: User, today: date, now: datetime
) -> ActingAuthority:
    """Let ``deputy`` act for ``absent`` on the days ``from_on`` to ``until_on``, at most 92 calendar days.

    Only a leader, or a colleague of the same role (and for unit heads of the same unit), stands in:
    nobody gets to see or sign what the own office would not allow. Raises Refused otherwise.
    """
    refuse_other_role(actor, "代签授权", *SETTERS)
    for name, person in (("absent", absent), ("deputy", deputy)):
        if person.agency_id != actor.agency_id or person.role not in REVIEWING_ROLES:
            raise _wrong("acting_of_others", f"{person}不是本机关审批链上的人员。", name)
    if absent == deputy or not deputy.is_active:
        raise _wrong("acting_deputy_unfit", "代签人须是在岗的另一名人员。", "deputy")
    same = deputy.role == absent.role and (deputy.role != Role.UNIT_HEAD or deputy.unit_id == absent.unit_id)
    if deputy.role != Role.LEADER and not same:
        raise _wrong("acting_deputy_other_role", "代签人须是负责人，或者与被代签人岗位相同。", "deputy")
    if not basis.strip():
        raise _wrong("acting_without_basis", "请写明授权依据，例如授权书、会议纪要及日期。", "basis")
    _refuse_days(from_on, until_on, today)
    row = ActingAuthority(
        agency=actor.agency, absent=absent, deputy=deputy, from_on=from_on, until_on=until_on, basis=basis.strip(),
        recorded_by=actor, recorded_at=now,
    )  # fmt: skip
    refuse_unfit(row)
    row.save()
    return row


def _refuse_days(from_on: date, until_on: date, today: date) -> None:
    if until_on < from_on:
        raise _wrong("acting_days_reversed", f"截止日期{until_on}早于起始日期{from_on}。", "until_on")
    if until_on < today:
        raise _wrong("acting_over_already", f"截止日期{until_on}已过，代签不能事后补授权。", "until_on")
    if from_on < today:
        raise _wrong("acting_backdated", f"起始日期{from_on}早于今天{today}，代签不能事后补授权。", "from_on")
    if until_on - from_on >= timedelta(days=LONGEST_DAYS):
        raise _wrong("acting_too_long", f"一次授权最长{LONGEST_DAYS}天，到期可以再授权。", "until_on")


@transaction.atomic
def end_acting(*, authority_id: int, actor: User, today: date) -> ActingAuthority:
    """End an authority today, before its time; what was signed under it stays."""
    refuse_other_role(actor, "代签授权", *SETTERS)
    row = ActingAuthority.objects.select_for_update().filter(pk=authority_id, agency=actor.agency).first()
    if row is None:
        raise Refused("acting_not_found", "没有这项代签授权。")
    if row.ended_on is None and row.until_on >= today:
        row.ended_on = today
        row.save(update_fields=["ended_on"])
    return row


def _wrong(code: str, sentence: str, field: str) -> Refused:
    return Refused(code, sentence, article=regulation(45), field=field)
