"""更正 (条例第四十一条): entered with the evidence, decided with code C1, never in table 三."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from casework.adapters.numbering import next_number
from casework.law.errors import Refused
from casework.law.rectifications import check_rectification
from casework.law.sources import regulation
from casework.models.duty_names import RECTIFICATION
from casework.models.office_matter import Rectification
from casework.models.user import User
from casework.services.closing import next_archive_number
from casework.services.office_matters import DESK, WORKERS, close, enter, open_matter
from casework.services.permissions import refuse_other_role


@transaction.atomic
def register_rectification(
    *,
    from_whom: str,
    contact: str,
    subject: str,
    evidence: str,
    received_on: date,
    actor: User,
    today: date,
    now: datetime,
    officer: User | None = None,
    case_number: str = "",
    key: str = "",
) -> Rectification:
    """Enter a request to correct a record; the agency's own period (``correction_days``) begins.

    Evidence may be missing: then the request can be answered, but not granted.
    """
    row = Rectification(
        from_whom=from_whom, contact=contact.strip(), subject=subject, evidence=evidence.strip(),
        received_on=received_on, officer=officer,
    )  # fmt: skip
    return enter(
        row=row, what="登记更正申请", sign="更正", duty=RECTIFICATION, case_number=case_number,
        working_days=_period(actor), actor=actor, today=today, now=now, key=key,
    )  # fmt: skip


@transaction.atomic
def decide_rectification(
    *,
    rectification_id: int,
    outcome: str,
    proof: str,
    answer: str,
    closed_on: date,
    actor: User,
    today: date,
    now: datetime,
    addressee: str = "",
) -> Rectification:
    """Decide the request (code C1) and give the notice its number. Raises Refused as ``check_rectification``."""
    row = open_matter(Rectification, rectification_id, what="办理更正申请", actor=actor, roles=WORKERS)
    check_rectification(outcome, evidence=row.evidence, proof=proof, addressee=addressee)
    row.outcome, row.proof, row.addressee = outcome, proof.strip(), addressee.strip()
    close(row, duty=RECTIFICATION, closed_on=closed_on, answer=answer, actor=actor, today=today)
    serial = next_number(agency_id=row.agency_id, series="rectification_letter", year=closed_on.year)
    row.letter_number = f"{row.agency.prefix}公更〔{closed_on.year}〕{serial}号"
    row.save(update_fields=["letter_number"])
    return row


@transaction.atomic
def archive_rectification(*, rectification_id: int, actor: User, today: date, now: datetime) -> Rectification:
    """File a decided rectification among the agency's dossiers (条例第四十五条). A second time changes nothing."""
    refuse_other_role(actor, "更正申请归档", *DESK)
    row = Rectification.objects.select_for_update(of=("self",)).filter(pk=rectification_id, agency=actor.agency).first()
    if row is None:
        raise Refused("rectification_not_found", "没有这件更正申请，或您无权办理。", article=regulation(45))
    if row.is_open:
        raise Refused("rectification_not_decided", "更正申请尚未办结，不能归档。", article=regulation(45))
    if row.archived_on is None:
        row.archive_number = next_archive_number(row.agency, today)
        row.archived_on, row.retention_years = today, row.agency.switches.retention_years
        row.save(update_fields=["archived_on", "archive_number", "retention_years"])
    return row


def _period(actor: User) -> int:
    return actor.agency.switches.correction_days if actor.agency else 0
