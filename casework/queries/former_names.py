"""Finding an agency or a unit by a name it no longer has."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from casework.law.succession import desk_sentence, letter_sentence
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.former_name import FormerName


def former_names_like(text: str) -> QuerySet[FormerName]:
    """Return the rows whose old name holds ``text``."""
    return FormerName.objects.filter(name__icontains=text.strip())


def successor_hints(agency: Agency, addressed_to: str) -> list[str]:
    """Return what a clerk of ``agency`` should know of a name on a letter; nothing for a name in use."""
    wanted = addressed_to.strip()
    if not wanted:
        return []
    rows = FormerName.objects.filter(name=wanted).select_related("agency", "unit")
    # A unit's old name means something only inside its own agency.
    rows = rows.filter(Q(unit__isnull=True) | Q(agency=agency))
    return [desk_sentence(row.succession(), own=row.agency_id == agency.pk) for row in rows]


def succession_in_letters(case: Case) -> str:
    """Return the sentence that names the succession in the case's letters, or nothing."""
    if not case.addressed_to:
        return ""
    row = FormerName.objects.filter(agency=case.agency_id, name=case.addressed_to, unit__isnull=True).first()
    return letter_sentence(row.succession()) if row else ""


def by_former_name(text: str) -> Q:
    """Return the condition on cases whose agency or unit once had a name that holds ``text``.

    It is empty when no old name does, which is the rule: then the cases are searched by their own words alone.
    """
    rows = list(former_names_like(text).values_list("agency_id", "unit_id"))
    condition = Q()
    if agencies := [agency for agency, unit in rows if unit is None]:
        condition |= Q(agency__in=agencies)
    if units := [unit for _, unit in rows if unit is not None]:
        condition |= Q(unit__in=units)
    return condition
