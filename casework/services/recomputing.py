"""Recomputing many cases: their caches made equal to what the clock says today."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from casework.adapters.working_calendar import current_calendar
from casework.law.calendar import WorkingCalendar
from casework.law.clock import DutyKind
from casework.law.errors import Refused
from casework.models.case import Case
from casework.models.deadline import Deadline
from casework.services.deadlines import read_clock, refresh_deadlines

BATCH = 100
_CACHES = [
    "received_on", "reply_due_on", "reply_provisional",
    "next_duty", "next_due_on", "next_provisional", "alarm_on",
]  # fmt: skip

logger = logging.getLogger(__name__)


def recompute_lapsed(*, today: date) -> int:
    """Close the supplement notices whose 7 working days have passed; return how many cases.

    The right to ask ends with the day and not with an act, so nothing else would close them.
    """
    stale = Deadline.objects.filter(
        duty=DutyKind.SUPPLEMENT_NOTICE, is_open=True, alarm_on__lt=today, due_on__lt=today
    ).order_by("case_id")
    calendar = current_calendar()
    done, last = 0, 0
    while case_ids := list(stale.filter(case_id__gt=last).values_list("case_id", flat=True)[:BATCH]):
        done += recompute_cases(case_ids=case_ids, calendar=calendar, today=today)
        last = case_ids[-1]
    return done


@transaction.atomic
def recompute_cases(*, case_ids: Sequence[int], calendar: WorkingCalendar, today: date) -> int:
    """Rewrite the caches of these cases, locked, from their facts; return how many could be read.

    A case whose facts contradict each other is logged and left as it is: it must not stop others.
    """
    cases = (
        Case.objects.select_for_update(of=("self",))
        .filter(pk__in=case_ids)
        .select_related("agency")
        # Read after the lock is held and not joined to it, so that no waiting makes them stale.
        .prefetch_related("supplement", "consultations", "extensions", "deadlines")
        .order_by("pk")
    )
    done = 0
    for case in cases:
        try:
            reading = read_clock(case, calendar, today)
        except Refused as refusal:
            logger.error("%s cannot be recomputed: %s: %s", case.number, refusal.field, refusal)
            continue
        refresh_deadlines(case, reading)
        case.save(update_fields=_CACHES)
        done += 1
    return done
