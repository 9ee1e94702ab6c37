"""The ladder (提醒阶梯): when a duty is announced before and after its day, to whom and how.

This is policy of the product, not law: the law fixes the days, ``law.clock`` computes them. An agency
may replace the steps of a duty by its own (``models.ladder``); a duty that nobody described follows
``GENERAL``, so that a new kind of duty is announced from its first day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from casework.law.calendar import WorkingCalendar
from casework.law.duties import DutyKind
from casework.law.stages import Stage
from casework.models.duty_names import (
    ARCHIVE_APPRAISAL,
    ASSISTANCE_FEEDBACK,
    COMPLAINT_ANSWER,
    DEFENCE,
    INCOMING_MAIL,
    RECONSIDERATION_ANSWER,
    RECTIFICATION,
    REDECISION,
    UNCHECKED_CHANNEL,
    UNREAD_INTAKE,
    URGING_ANSWER,
    WITHHELD_APPRAISAL,
    YEARLY_REPORT,
)
from casework.models.ladder import LadderStep

UNREAD_STAGE = Stage.SUBMITTED

# Working days before the day; 0 is the day itself, a negative number lies after it.
LADDER: dict[str, tuple[int, ...]] = {
    DutyKind.REPLY: (5, 3, 1, 0, -1),
    DutyKind.SUPPLEMENT_NOTICE: (2, 0),
    DutyKind.SUPPLEMENT_ANSWER: (-1,),
    DutyKind.REASONS_ANSWER: (-1,),
    DutyKind.THIRD_PARTY_OPINION: (0, -1),
    DutyKind.CO_PRODUCER_OPINION: (0, -1),
    DutyKind.OTHER_AGENCY_OPINION: (0, -1),
    DutyKind.FEE_PAYMENT: (-1,),
    DutyKind.RE_DECISION: (5, 3, 1, 0, -1),
    # A request is to be read on the day it comes in, when the clerks are told at once; a working
    # day later it is announced to the leaders as well.
    UNREAD_INTAKE: (-1,),
    YEARLY_REPORT: (20, 10, 5, 1, 0, -1),
    UNCHECKED_CHANNEL: (-1, -2),
    URGING_ANSWER: (1, 0, -1),
    # An answer to the reconsideration body may have five working days in all.
    RECONSIDERATION_ANSWER: (3, 1, 0, -1),
    DEFENCE: (5, 3, 1, 0, -1),
    REDECISION: (5, 3, 1, 0, -1),
    RECTIFICATION: (5, 1, 0, -1),
    WITHHELD_APPRAISAL: (20, 0, -20),
    ASSISTANCE_FEEDBACK: (1, 0, -1),
    COMPLAINT_ANSWER: (5, 1, 0, -1),
    # The clock of a request in it has run since it was signed for.
    INCOMING_MAIL: (0, -1),
    ARCHIVE_APPRAISAL: (0, -20),
}
GENERAL = (5, 1, 0, -1)
# The step from which the leaders hear of it; for the rest it is the day itself.
LEADERS_FROM = {
    YEARLY_REPORT: 5,
    UNCHECKED_CHANNEL: -2,
    URGING_ANSWER: 1,
    RECONSIDERATION_ANSWER: 1,
    DEFENCE: 1,
    REDECISION: 1,
    WITHHELD_APPRAISAL: -20,
    INCOMING_MAIL: -1,
}
UNIT_FROM = 1
# Nobody loses a right by a day more: it waits for the digest.
PATIENT = frozenset({WITHHELD_APPRAISAL})
# Duties of an office and not of a case: no unit handles them.
WITHOUT_UNIT = frozenset({UNREAD_INTAKE, YEARLY_REPORT, UNCHECKED_CHANNEL, ARCHIVE_APPRAISAL, INCOMING_MAIL})
CASE_DUTIES = (*(str(kind) for kind in DutyKind), UNREAD_INTAKE)
OFFICE_DUTIES = (
    YEARLY_REPORT, UNCHECKED_CHANNEL, URGING_ANSWER, RECONSIDERATION_ANSWER, DEFENCE, REDECISION, RECTIFICATION,
    WITHHELD_APPRAISAL, ASSISTANCE_FEEDBACK, COMPLAINT_ANSWER, ARCHIVE_APPRAISAL, INCOMING_MAIL,
)  # fmt: skip

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Way:
    """To whom a step goes and how; in-app always. What is not urgent waits for the day's digest."""

    to_officer: bool
    to_unit: bool
    to_leaders: bool
    to_supervisors: bool
    by_email: bool
    by_webhook: bool
    urgent: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: so many working days before the day."""

    working_days: int
    way: Way


Ladder = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of some duties of some agencies, measured against one date of the deadline.

    ``above`` is the next more urgent step of these duties on the same date, None at the top.
    ``only`` names the agencies; None means all but ``without``, which have ladders of their own.
    """

    step: int
    way: Way
    date_field: str
    above: int | None
    duties: tuple[str, ...]
    only: frozenset[int] | None = None
    without: frozenset[int] = frozenset()

    def among(self, found: QuerySet[Any], agency: str) -> QuerySet[Any]:
        """Return what belongs to the agencies of this rung; joins nothing where that is all of them."""
        if self.only is not None:
            return found.filter(**{f"{agency}__in": self.only})
        return found.exclude(**{f"{agency}__in": self.without}) if self.without else found


