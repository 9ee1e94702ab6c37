"""One case as a page needs it: the stored rows and what the clock says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from casework.adapters.working_calendar import calendars, calendars_for
from casework.law.calendar import WorkingCalendar
from casework.law.clock import read
from casework.law.duties import ClockReading, Duty
from casework.law.errors import Refused
from casework.law.known_clock import read_as_known
from casework.models.case import Case
from casework.models.dispute import Dispute, Redo
from casework.models.facts import facts_of
from casework.models.user import User
from casework.queries.case_page_rows import DATED, DRAFTED, hold_rows, visible_cases
from casework.queries.reviews import ReviewRead, read_review


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case with its facts loaded, and the clock's reading of today."""

    case: Case
    reading: ClockReading
    calendar: WorkingCalendar
    today: date
    # Only while a reply is in review.
    review: ReviewRead | None = None

    def reply_if(self, **facts: Any) -> Duty | None:
        """Return the duty to reply as it would be with other facts; None when they make no sense."""
        try:
            return read(replace(facts_of(self.case), **facts), self.calendar, self.today).reply
        except Refused:
            return None


def read_case(user: User, number: str, *, today: date) -> CaseRead | None:
    """Return the case of that number as ``user`` may see it, or None.

    Five statements; one more for the matters of a draft, two more once it was disputed.
    """
    found = next(iter(read_cases(user, "number", number, today=today)), None)
    return found and replace(found, review=read_review(found.case, today))


def read_cases(user: User, field: str, value: str | int, *, today: date) -> list[CaseRead]:
    """Return the cases ``user`` may see whose ``field`` (number, pk, answered_with) has that value, oldest first.

    Five statements for them all, and one or two more for matters and disputes. Reviews are left out.
    """
    cases = visible_cases(user, field, value)
    if not cases:
        return []
    several = {"answered_with": value} if field == "answered_with" else {"pk": cases[0].pk}
    hold_rows(cases, DATED, **several)
    disputed = [case for case in cases if case.disputed]
    if disputed:
        prefetch_related_objects(
            disputed,
            Prefetch("disputes", Dispute.objects.select_related("preceded_by")),
            Prefetch("redos", Redo.objects.select_related("dispute__preceded_by", "former_reply")),
        )
    drafted = [case for case in cases if case.is_being_drafted]
    if drafted:
        hold_rows(drafted, DRAFTED, **several)
    agencies = {case.agency_id for case in cases}
    known = calendars_for(user.agency) if agencies == {user.agency_id} else calendars(*agencies)
    return [_read(case, known.of(case.agency_id), today) for case in cases]


def _read(case: Case, calendar: WorkingCalendar, today: date) -> CaseRead:
    return CaseRead(case, read_as_known(facts_of(case), calendar, today), calendar, today)
