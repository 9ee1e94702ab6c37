"""不予公开台账: what was withheld is appraised regularly, until it may be disclosed (条例第十八条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from casework.adapters.clock import legal_day
from casework.law.appraisals import (
    BASIS,
    PERIOD_MONTHS,
    Appraised,
    appraisal_on,
    refuse_unfit_appraisal,
)
from casework.law.errors import Refused
from casework.law.remedies import add_months
from casework.models.appraisal import Appraisal
from casework.models.case import Case
from casework.models.duty_names import WITHHELD_APPRAISAL
from casework.models.office_duty import OfficeDuty
from casework.models.user import Role, User
from casework.queries.appraisals import withheld_since, withholding
from casework.services.fitting import refuse_unfit_texts
from casework.services.office_duties import meet_duty, open_duty
from casework.services.permissions import refuse_other_role

APPRAISERS = (Role.CLERK, Role.LEADER)
# A duty is entered so long before its day, well before the first step of any ladder.
ENTERED_MONTHS_BEFORE = 4
TITLE = "不予公开信息评估 {number}"


def open_appraisals(*, today: date, now: datetime) -> int:
    """Enter the first appraisal of every case that withheld something, when it comes near; return how many.

    A case of an imported ledger counts from its import, so that old files do not fall due all at once.
    """
    _end_of_what_was_disclosed(today)
    through = add_months(today, ENTERED_MONTHS_BEFORE - PERIOD_MONTHS)
    known = OfficeDuty.objects.filter(case=OuterRef("pk"), duty=WITHHELD_APPRAISAL)
    found = withholding(Case.objects.filter(~Exists(known), decided_on__lte=through)).select_related(
        "agency", "officer"
    )
    opened = 0
    for case in found.order_by("pk").iterator(chunk_size=500):
        since = max(withheld_since(case), legal_day(case.registered_at))
        if since <= through:
            opened += bool(_open(case, appraisal_on(since), now))
    return opened


def _end_of_what_was_disclosed(today: date) -> None:
    """End the duties of cases decided anew that withhold nothing any more."""
    still = withholding(Case.objects.filter(disputed=True)).values("pk")
    rows = OfficeDuty.objects.filter(duty=WITHHELD_APPRAISAL, met_on__isnull=True, case__disputed=True)
    for row in rows.exclude(case__in=still):
        meet_duty(duty=WITHHELD_APPRAISAL, about=row.about, met_on=today, actor=None)


@transaction.atomic
def appraise(
    *,
    case_id: int,
    result: str,
    reason: str,
    appraised_on: date,
    next_on: date | None,
    actor: User,
    today: date,
    now: datetime,
    key: str = "",
) -> Appraisal:
    """Enter an appraisal; the duty ends, and a next one begins unless all may be disclosed."""
    refuse_other_role(actor, "不予公开信息评估", *APPRAISERS)
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise Refused("appraisal_case_not_found", "没有这个办件，或您无权办理。")
    if key and (done := Appraisal.objects.filter(key=key, case=case).first()):
        return done
    if not withholding(Case.objects.filter(pk=case.pk)).exists():
        raise Refused("nothing_to_appraise", "这个办件没有不予公开的内容，不需评估。", article=BASIS)
    refuse_unfit_texts({"reason": reason})
    refuse_unfit_appraisal(
        result=result,
        reason=reason,
        appraised_on=appraised_on,
        decided_on=withheld_since(case),
        next_on=next_on,
        today=today,
    )
    row = Appraisal.objects.create(
        case=case, appraised_on=appraised_on, result=Appraised(result), reason=reason.strip(), next_on=next_on,
        appraised_by=actor, recorded_at=now, key=key or None,
    )  # fmt: skip
    meet_duty(duty=WITHHELD_APPRAISAL, about=case.pk, met_on=appraised_on, actor=actor)
    if next_on:
        _open(case, next_on, now)
    return row


def _open(case: Case, due_on: date, now: datetime) -> OfficeDuty | None:
    return open_duty(
        agency=case.agency, duty=WITHHELD_APPRAISAL, about=case.pk, title=TITLE.format(number=case.number), due_on=due_on,
        officer=case.officer, case=case, now=now,
    )  # fmt: skip
