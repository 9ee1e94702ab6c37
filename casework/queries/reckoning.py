"""What the dates of a request that is still being typed would mean: receipt day and duties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.adapters.working_calendar import calendar_of
from casework.law.clock import read
from casework.law.duties import ClockReading, DutyKind
from casework.law.facts import CaseFacts
from casework.law.policy import Policy
from casework.law.receipt import Channel


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The clock's answer before anything is stored. ``used`` are working days already gone."""

    reading: ClockReading
    used: int
    supplement_by: date | None


def reckon(
    *,
    agency_id: int,
    channel: Channel,
    policy: Policy,
    today: date,
    submitted_on: date | None = None,
    signed_on: date | None = None,
    confirmed_on: date | None = None,
) -> Reckoning:
    """Return what follows from the dates given so far.

    Raises BadFact while the date the channel needs is missing or the dates contradict each
    other, CalendarNotPublished for days before the calendar. Source: Art. 31, 33.
    """
    calendar = calendar_of(agency_id)
    facts = CaseFacts(
        channel=channel, submitted_on=submitted_on, signed_on=signed_on, confirmed_on=confirmed_on, policy=policy
    )
    reading = read(facts, calendar, today)
    received_on = reading.receipt.received_on
    used = max(0, calendar.count_working_days(received_on, today)) if received_on else 0
    notice = reading.duty(DutyKind.SUPPLEMENT_NOTICE)
    return Reckoning(reading, used, notice.due_on if notice else None)
