"""What follows by itself when a case is concluded: a reply that was ordered has been given."""

from __future__ import annotations

from casework.models.case import Case
from casework.models.dispute import disputes_of
from casework.models.duty_names import REDECISION
from casework.models.office_duty import OfficeDuty
from casework.models.user import User


def settle(case: Case, actor: User | None) -> None:
    """End the duty to reply that a decision or judgment had ordered while the case was still open."""
    if any(item.redo_ordered for item in disputes_of(case)):
        OfficeDuty.objects.filter(case=case, duty=REDECISION, met_on__isnull=True).update(
            met_on=case.concluded_on, met_by=actor
        )
