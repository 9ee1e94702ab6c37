"""Cases that belong together: split from one another, or examined together because they ask for the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, prefetch_related_objects

from casework.law.open_acts import TOGETHER_STAGES
from casework.law.similarity import SAME_MATTER, asked, likeness
from casework.models.case import Case
from casework.models.matter import Matter
from casework.models.user import User
from casework.queries.case_page import CaseRead, read_cases
from casework.queries.same_applicant import same_person

OPEN_LOOKED_AT = 300
OFFERED = 10


@dataclass(frozen=True, slots=True)
class Related:
    """The cases around one: the whole it was split from, its siblings and parts, those answered together."""

    whole: list[Case] = field(default_factory=list)
    siblings: list[Case] = field(default_factory=list)
    parts: list[Case] = field(default_factory=list)
    together: list[Case] = field(default_factory=list)


def related_cases(user: User, case: Case) -> Related:
    """Return the related cases the user may see: one statement, and none for a case that stands alone.

    ``case`` is one of ``read_case``, which says whether it was split.
    """
    found = Related()
    if not (case.was_split or case.split_from_id or case.answered_with_id):
        return found
    links = Q(split_from=case.pk)
    if case.split_from_id:
        links |= Q(pk=case.split_from_id) | Q(split_from=case.split_from_id)
    if case.answered_with_id:
        links |= Q(answered_with=case.answered_with_id)
    for other in Case.objects.visible_to(user).filter(links).exclude(pk=case.pk).order_by("pk"):
        if other.pk == case.split_from_id:
            found.whole.append(other)
        elif other.split_from_id == case.pk:
            found.parts.append(other)
        elif case.split_from_id and other.split_from_id == case.split_from_id:
            found.siblings.append(other)
        if case.answered_with_id and other.answered_with_id == case.answered_with_id:
            found.together.append(other)
    return found


def read_together(user: User, case: Case, *, today: date) -> list[CaseRead]:
    """Return the cases answered together with this one, itself among them, in the order they came in."""
    lead = case.answered_with_id
    field, value = ("answered_with", lead) if lead else ("pk", case.pk)
    found = read_cases(user, field, value, today=today)
    # Drafts are read with cases being drafted only, and these also show what is in review.
    prefetch_related_objects([item.case for item in found], "matters")
    return found


def like_open_cases(user: User, case: Case) -> list[Case]:
    """Return open cases of the agency that ask for the same and are not in review yet, likest first."""
    open_cases = (
        Case.objects.visible_to(user)
        .filter(agency=case.agency_id, stage__in=TOGETHER_STAGES)
        .exclude(pk=case.pk)
        .prefetch_related("applicants")
        .order_by("-pk")[:OPEN_LOOKED_AT]
    )
    this = asked(case.content)
    found = [(likeness(this, asked(other.content)), other) for other in open_cases if not _joined(case, other)]
    alike = sorted((item for item in found if item[0] >= SAME_MATTER), key=lambda item: (-item[0], item[1].pk))
    return [other for _, other in alike[:OFFERED]]


def _joined(case: Case, other: Case) -> bool:
    return case.answered_with_id is not None and case.answered_with_id == other.answered_with_id


def drafts_together(case: Case) -> list[tuple[Case, Matter]]:
    """Return what was drafted in the cases answered together with this one, where that is one decision.

    Two statements, none for a case alone.
    """
    if case.answered_with_id is None:
        return []
    others = Case.objects.together_with(case).prefetch_related("matters").order_by("pk")
    drafts = [(other, other.matters.all()) for other in others]
    return [(other, matters[0]) for other, matters in drafts if len(matters) == 1 and matters[0].decision_code]


def numbers_together(case: Case) -> tuple[tuple[str, ...], int]:
    """Return the numbers of the same applicants' cases examined together, and how many are of other people."""
    others = list(Case.objects.together_with(case).order_by("pk"))
    if not others:
        return (), 0
    mine: set[int] = set()
    for applicant in case.applicants.all():
        mine |= set(same_person(applicant).filter(case__in=others).values_list("case_id", flat=True))
    return tuple(other.number for other in others if other.pk in mine), sum(other.pk not in mine for other in others)
