"""The rows behind a case page, which every act and every tab asks for: by statements that are put together once.

One statement for each way of seeing cases (role, inside a unit or not) and of naming them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models import Exists, OuterRef, QuerySet

from casework.adapters.kept_statements import KeptRead
from casework.models.agency import Agency, Unit
from casework.models.applicant import Applicant
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.extension import Extension
from casework.models.matter import Matter
from casework.models.user import User
from casework.queries.reviews import open_step_kind

# What stands in for the person who asks and for what is asked, until a call says who and what: no row has them.
_PERSON, _AGENCY, _UNIT, _KEY = -2, -3, -4, -5
_PATH, _NUMBER = "甲/", "甲号"

_ONE_EACH = ("agency", "unit", "officer", "supplement", "reasons_request", "fee")


class _Several(NamedTuple):
    """Rows a case may have several of: their model, their order, what is read with each."""

    model: type[models.Model]
    order: Sequence[str] = ("pk",)
    joined: Sequence[str] = ()


# By the name a case has them under.
DATED = {
    "consultations": _Several(Consultation, joined=("ruled_by",)),
    "extensions": _Several(Extension),
    "applicants": _Several(Applicant, joined=("representative",)),
}
DRAFTED = {"matters": _Several(Matter, order=("case", "position"))}


def visible_cases(user: User, field: str, value: str | int) -> list[Case]:
    """Return the cases ``user`` may see (``visible_to``) whose ``field`` has that value, by key, with what they have once.

    Each also says what its open step of review asks (``open_step_kind``) and whether it was split (``was_split``).
    """
    # Without its place in the tree, every agency would seem to lie below.
    if not user.handles_cases or not user.agency.path:
        return []
    return _cases(field, user.role, user.unit_id is not None).given({
        _PERSON: user.pk, _AGENCY: user.agency_id, _UNIT: user.unit_id, _like(_PATH): _like(user.agency.path),
        _stand_in(field): value,
    })  # fmt: skip


def hold_rows(cases: Sequence[Case], kinds: dict[str, _Several], **whose: int) -> None:
    """Read rows of these kinds and give them to the cases, as prefetching does; ``whose`` is one field of those cases."""
    ((field, value),) = whose.items()
    for name, several in kinds.items():
        by_case: dict[int, list[Any]] = defaultdict(list)
        for item in _rows(several, field).given({_KEY: value}):
            by_case[item.case_id].append(item)
        for case in cases:
            _hold(case, name, by_case[case.pk])


@cache
def _cases(field: str, role: str, in_a_unit: bool) -> KeptRead[Case]:
    somebody = User(
        pk=_PERSON, role=role, agency=Agency(pk=_AGENCY, path=_PATH), unit=Unit(pk=_UNIT) if in_a_unit else None
    )

    def wanted(_: int) -> QuerySet[Case]:
        seen = Case.objects.visible_to(somebody).filter(**{field: _stand_in(field)})
        split = Exists(Case.objects.filter(split_from=OuterRef("pk")))
        return seen.annotate(open_step_kind=open_step_kind(), was_split=split).order_by("pk")

    return KeptRead(Case, wanted, joined=_ONE_EACH, beside=("open_step_kind", "was_split"))


@cache
def _rows(several: _Several, field: str) -> KeptRead[Any]:
    rows = several.model._default_manager.order_by(*several.order)
    among = "case" if field == "pk" else f"case__{field}"
    return KeptRead(several.model, lambda _: rows.filter(**{among: _KEY}), joined=several.joined)


def _stand_in(field: str) -> str | int:
    return _NUMBER if field == "number" else _KEY


def _like(path: str) -> str:
    return f"{connection.ops.prep_for_like_query(path)}%"


def _hold(case: Case, name: str, rows: list[Any]) -> None:
    for item in rows:
        item.case = case
    held = getattr(case, name).all()
    held._result_cache, held._prefetch_done = rows, True
    vars(case).setdefault("_prefetched_objects_cache", {})[name] = held
