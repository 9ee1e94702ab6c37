"""A case as an act takes hold of it, with the dated rows that say where it stands.

Every act reads these, so they come by statements that are put together once.
"""

from __future__ import annotations

from typing import Any

from casework.adapters.agencies import agency_of
from casework.adapters.kept_statements import KeptRead, Row
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.deadline import Deadline
from casework.models.extension import Extension
from casework.models.facts import DatedRows, dated_rows_among
from casework.models.fee import Fee
from casework.models.matter import Matter
from casework.models.reasons import ReasonsRequest
from casework.models.supplement import Supplement
from casework.models.user import User


def _of_case(model: type[Row]) -> KeptRead[Row]:
    return KeptRead(model, lambda key: model._default_manager.filter(case=key).order_by("pk"))


_locked = KeptRead(Case, lambda key: Case.objects.select_for_update().filter(pk=key).order_by())
_officer = KeptRead(User)
_one_each = {model: _of_case(model) for model in (Supplement, ReasonsRequest, Fee)}
_consultations, _extensions = _of_case(Consultation), _of_case(Extension)
_matters, _deadlines = _of_case(Matter), _of_case(Deadline)


def locked_row(case_id: int) -> Case | None:
    """Return the case with its agency, locked until the transaction ends; None where there is none."""
    case = _locked.get(case_id)
    if case is not None:
        case.agency = agency_of(case.agency_id)
    return case


def read_dated_rows(case: Case) -> DatedRows:
    """Return the dated rows of a stored case as they are now; what there is once only is at hand in ``case`` afterwards.

    Two statements, and one more for each of supplement, reasons and fee that ``case`` has not been asked for before.
    """
    for model, kept in _one_each.items():
        relation = model._meta.get_field("case")
        if not relation.remote_field.is_cached(case):
            item = next(iter(_with_case(kept.all(case.pk), case)), None)
            relation.remote_field.set_cached_value(case, item)
    consultations, extensions = _consultations.all(case.pk), _extensions.all(case.pk)
    return dated_rows_among(_with_case(consultations, case), _with_case(extensions, case))


def read_officer(case: Case) -> User | None:
    """Return who handles the case, at hand in ``case`` afterwards. One statement where it was not yet."""
    if case.officer_id and not Case.officer.is_cached(case):
        case.officer = _officer.get(case.officer_id)
    return case.officer


def read_matters(case: Case) -> list[Matter]:
    """Return the matters of a draft in their order, as they are now. One statement."""
    return sorted(_with_case(_matters.all(case.pk), case), key=lambda matter: matter.position)


def read_deadlines(case: Case) -> list[Deadline]:
    """Return the stored deadlines of a case: those prefetched with it, else as they are now by one statement."""
    if "deadlines" in getattr(case, "_prefetched_objects_cache", {}):
        return list(case.deadlines.all())
    return _with_case(_deadlines.all(case.pk), case)


def _with_case(found: list[Any], case: Case) -> list[Any]:
    for item in found:
        item.case = case
    return found
