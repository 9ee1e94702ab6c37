"""协查、协办: what others ask of the office, with its feedback day; no case, no table, no stopped clock."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from casework.law.assistance import AssistanceResult
from casework.law.errors import Refused
from casework.models.duty_names import ASSISTANCE_FEEDBACK
from casework.models.office_matter import Assistance
from casework.models.user import User
from casework.services.office_matters import WORKERS, close, enter, open_matter


@transaction.atomic
def register_assistance(
    *,
    kind: str,
    from_whom: str,
    contact: str,
    subject: str,
    received_on: date,
    actor: User,
    today: date,
    now: datetime,
    due_on: date | None = None,
    officer: User | None = None,
    case_number: str = "",
    key: str = "",
) -> Assistance:
    """Enter what another agency asks; without a day in its letter the agency's own period holds (5 working days)."""
    row = Assistance(
        kind=kind, from_whom=from_whom, contact=contact.strip(), subject=subject, received_on=received_on,
        officer=officer,
    )  # fmt: skip
    days = actor.agency.switches.assistance_days if actor.agency else 0
    return enter(
        row=row, what="登记协查协办", sign="协", duty=ASSISTANCE_FEEDBACK, case_number=case_number, working_days=days,
        due_on=due_on, actor=actor, today=today, now=now, key=key,
    )  # fmt: skip


@transaction.atomic
def give_feedback(
    *,
    assistance_id: int,
    result: str,
    answer: str,
    closed_on: date,
    actor: User,
    today: date,
    now: datetime,
    hours: Decimal | None = None,
) -> Assistance:
    """Enter what was fed back: found, not found or partly, and what it took."""
    row = open_matter(Assistance, assistance_id, what="反馈协查协办", actor=actor, roles=WORKERS)
    if result not in list(AssistanceResult):
        raise Refused("assistance_result_unknown", "请选择反馈结果。", field="result")
    if hours is not None and not 0 <= hours < 10_000:
        raise Refused("assistance_hours_wrong", "用时应为不小于0的小时数。", field="hours")
    row.result, row.hours = result, hours
    close(row, duty=ASSISTANCE_FEEDBACK, closed_on=closed_on, answer=answer, actor=actor, today=today)
    return row
