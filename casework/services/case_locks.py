"""Taking hold of a case: locked until the transaction ends, and only by its own agency."""

from __future__ import annotations

from casework.adapters.case_rows import locked_row
from casework.law.errors import Refused
from casework.models.case import Case
from casework.models.user import NARROW_ROLES, User


def locked_case(case_id: int) -> Case:
    """Return the case, locked until the transaction ends. Raises Refused where there is none."""
    # Everything else is read after the lock is held and not joined to it: PostgreSQL renews the
    # locked row after a wait, but the rows joined to it stay as they were before.
    case = locked_row(case_id)
    if case is None:
        raise _not_found()
    return case


def _not_found() -> Refused:
    return Refused("case_not_found", "没有这个办件，或您无权办理。")


def refuse_foreign_case(case: Case, actor: User | None) -> None:
    """Raise Refused unless the actor belongs to the case's agency and may see the case there."""
    if actor is None:
        return
    own = actor.agency_id == case.agency_id
    if own and actor.role in NARROW_ROLES:
        own = Case.objects.visible_to(actor).filter(pk=case.pk).exists()
    if not own:
        raise _not_found()
