"""接办: all the open work of an officer who leaves goes to another in one step (users.md 3.5)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.errors import Refused
from casework.law.sources import regulation
from casework.models.announced_channel import AnnouncedChannel
from casework.models.case import Case
from casework.models.handover import Handover, HandoverItem
from casework.models.office_duty import OfficeDuty
from casework.models.user import Role, User
from casework.services.assignments import assign
from casework.services.fitting import refuse_unfit
from casework.services.permissions import CASE_WORKERS, refuse_other_role
from casework.services.telling import tell

HANDERS = (Role.CLERK, Role.LEADER)


@transaction.atomic
def hand_over(
    *, giver: User, taker: User, reason: str, actor: User, today: date, now: datetime, key: str = ""
) -> Handover:
    """Give every open case, watched channel and office duty of ``giver`` to ``taker``; return the list.

    Each case gets its own event; its clock runs on. The same key again returns the same hand-over.
    Raises Refused for people of another agency, for a taker who cannot work on cases, and when
    there is nothing to hand over.
    """
    refuse_other_role(actor, "交接", *HANDERS)
    # Whoever clicks twice waits here for the first click, and then finds what it did.
    User.objects.select_for_update().filter(pk=giver.pk).first()
    if key and (done := Handover.objects.filter(key=key, agency=actor.agency).first()):
        return done
    _refuse_people(giver, taker, actor)
    if not reason.strip():
        raise Refused("handover_reason_missing", "请写明交接事由。", field="reason")
    handover = Handover(
        agency=actor.agency, giver=giver, taker=taker, reason=reason.strip(), handed_on=today, handed_at=now,
        handed_by=actor, key=key or None,
    )  # fmt: skip
    refuse_unfit(handover)
    handover.others = _others(giver, taker)
    cases = list(Case.objects.select_for_update().filter(agency=actor.agency, officer=giver).open().order_by("pk"))
    if not cases and not handover.others:
        raise Refused("nothing_to_hand_over", f"{giver}名下没有在办的办件和其他事项，不需要交接。", field="giver")
    handover.save()
    HandoverItem.objects.bulk_create(
        HandoverItem(
            handover=handover, case=case, stage=case.stage, reply_due_on=case.reply_due_on,
            reply_provisional=case.reply_provisional, next_duty=case.next_duty, next_due_on=case.next_due_on,
        )
        for case in cases
    )  # fmt: skip
    for case in cases:
        assign(
            case_id=case.pk, unit=case.unit, officer=taker, note=f"交接：{handover.reason}", actor=actor, today=today,
            now=now,
        )  # fmt: skip
    tell(
        [taker], subject=f"接办{giver}移交的{len(cases)}件办件", now=now, by_email=True, in_digest=False,
        body=f"{actor}将{giver}名下{len(cases)}件在办办件交您接办，期限照常计算。事由：{handover.reason}。",
    )  # fmt: skip
    return handover


def _refuse_people(giver: User, taker: User, actor: User) -> None:
    for name, person in (("giver", giver), ("taker", taker)):
        if person.agency_id != actor.agency_id:
            raise Refused("handover_of_others", "只能在本机关人员之间交接。", field=name)
    if taker == giver or not taker.is_active or taker.role not in CASE_WORKERS:
        raise Refused(
            "taker_cannot_work", "接办人须是在岗的另一名经办人或承办科室人员。", article=regulation(45), field="taker"
        )


def _others(giver: User, taker: User) -> list[str]:
    """Hand over channels and office duties and return them in words."""
    channels = AnnouncedChannel.objects.filter(agency=giver.agency_id, duty_officer=giver, closed_on__isnull=True)
    duties = OfficeDuty.objects.filter(agency=giver.agency_id, officer=giver, met_on__isnull=True)
    words = [f"申请渠道责任人：{channel}" for channel in channels]
    words += [f"{duty.title}（{duty.due_on}）" for duty in duties]
    channels.update(duty_officer=taker)
    duties.update(officer=taker)
    return words
