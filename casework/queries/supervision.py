"""督查: how the cases of an agency and all below it stand, each list one statement whatever its size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from django.db.models import Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from casework.law.calendar import WorkingCalendar
from casework.law.stages import OPEN_STAGES
from casework.models.agency import Agency
from casework.models.case import Case, overdue_on
from casework.models.office_duty import OfficeDuty
from casework.models.urging import Urging
from casework.models.user import User
from casework.queries.rounds import BEING_REDONE, first_due_on, late_rounds, orders_not_begun
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
    """Return the condition behind the lists of open cases, a round that was begun among them; list and count are the same words."""
    certain = Q(stage__in=OPEN, reply_provisional=False)
    return {
        Standing.OVERDUE: overdue_on(today),
        Standing.NEAR: certain & Q(reply_due_on__range=(today, near_until(today, calendar))),
    }


def orders(today: date, calendar: WorkingCalendar) -> dict[Standing, QuerySet[OfficeDuty]]:
    """Return the orders to decide anew that nobody has taken up, by the list they put their case on."""
    certain = orders_not_begun().filter(provisional=False)
    return {
        Standing.OVERDUE: certain.filter(due_on__lt=today),
        Standing.NEAR: certain.filter(due_on__range=(today, near_until(today, calendar))),
    }


def listed(
    user: User, standing: Standing, *, today: date, calendar: WorkingCalendar, agency_id: int | None = None
) -> list[Case]:
    """Return the cases of a list, the most overdue first; at most ``LISTED``. Two statements.

    Each says in ``due_on`` and ``done_on`` which reply it stands there for, in ``again`` whether that decides it anew.
    """
    cases = Case.objects.visible_to(user)
    if agency_id is not None:
        cases = cases.filter(agency=agency_id)
    cases = (
        cases.select_related("agency", "officer")
        .only("number", "subject", "stage", "agency__name", "officer__display_name", "officer__username")
        .annotate(
            urged=Exists(Urging.objects.filter(case=OuterRef("pk"))),
            urging_open=Exists(Urging.objects.filter(case=OuterRef("pk"), answered_at__isnull=True)),
        )
    )
    late = standing == Standing.ANSWERED_LATE
    order = ["-done_on", "pk"] if late else ["due_on", "pk"]
    found: list[Case] = []
    for part in _answered_late(cases, today) if late else _unanswered(cases, standing, today, calendar):
        found += part.order_by(*order)[:LISTED]
    if late:
        return sorted(found, key=lambda case: (-case.done_on.toordinal(), case.pk))[:LISTED]
    return sorted(found, key=lambda case: (case.due_on, case.pk))[:LISTED]


def _unanswered(
    cases: QuerySet[Case], standing: Standing, today: date, calendar: WorkingCalendar
) -> Iterator[QuerySet[Case]]:
    nothing = Value(None, output_field=DateField())
    yield cases.filter(conditions(today, calendar)[standing]).annotate(
        due_on=F("reply_due_on"), done_on=nothing, again=Q(BEING_REDONE)
    )
    owed = orders(today, calendar)[standing]
    nearest = owed.filter(case=OuterRef("pk")).order_by("due_on").values("due_on")[:1]
    yield cases.filter(pk__in=owed.values("case")).annotate(
        due_on=Subquery(nearest), done_on=nothing, again=Value(True)
    )


def _answered_late(cases: QuerySet[Case], today: date) -> Iterator[QuerySet[Case]]:
    first, again = _late(cases, today)
    yield first.annotate(due_on=F("first_due_on"), done_on=F("concluded_on"), again=Value(False))
    rounds = late_rounds(*_this_year(today)).filter(case=OuterRef("pk"))
    yield again.annotate(
        due_on=Subquery(rounds.values("due_on")[:1]), done_on=Subquery(rounds.values("concluded_on")[:1]),
        again=Value(True),
    )  # fmt: skip


def _late(cases: QuerySet[Case], today: date) -> tuple[QuerySet[Case], QuerySet[Case]]:
    """Return the cases of this year's decisions that were served after their day: the first ones, then later ones of other cases."""
    late = Q(decided_on__range=_this_year(today), concluded_on__gt=F("first_due_on"))
    cases = cases.annotate(first_due_on=first_due_on())
    rounds = late_rounds(*_this_year(today))
    return cases.filter(late), cases.filter(pk__in=rounds.values("case")).exclude(late)


def _this_year(today: date) -> tuple[date, date]:
    return date(today.year, 1, 1), today


def counts_by_agency(user: User, *, today: date, calendar: WorkingCalendar) -> list[AgencyCount]:
    """Return the counts of the agency and of every one below it, in five statements."""
    found, owed = conditions(today, calendar), orders(today, calendar)
    scope = Case.objects.visible_to(user)
    unanswered = Count("pk", filter=Exists(Urging.objects.filter(case=OuterRef("pk"), answered_at__isnull=True)))
    counted = [
        _by_agency(
            scope.filter(stage__in=OPEN),
            open=Count("pk"),
            near=Count("pk", filter=found[Standing.NEAR]),
            overdue=Count("pk", filter=found[Standing.OVERDUE]),
            unanswered=unanswered,
        ),
        _by_agency(
            scope.filter(pk__in=orders_not_begun().values("case")),
            open=Count("pk"),
            near=Count("pk", filter=Q(pk__in=owed[Standing.NEAR].values("case"))),
            overdue=Count("pk", filter=Q(pk__in=owed[Standing.OVERDUE].values("case"))),
            unanswered=unanswered,
        ),
        *(_by_agency(late, answered_late=Count("pk")) for late in _late(scope, today)),
    ]
    names = [name.name for name in fields(AgencyCount)][2:]
    return [
        AgencyCount(pk, name, **{key: sum(part.get(pk, {}).get(key, 0) for part in counted) for key in names})
        for pk, name in Agency.objects.below(user.agency).order_by("path").values_list("pk", "name")
    ]


def _by_agency(cases: QuerySet[Case], **counts: Count) -> dict[int, dict[str, int]]:
    return {row["agency"]: row for row in cases.order_by().values("agency").annotate(**counts)}
