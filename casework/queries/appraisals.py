"""不予公开台账: the cases that withheld something, with their last appraisal and the next day."""

from __future__ import annotations

from datetime import date

from django.db.models import Case as Either
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from casework.law.appraisals import WITHHOLDING_CODES, Appraised, appraisal_on
from casework.law.closing import ENDING_ACTS
from casework.models.appraisal import Appraisal
from casework.models.case import Case
from casework.models.dispute import Redo, redos_of
from casework.models.duty_names import WITHHELD_APPRAISAL
from casework.models.office_duty import OfficeDuty
from casework.models.reply import Reply, ReplyItem
from casework.models.user import User


def withholding(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Keep the cases whose decision in force withholds something (Art. 18).

    Every matter of the reply signed last is looked at, not the code the case is counted by; a case of an imported
    ledger has only that. What ended otherwise, at last or from the beginning, withholds nothing.
    """
    signed = Reply.objects.filter(case=OuterRef("pk"), signed_on__isnull=False).order_by("-pk")
    redone = Redo.objects.filter(case=OuterRef("pk"), concluded_on__isnull=False).order_by("-pk")
    anew = Coalesce(Subquery(redone.values("decision_code")[:1]), F("decision_code"))
    withheld = ReplyItem.objects.filter(reply=OuterRef("signed_last"), decision_code__in=WITHHOLDING_CODES)
    return (
        cases.filter(concluded_on__isnull=False)
        .annotate(
            signed_last=Subquery(signed.values("pk")[:1]),
            code_in_force=Either(When(disputed=True, then=anew), default=F("decision_code")),
        )
        .exclude(code_in_force__in=ENDING_ACTS)
        .filter(Q(signed_last__isnull=True, decision_code__in=WITHHOLDING_CODES) | Exists(withheld))
    )


def withheld_since(case: Case) -> date:
    """Return the day of the decision in force, from which the appraisals are counted."""
    return next((item.decided_on for item in reversed(redos_of(case)) if item.concluded_on), case.decided_on)


def next_appraisal_on(case: Case) -> date | None:
    """Return the day by which one of ``withheld_cases`` is appraised, None for what may be disclosed meanwhile."""
    if case.last_result == Appraised.DISCLOSABLE:
        return None
    return case.next_on or appraisal_on(withheld_since(case))


def withheld_codes(case: Case) -> list[str]:
    """Return the decision codes by which the reply in force withholds something, in the order of its matters."""
    signed = [item for item in case.replies.all() if item.signed_on]
    codes = [item.decision_code for item in signed[-1].items.all()] if signed else [case.decision_code]
    return list(dict.fromkeys(code for code in codes if code in WITHHOLDING_CODES))


def withheld_cases(user: User, *, also_disclosable: bool = False) -> QuerySet[Case]:
    """Return the cases a person sees that withheld something, the nearest appraisal first.

    Each has ``last_result``, ``last_on`` and ``next_on``; what may be disclosed meanwhile only on request.
    """
    latest = Appraisal.objects.filter(case=OuterRef("pk")).order_by("-pk")
    due = OfficeDuty.objects.filter(case=OuterRef("pk"), duty=WITHHELD_APPRAISAL, met_on__isnull=True)
    found = (
        withholding(Case.objects.visible_to(user))
        .select_related("agency")
        .prefetch_related("replies__items", "redos")
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