class Ladders:
    """The ladders in force at one moment."""

    def __init__(self, rows: Iterable[LadderStep]) -> None:
        self._own: dict[tuple[int | None, str], list[Step]] = defaultdict(list)
        for row in rows:
            self._own[row.agency_id, row.duty].append(Step(row.working_days, way_of(row)))

    def of(self, agency_id: int | None, duty: str) -> Ladder:
        """Return the steps of a duty as one agency takes them, the earliest first."""
        steps = self._own.get((agency_id, duty)) or self._own.get((None, duty)) or default_steps(duty)
        return tuple(sorted(steps, key=lambda step: -step.working_days))

    def is_own(self, agency_id: int, duty: str) -> bool:
        """Tell whether the agency replaced the steps of this duty."""
        return (agency_id, duty) in self._own

    def rungs(self, duties: Sequence[str] = CASE_DUTIES) -> list[Rung]:
        """Return all rungs. A deadline stands on one of them: the most urgent it has reached.

        Agencies with equal ladders share their rungs, so that their number does not grow with them.
        """
        owners: dict[str, set[int]] = defaultdict(set)
        for agency_id, duty in self._own:
            if agency_id is not None:
                owners[duty].add(agency_id)
        found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for duty in duties:
            shared_by: dict[Ladder, set[int]] = defaultdict(set)
            for agency_id in owners[duty]:
                shared_by[self.of(agency_id, duty)].add(agency_id)
            for place in _places(self.of(None, duty), duty):
                found[(*place, None, frozenset(owners[duty]))].append(duty)
            for ladder, agencies in shared_by.items():
                for place in _places(ladder, duty):
                    found[(*place, frozenset(agencies), frozenset())].append(duty)
        return [
            Rung(step.working_days, step.way, date_field, above, tuple(duties), only, without)
            for (step, date_field, above, only, without), duties in found.items()
        ]


def ladders_in_force() -> Ladders:
    """Return the ladders as they are now, in one statement."""
    return Ladders(LadderStep.objects.order_by("pk"))


def default_steps(duty: str) -> list[Step]:
    """Return the steps the product itself takes for a duty."""
    leaders_from = LEADERS_FROM.get(duty, 0)
    return [
        Step(
            days,
            Way(
                to_officer=True,
                to_unit=days <= UNIT_FROM and duty not in WITHOUT_UNIT,
                to_leaders=days <= leaders_from,
                to_supervisors=False,
                by_email=True,
                by_webhook=days <= 0 and duty not in PATIENT,
                urgent=days <= 0 and duty not in PATIENT,
            ),
        )
        for days in LADDER.get(duty, GENERAL)
    ]


def way_of(row: LadderStep) -> Way:
    """Return to whom and how a stored step goes."""
    return Way(
        to_officer=row.to_officer,
        to_unit=row.to_unit,
        to_leaders=row.to_leaders,
        to_supervisors=row.to_supervisors,
        by_email=row.by_email,
        by_webhook=row.by_webhook,
        urgent=row.urgent,
    )


def _places(ladder: Ladder, duty: str) -> Iterable[tuple[Step, str, int | None]]:
    """Return each step with the date it is measured by and the step above it.

    Warnings count towards ``alarm_on``, the earliest day the duty can turn out to be due; "overdue"
    is said of ``due_on`` only; the day itself is announced for both. Unread intake has one day only.
    """
    upwards = sorted(ladder, key=lambda step: step.working_days)
    if duty == UNREAD_INTAKE:
        yield from _above("submitted_on", upwards)
        return
    yield from _above("due_on", [step for step in upwards if step.working_days <= 0])
    yield from _above("alarm_on", [step for step in upwards if step.working_days >= 0])


def _above(date_field: str, upwards: list[Step]) -> Iterable[tuple[Step, str, int | None]]:
    above = None
    for step in upwards:
        yield step, date_field, above
        above = step.working_days


def reached_through(step: int, calendar: WorkingCalendar, today: date) -> date:
    """Return the last day whose step has come by ``today``: every day up to it has been reached.

    A range, so that a missed night heals. Raises CalendarNotPublished when the calendar is
    years out of date.
    """
    if step >= 0:
        return calendar.estimate(today, step + 1).on - ONE_DAY
    day = today
    for _ in range(-step):
        while not calendar.describe(day).working:
            day -= ONE_DAY
        day -= ONE_DAY
    return day
