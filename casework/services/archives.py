"""档案到期鉴定: filed cases whose years are over are listed and appraised by a person. Nothing is ever deleted."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from casework.law.archives import after_appraisal
from casework.law.errors import Refused
from casework.law.sources import regulation
from casework.law.stages import Stage
from casework.models.agency import Agency
from casework.models.archive_appraisal import ArchiveAppraisal
from casework.models.case import Case
from casework.models.duty_names import ARCHIVE_APPRAISAL
from casework.models.user import Role, User
from casework.services.fitting import refuse_unfit
from casework.services.office_duties import meet_duty, open_duty
from casework.services.permissions import refuse_other_role

ARCHIVISTS = (Role.CLERK, Role.LEADER)
# The dossiers of a year are appraised by this day of it: an office's own rule, no law says one.
_MONTH, _DAY = 6, 30


@transaction.atomic
def appraise_archive(
    *, case_id: int, verdict: str, note: str, actor: User, today: date, now: datetime
) -> ArchiveAppraisal:
    """Say what becomes of a filed case whose years are over. "Destroy" is a proposal: the case stays where it is."""
    refuse_other_role(actor, "档案到期鉴定", *ARCHIVISTS)
    mine = Case.objects.visible_to(actor).filter(agency=actor.agency, stage=Stage.ARCHIVED)
    case = mine.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise Refused("archive_not_found", "没有这件已归档的办件，或您无权办理。", article=regulation(45))
    if case.appraise_on is None or case.appraise_on > today:
        raise Refused(
            "archive_not_due", f"保管期限尚未届满（到期鉴定日期{case.appraise_on or '无'}）。", article=regulation(45)
        )
    kept = after_appraisal(verdict, note, years=case.retention_years, appraised_on=today)
    row = ArchiveAppraisal(
        case=case, verdict=verdict, note=note.strip(), appraised_on=today, next_on=kept.appraise_on,
        appraised_by=actor, recorded_at=now,
    )  # fmt: skip
    refuse_unfit(row)
    row.save()
    case.retention_years, case.appraise_on = kept.years, kept.appraise_on
    case.save(update_fields=["retention_years", "appraise_on"])
    if not due_archives(actor.agency, today).exists():
        meet_duty(duty=ARCHIVE_APPRAISAL, about=_about(actor.agency_id, today.year), met_on=today, actor=actor)
    return row


def due_archives(agency: Agency, today: date) -> QuerySet[Case]:
    """Return the filed cases of an agency whose years of keeping are over, the oldest first."""
    return _due(today).filter(agency=agency).order_by("appraise_on", "pk")


def open_archive_appraisals(*, today: date, now: datetime) -> int:
    """Enter, once a year and agency, that dossiers wait for their appraisal; return how many."""
    opened = 0
    for row in _due(today).order_by().values("agency").annotate(number=Count("pk")):
        opened += bool(
            open_duty(
                agency=Agency.objects.get(pk=row["agency"]), duty=ARCHIVE_APPRAISAL,
                about=_about(row["agency"], today.year), due_on=date(today.year, _MONTH, _DAY),
                title=f"{row['number']}卷档案保管期满，等待鉴定", now=now,
            )
        )  # fmt: skip
    return opened


def _due(today: date) -> QuerySet[Case]:
    return Case.objects.filter(stage=Stage.ARCHIVED, appraise_on__lte=today)


def _about(agency_id: int, year: int) -> str:
    return f"{agency_id}/{year}"
