"""复议诉讼: table 四 from the disputes themselves, and the register as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min, Q, QuerySet

from casework.law.annual_counting import first_and_last_day
from casework.law.disputes import (
    DisputeFact,
    DisputeKind,
    as_figures,
    column_in_year,
    fold_disputes,
    table_group,
)
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.dispute import Dispute
from casework.models.user import User

_APPEAL = Q(continued_by__kind=DisputeKind.SECOND_INSTANCE)


def table_four(agencies: Iterable[Agency], years: Iterable[int]) -> dict[tuple[int, int], dict[str, Decimal]]:
    """Return table 四 by (agency id, year) under the keys of the entered figures. Two statements.

    An agency that never entered a dispute keeps its table by hand, so it is not there; one that did
    has every cell, zeros included.
    """
    asked, wanted = {agency.pk: agency for agency in agencies}, sorted(years)
    keeping = set(Dispute.objects.filter(agency__in=asked).order_by().values_list("agency", flat=True).distinct())
    if not keeping:
        return {}
    facts: dict[int, list[DisputeFact]] = {agency: [] for agency in keeping}
    for agency, fact in _facts(keeping, wanted[0], wanted[-1]):
        facts[agency].append(fact)
    return {
        (agency, year): as_figures(
            fold_disputes(found, year, instances=asked[agency].switches.dispute_instances)
        )
        for agency, found in facts.items()
        for year in wanted
    }  # fmt: skip


def _facts(agencies: Iterable[int], first_year: int, last_year: int) -> Iterable[tuple[int, DisputeFact]]:
    first, last = first_and_last_day(first_year)[0], first_and_last_day(last_year)[1]
    rows = (
        Dispute.objects.filter(
            Q(decided_on__isnull=True) | Q(decided_on__gte=first), agency__in=list(agencies), received_on__lte=last
        )
        .order_by()
        .annotate(continued_on=Min("continued_by__received_on", filter=_APPEAL))
        .values_list(
            "agency_id", "kind", "after_reconsideration", "received_on", "decided_on", "result", "preceded_by__result",
            "continued_on",
        )
    )  # fmt: skip
    for agency, kind, after, received_on, decided_on, result, earlier, continued_on in rows:
        yield (
            agency,
            DisputeFact(DisputeKind(kind), after, received_on, decided_on, result, earlier or "", continued_on),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of disputes is narrowed to; an empty field narrows nothing."""

    standing: str = ""
    kind: str = ""
    year: int | None = None
    group: str = ""
    column: str = ""


OPEN, UNANSWERED, TO_REDO = "open", "unanswered", "redo"
STANDINGS: Mapping[str, str] = {OPEN: "尚未审结", UNANSWERED: "未答复举证", TO_REDO: "待重新办理"}


def disputes(user: User, wanted: Wanted) -> QuerySet[Dispute]:
    """Return the disputes over the cases a user may see, newest papers first."""
    rows = Dispute.objects.filter(case__in=Case.objects.visible_to(user).order_by().values("pk"))
    rows = rows.select_related("case__agency", "preceded_by").order_by("-received_on", "-pk")
    if wanted.standing == OPEN:
        rows = rows.filter(result="")
    elif wanted.standing == UNANSWERED:
        rows = rows.filter(result="", answered_on__isnull=True)
    elif wanted.standing == TO_REDO:
        rows = rows.filter(redo_ordered=True, redo__isnull=True)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year:
        rows = rows.filter(pk__in=_in_cell(rows, wanted))
    return rows


def _in_cell(rows: QuerySet[Dispute], wanted: Wanted) -> list[int]:
    first, last = first_and_last_day(wanted.year)
    found = rows.filter(Q(decided_on__isnull=True) | Q(decided_on__gte=first), received_on__lte=last)
    chosen = []
    for item in found.annotate(continued_on=Min("continued_by__received_on", filter=_APPEAL)):
        fact = item.fact(item.continued_on)
        column = column_in_year(fact, wanted.year, instances=item.case.agency.switches.dispute_instances)
        group = table_group(fact.kind, after_reconsideration=fact.after_reconsideration)
        if column and wanted.group in ("", group) and wanted.column in ("", "total", column):
            chosen.append(item.pk)
    return chosen


def first_year_of(user: User, today: date) -> int:
    """Return the year of the oldest dispute a user may see, this year when there is none."""
    first = disputes(user, Wanted()).order_by().aggregate(first=Min("received_on"))["first"]
    return first.year if first else today.year
