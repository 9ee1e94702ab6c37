"""审批链设置: an agency says who reviews its replies and who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from casework.law.approval_chain import StepPlan, require_chain
from casework.law.errors import Refused
from casework.models.agency import Unit
from casework.models.approval_chain import ApprovalStep
from casework.models.user import Role, User
from casework.queries.reviews import staff_of
from casework.services.fitting import refuse_unfit
from casework.services.permissions import refuse_other_role

SETTERS = (Role.LEADER, Role.ADMINISTRATOR)


@transaction.atomic
def set_chain(*, steps: Sequence[StepPlan], actor: User) -> None:
    """Replace the chain of the actor's agency. Raises Refused, and changes nothing, for one nobody can finish.

    Reviews that run keep the steps they began with.
    """
    refuse_other_role(actor, "审批链设置", *SETTERS)
    steps = [_plain(step) for step in steps]
    _refuse_foreign(steps, actor)
    require_chain(steps, staff_of(actor.agency_id))
    ApprovalStep.objects.filter(agency=actor.agency).delete()
    for step in steps:
        row = ApprovalStep(
            agency=actor.agency, rank=step.rank, name=step.name, kind=step.kind, role=step.role, unit_id=step.unit,
            own_unit=step.own_unit,
        )  # fmt: skip
        refuse_unfit(row)
        row.save()
        row.people.set(step.people)


def reset_chain(*, actor: User) -> None:
    """Return to the one signature that holds without settings."""
    refuse_other_role(actor, "审批链设置", *SETTERS)
    ApprovalStep.objects.filter(agency=actor.agency).delete()


def _plain(step: StepPlan) -> StepPlan:
    """Keep of "who" only what counts, so that a list of cases can ask by it."""
    step = replace(step, name=step.name.strip())
    if step.people:
        return replace(step, role="", unit=None, own_unit=False)
    if step.unit is not None:
        return replace(step, role="", own_unit=False)
    return replace(step, role="") if step.own_unit else step


def _refuse_foreign(steps: Sequence[StepPlan], actor: User) -> None:
    named = {person for step in steps for person in step.people}
    units = {step.unit for step in steps if step.unit is not None}
    known = User.objects.filter(pk__in=named, agency=actor.agency).count()
    if known < len(named) or Unit.objects.filter(pk__in=units, agency=actor.agency).count() < len(units):
        raise Refused("chain_of_others", "只能指定本机关的人员和科室。")
