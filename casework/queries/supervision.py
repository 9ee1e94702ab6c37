"""督查: how the cases of an agency and all below it stand, each list one statement whatever its size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from casework.law.calendar import WorkingCalendar
from casework.law.stages import OPEN_STAGES
from casework.models.agency import Agency
from casework.models.case import Case, overdue_on
from casework.models.urging import Urging
from casework.models.user import User
from casework.queries.work_list import near_until

LISTED = 100
OPEN = sorted(OPEN_STAGES)


class Standing(StrEnum):
    """What a list of the supervisor holds."""

    OVERDUE = "overdue"
    NEAR = "near"
    ANSWERED_LATE = "answered_late"


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """How the cases of one agency stand."""

    agency_id: int
    name: str
    open: int
    near: int
    overdue: int
    answered_late: int
    unanswered: int


def conditions(today: date, calendar: WorkingCalendar) -> dict[Standing, Q]:
    """Return the condition behind every list; list and count are the same words.

    "Answered late" counts the decisions of this year that were served after the reply day.
    """
    is_open = Q(stage__in=OPEN)
    certain = Q(reply_provisional=False)
    return {
        Standing.OVERDUE: overdue_on(today),
        Standing.NEAR: is_open & certain & Q(reply_due_on__range=(today, near_until(today, calendar))),
        Standing.ANSWERED_LATE: ~is_open
        & Q(decided_on__range=(date(today.year, 1, 1), today), concluded_on__gt=F("reply_due_on")),
    }


def listed(
    user: User, standing: Standing, *, today: date, calendar: WorkingCalendar, agency_id: int | None = None
) -> QuerySet[Case]:
    """Return the cases of a list, the most overdue first; at most ``LISTED``."""
    cases = Case.objects.visible_to(user).filter(conditions(today, calendar)[standing])
    if agency_id is not None:
        cases = cases.filter(agency=agency_id)
    order = ["-concluded_on", "pk"] if standing == Standing.ANSWERED_LATE else ["reply_due_on", "pk"]
    return (
        cases.select_related("agency", "officer")
        .only(
            "number", "subject", "stage", "reply_due_on", "concluded_on", "agency__name", "officer__display_name",
            "officer__username",
        )
        .annotate(
            urged=Exists(Urging.objects.filter(case=OuterRef("pk"))),
            urging_open=Exists(Urging.objects.filter(case=OuterRef("pk"), answered_at__isnull=True)),
        )
        .order_by(*order)[:LISTED]
    )  # fmt: skip


def counts_by_agency(user: User, *, today: date, calendar: WorkingCalendar) -> list[AgencyCount]:
    """Return the counts of the agency and of every one below it, in three statements."""
    found = conditions(today, calendar)
    scope = Case.objects.visible_to(user)
    current = _by_agency(
        scope.filter(stage__in=OPEN),
        open=Count("pk"),
        near=Count("pk", filter=found[Standing.NEAR]),
        overdue=Count("pk", filter=found[Standing.OVERDUE]),
        unanswered=Count("pk", filter=Exists(Urging.objects.filter(case=OuterRef("pk"), answered_at__isnull=True))),
    )
    late = _by_agency(scope.filter(found[Standing.ANSWERED_LATE]), answered_late=Count("pk"))
    rows = []
    for pk, name in Agency.objects.below(user.agency).order_by("path").values_list("pk", "name"):
        now, then = current.get(pk, {}), late.get(pk, {})
        rows.append(
            AgencyCount(
                pk, name, now.get("open", 0), now.get("near", 0), now.get("overdue", 0),
                then.get("answered_late", 0), now.get("unanswered", 0),
            )
        )  # fmt: skip
    return rows


def _by_agency(cases: QuerySet[Case], **counts: Count) -> dict[int, dict[str, int]]:
    return {row["agency"]: row for row in cases.order_by().values("agency").annotate(**counts)}
