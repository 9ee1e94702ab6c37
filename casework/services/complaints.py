"""投诉举报 (条例第四十七条): entered by the agency that looks into it, about itself or one below, and answered."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.law.complaints import check_complaint
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.duty_names import COMPLAINT_ANSWER
from casework.models.office_matter import Complaint
from casework.models.user import Role, User
from casework.services.office_matters import DESK, close, enter, open_matter

# The superior's supervisor looks into what is said of the agencies below.
COMPLAINT_KEEPERS = (*DESK, Role.SUPERVISOR)


@transaction.atomic
def register_complaint(
    *,
    from_whom: str,
    contact: str,
    subject: str,
    received_on: date,
    actor: User,
    today: date,
    now: datetime,
    against: Agency | None = None,
    officer: User | None = None,
    case_number: str = "",
    key: str = "",
) -> Complaint:
    """Enter a complaint about the own agency or one below it; the agency's own period begins."""
    against = against or actor.agency
    if actor.agency and not Agency.objects.below(actor.agency).filter(pk=against.pk).exists():
        raise Refused("complaint_outside", "只能登记对本机关和下级机关的投诉举报。", field="against")
    row = Complaint(
        from_whom=from_whom, contact=contact.strip(), subject=subject, received_on=received_on, against=against,
        officer=officer,
    )  # fmt: skip
    days = actor.agency.switches.complaint_days if actor.agency else 0
    return enter(
        row=row, what="登记投诉举报", sign="诉", duty=COMPLAINT_ANSWER, case_number=case_number, working_days=days,
        actor=actor, today=today, now=now, key=key, roles=COMPLAINT_KEEPERS,
    )  # fmt: skip


@transaction.atomic
def answer_complaint(
    *,
    complaint_id: int,
    finding: str,
    measures: str,
    answer: str,
    closed_on: date,
    actor: User,
    today: date,
    now: datetime,
) -> Complaint:
    """Enter what was found, what was done about it and what the complainant was told."""
    row = open_matter(Complaint, complaint_id, what="办理投诉举报", actor=actor, roles=COMPLAINT_KEEPERS)
    check_complaint(finding, measures=measures)
    row.finding, row.measures = finding, measures.strip()
    close(row, duty=COMPLAINT_ANSWER, closed_on=closed_on, answer=answer, actor=actor, today=today)
    return row
