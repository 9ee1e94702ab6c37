"""救济: until when a decision can be contested, and since when that runs, as far as it is on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from casework.law.calendar import WorkingCalendar
from casework.law.closing import ENDING_ACTS
from casework.law.letter_service import FollowUp
from casework.law.outcomes import RemedyKind
from casework.law.remedies import OpenRemedies, open_remedies, remedy_kind
from casework.models.case import Case
from casework.models.dispute import last_round
from casework.models.letter_service import Letter
from casework.models.reply import ReplyItem


@dataclass(frozen=True, slots=True)
class Remedies:
    """What is open, counted from the day after ``since``; ``is_receipt``: it was received on that day."""

    since: date
    is_receipt: bool
    open: OpenRemedies


def remedies_of(case: Case, calendar: WorkingCalendar) -> Remedies | None:
    """Return until when the decision in force can be contested; None before its service and for a withdrawal.

    Two statements. Where the receipt is not on record, the day of service stands in for it.
    """
    concluded_on = last_round(case).concluded_on
    if concluded_on is None:
        return None
    received_on = reply_received_on(case)
    since = received_on or concluded_on
    found = open_remedies(_kinds(case), since, calendar)
    return found and Remedies(since, received_on is not None, found)


def reply_received_on(case: Case) -> date | None:
    """Return the day the applicant got the reply that holds, None while that is not on record.

    Of a letter sent again the first receipt counts. Source: 行政复议法实施条例第十五条; law.md 4.6.
    """
    served = case.service_records.filter(letter=Letter.REPLY)
    decided_on = last_round(case).decided_on
    if decided_on:
        served = served.filter(in_time_on__gte=decided_on)
    signed = Min("follow_ups__happened_on", filter=Q(follow_ups__kind=FollowUp.SIGNED))
    days = served.annotate(signed_later=signed).values_list("signed_later", "signed_on", "arrived_on")
    return min((on for row in days if (on := next(filter(None, row), None))), default=None)


def _kinds(case: Case) -> Iterator[RemedyKind]:
    """Yield the remedy of every matter of the decision in force; of an imported case nothing is known."""
    decision, policy = last_round(case), case.agency.switches
    if decision.decision_code in ENDING_ACTS:
        yield remedy_kind(decision.decision_code, decided_on=decision.decided_on, policy=policy)
        return
    items = ReplyItem.objects.filter(reply__case=case, reply__signed_on=decision.decided_on)
    for item in items:
        yield remedy_kind(
            item.decision_code, decided_on=decision.decided_on, withheld_grounds=item.grounds(), policy=policy
        )
