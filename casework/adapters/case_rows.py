"""A case as an act takes hold of it, with the dated rows that say where it stands.

Every act reads these, so they come by statements that are put together once.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from casework.adapters.kept_statements import KeptStatement, columns
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.extension import Extension
from casework.models.facts import DatedRows, dated_rows_among
from casework.models.fee import Fee
from casework.models.reasons import ReasonsRequest
from casework.models.supplement import Supplement

# The key of no row.
_WHICH = -1


def _rows_of_case(model: type[models.Model]) -> KeptStatement:
    return KeptStatement(lambda: model.objects.filter(case=_WHICH).order_by("pk").values_list(*columns(model)))


_locked = KeptStatement(
    lambda: Case.objects.select_for_update().filter(pk=_WHICH).order_by().values_list(*columns(Case))
)
_agency = KeptStatement(lambda: Agency.objects.filter(pk=_WHICH).order_by().values_list(*columns(Agency)))
_one_each = {model: _rows_of_case(model) for model in (Supplement, ReasonsRequest, Fee)}
_consultations, _extensions = _rows_of_case(Consultation), _rows_of_case(Extension)


def locked_row(case_id: int) -> Case | None:
    """Return the case with its agency, locked until the transaction ends; None where there is none."""
    case = next(iter(_objects(Case, _locked, case_id)), None)
    if case is not None:
        (case.agency,) = _objects(Agency, _agency, case.agency_id)
    return case


def read_dated_rows(case: Case) -> DatedRows:
    """Return the dated rows of a stored case as they are now; what there is once only is at hand in ``case`` afterwards.

    Two statements, and one more for each of supplement, reasons and fee that ``case`` has not been asked for before.
    """
    for model, statement in _one_each.items():
        relation = model._meta.get_field("case")
        if not relation.remote_field.is_cached(case):
            item = next(iter(_of_case(case, model, statement)), None)
            relation.remote_field.set_cached_value(case, item)
    return dated_rows_among(_of_case(case, Consultation, _consultations), _of_case(case, Extension, _extensions))


def _of_case(case: Case, model: type[models.Model], statement: KeptStatement) -> list[Any]:
    found = _objects(model, statement, case.pk)
    for item in found:
        item.case = case
    return found


def _objects(model: type[models.Model], statement: KeptStatement, key: int) -> list[Any]:
    names = columns(model)
    return [model.from_db(connection.alias, names, row) for row in statement.rows({_WHICH: key})]
