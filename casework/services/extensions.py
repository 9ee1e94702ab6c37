"""延期答复: asked by the desk, approved by the head, told to the applicant in time (Art. 33(2))."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.acts import Act
from casework.law.duties import REPLY_WORKING_DAYS
from casework.law.errors import Refused
from casework.law.facts import ExtensionFact, check_extension
from casework.law.letter_service import DAY_FIELDS, ServiceFact
from casework.law.sources import regulation
from casework.models.case import Case
from casework.models.extension import Extension
from casework.models.facts import current_extension
from casework.models.letter_service import Letter
from casework.models.user import User
from casework.services.fitting import refuse_unfit
from casework.services.letter_service import record_service
from casework.services.performing import Performance


@transaction.atomic
def request_extension(
    *,
    case_id: int,
    working_days: int,
    reason: str,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Ask the head to extend by 1..20 working days. Raises Refused beyond, or the second time."""
    act = Performance(case_id=case_id, act=Act.REQUEST_EXTENSION, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    check_extension(ExtensionFact(working_days))
    if not reason.strip():
        raise Refused("reason_missing", "请写明延期理由。", article=regulation(33, 2), field="reason")
    extension = Extension(
        case=act.case,
        working_days=working_days,
        reason=reason.strip(),
        requested_on=today,
        requested_by=actor,
    )
    refuse_unfit(extension)
    extension.save()
    return act.finish(note=reason.strip(), extension_working_days=working_days)


@transaction.atomic
def approve_extension(*, case_id: int, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Approve the requested extension; it takes effect only once told to the applicant."""
    act = Performance(case_id=case_id, act=Act.APPROVE_EXTENSION, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    extension = current_extension(act.case)
    extension.approved_on, extension.approved_by = today, actor
    extension.save()
    return act.finish(extension_working_days=extension.working_days)


@transaction.atomic
def reject_extension(*, case_id: int, reason: str, actor: User, today: date, now: datetime, key: str = "") -> Case:
    """Reject the requested extension with a reason; the deadline stays as it was."""
    act = Performance(case_id=case_id, act=Act.REJECT_EXTENSION, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    if not reason.strip():
        raise Refused("reason_missing", "请写明不同意的理由。", article=regulation(33, 2), field="reason")
    extension = current_extension(act.case)
    extension.rejected_on, extension.rejection_reason = today, reason.strip()
    refuse_unfit(extension)
    extension.save()
    return act.finish(note=reason.strip())


@transaction.atomic
def serve_extension(
    *,
    case_id: int,
    fact: ServiceFact,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Case:
    """Record that the applicant was told; refused when that came after the original due date."""
    act = Performance(case_id=case_id, act=Act.SERVE_EXTENSION, actor=actor, today=today, now=now, key=key)
    if act.repeated:
        return act.case
    extension = current_extension(act.case)
    due_on = act.reading.reply.due_on if act.reading.reply else None
    record = record_service(case=act.case, letter=Letter.EXTENSION_NOTICE, fact=fact, actor=actor, today=today)
    extension.served_on = record.in_time_on
    extension.save()
    reply = act.reread().reply
    # The clock is the one judge of whether an extension took effect.
    if reply is None or reply.of == REPLY_WORKING_DAYS:
        raise Refused(
            "extension_served_late",
            f"延期告知于{record.in_time_on}送达，已超过原答复期限{due_on}，延期不生效。",
            article=regulation(33, 2),
            field=DAY_FIELDS[fact.method],
        )
    return act.finish(
        happened_on=record.in_time_on,
        extension_working_days=extension.working_days,
        service=str(record),
    )
