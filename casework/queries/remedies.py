"""救济: from when the applicant's days for reconsideration and suit run, as far as it is on record."""

from __future__ import annotations

from datetime import date

from casework.law.letter_service import FollowUp
from casework.models.case import Case
from casework.models.dispute import last_round
from casework.models.letter_service import Letter, ServiceRecord


def reply_received_on(case: Case) -> date | None:
    """Return the day the applicant got the reply that holds, None while that is not on record.

    Of a letter sent again the first receipt counts. Source: 行政复议法实施条例第十五条; law.md 4.6.
    """
    decided_on = last_round(case).decided_on
    found = [
        on
        for item in case.service_records.all()
        if item.letter == Letter.REPLY and (decided_on is None or item.in_time_on >= decided_on)
        if (on := _received_on(item))
    ]
    return min(found, default=None)


def _received_on(item: ServiceRecord) -> date | None:
    signed = [row.happened_on for row in item.follow_ups.all() if row.kind == FollowUp.SIGNED]
    return min(signed, default=None) or item.signed_on or item.arrived_on
