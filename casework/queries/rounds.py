"""Cases decided anew (ADR 0007) where lists and figures tell the first reply from a later one."""

from __future__ import annotations

from datetime import date

from django.db.models import Case as Choice
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from casework.law.duties import DutyKind
from casework.law.stages import OPEN_STAGES
from casework.models.deadline import Deadline
from casework.models.dispute import Redo
from casework.models.duty_names import REDECISION
from casework.models.office_duty import OfficeDuty

# Decided once and being decided again: "reply_due_on" is then the day of the new decision.
BEING_REDONE = Q(concluded_on__isnull=False, stage__in=OPEN_STAGES)


def first_due_on() -> Choice:
    """Return the last day of a case's first reply, which ``Case.concluded_on`` is measured by."""
    first = Deadline.objects.filter(case=OuterRef("pk"), duty=DutyKind.REPLY, index=0)
    return Choice(When(BEING_REDONE, then=Subquery(first.values("due_on")[:1])), default=F("reply_due_on"))


def orders_not_begun() -> QuerySet[OfficeDuty]:
    """Return the orders to decide anew that nobody has taken up, with their last day.

    The days run since the decision took effect or came, whether the case is taken up or not. A silence that was sued stays
    open and is answered in the case itself. Source: 行政复议法第七十七条, 行政诉讼法第七十条.
    """
    return OfficeDuty.objects.filter(duty=REDECISION, met_on__isnull=True).exclude(case__stage__in=OPEN_STAGES)


def late_rounds(first: date, last: date) -> QuerySet[Redo]:
    """Return the later decisions made between two days and served after their own last day, ``due_on``."""
    before = Redo.objects.filter(case=OuterRef("case"), pk__lt=OuterRef("pk")).order_by().values("case")
    index = Coalesce(Subquery(before.annotate(number=Count("pk")).values("number")), 0)
    own = Deadline.objects.filter(case=OuterRef("case"), duty=DutyKind.RE_DECISION, index=OuterRef("index"))
    rounds = Redo.objects.annotate(index=index).annotate(due_on=Subquery(own.values("due_on")[:1]))
    return rounds.filter(decided_on__range=(first, last), concluded_on__gt=F("due_on")).order_by("pk")
