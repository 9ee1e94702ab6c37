"""不予公开台账: the cases that withheld something, with their last appraisal and the next day."""

from __future__ import annotations

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from casework.law.appraisals import WITHHOLDING_CODES, Appraised
from casework.models.appraisal import Appraisal
from casework.models.case import Case
from casework.models.duty_names import WITHHELD_APPRAISAL
from casework.models.office_duty import OfficeDuty
from casework.models.user import User


def withheld_cases(user: User, *, also_disclosable: bool = False) -> QuerySet[Case]:
    """Return the cases a person sees that withheld something, the nearest appraisal first.

    Each has ``last_result``, ``last_on`` and ``next_on``; what may be disclosed meanwhile only on request.
    """
    latest = Appraisal.objects.filter(case=OuterRef("pk")).order_by("-pk")
    due = OfficeDuty.objects.filter(case=OuterRef("pk"), duty=WITHHELD_APPRAISAL, met_on__isnull=True)
    found = (
        Case.objects.visible_to(user)
        .select_related("agency")
        .filter(decision_code__in=WITHHOLDING_CODES, concluded_on__isnull=False)
        .annotate(
            last_result=Subquery(latest.values("result")[:1]),
            last_on=Subquery(latest.values("appraised_on")[:1]),
            next_on=Subquery(due.order_by("due_on").values("due_on")[:1]),
        )
    )
    if not also_disclosable:
        found = found.filter(Q(last_result__isnull=True) | ~Q(last_result=Appraised.DISCLOSABLE))
    return found.order_by(F("next_on").asc(nulls_last=True), "decided_on", "pk")


def appraisals_of(case: Case) -> QuerySet[Appraisal]:
    """Return the appraisals of a case, newest first."""
    return Appraisal.objects.filter(case=case).select_related("appraised_by").order_by("-pk")
