"""The sweep (期限巡查): every step of the ladder that has come and is not yet in the ledger.

What is due is found by a range and not by "exactly n days before", so a missed night heals. The
ledger row and its notices are one transaction, and the row's key is unique, so two sweeps at once
or a sweep killed half-way announce everything once.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from casework.adapters import reminder_ledger
from casework.adapters.working_calendar import calendars
from casework.law.calendar import WorkingCalendar
from casework.models.case import Case
from casework.models.deadline import Deadline, Reminder
from casework.models.duty_names import UNREAD_INTAKE
from casework.services.presumed_consent import presume_consent
from casework.services.recomputing import recompute_lapsed
from casework.services.reminder_ladder import UNREAD_STAGE, Rung, Way, ladders_in_force, reached_through
from casework.services.reminder_words import Announced, Words, reminder_words, unread_words

BATCH = 2_500

logger = logging.getLogger(__name__)


class _Row(NamedTuple):
    """What the sweep reads of a deadline."""

    pk: int
    case_id: int
    duty: str
    index: int
    due_on: date | None
    alarm_on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: cases recomputed, ledger rows entered, notices queued."""

    recomputed: int
    reminders: int
    notices: int


def sweep(*, today: date, now: datetime) -> Swept:
    """Announce every duty whose step has come by ``today``, each step once.

    A deadline stands on one rung, the most urgent it has reached, and only that is announced: after
    an outage nobody gets five mails. Raises Refused without a usable calendar.
    """
    presume_consent(today=today, now=now)
    recomputed = recompute_lapsed(today=today)
    by = calendars()
    own = by.with_own_holidays
    groups = [_Whose(by.shared, exclude=own), *(_Whose(by.of(pk), only=pk) for pk in own)]
    rungs, pushed = ladders_in_force().rungs(), reminder_ledger.any_endpoint()
    done = [_Sweep(whose, today, now, pushed=pushed).run(rungs) for whose in groups]
    return Swept(recomputed, sum(reminders for reminders, _ in done), sum(notices for _, notices in done))


@dataclass(frozen=True, slots=True)
class _Whose:
    """The agencies that count by one calendar: all without holidays of their own, or one that has some."""

    calendar: WorkingCalendar
    exclude: tuple[int, ...] = ()
    only: int | None = None

    def among(self, found: QuerySet[Any], agency: str) -> QuerySet[Any]:
        if self.only is not None:
            return found.filter(**{agency: self.only})
        # Without such agencies, which is the rule, nothing is joined to the index.
        return found.exclude(**{f"{agency}__in": self.exclude}) if self.exclude else found


class _Sweep:
    """One sweep of the agencies of one calendar; holds its arguments and counts."""

    def __init__(self, whose: _Whose, today: date, now: datetime, *, pushed: bool) -> None:
        self.whose, self.calendar, self.today, self.now = whose, whose.calendar, today, now
        self.pushed = pushed
        self.reminders = self.notices = 0

    def run(self, rungs: list[Rung]) -> tuple[int, int]:
        """Return how many reminders and notices are new."""
        for rung in rungs:
            if UNREAD_INTAKE in rung.duties:
                unread = self.whose.among(_unread(rung, self.calendar, self.today), "agency")
                while batch := dict(unread[:BATCH]):
                    self._enter_unread(rung, batch)
                continue
            standing = self.whose.among(_standing_on(rung, self.calendar, self.today), "case__agency")
            for batch in _batches(standing, rung.date_field):
                self._enter(rung, batch)
        return self.reminders, self.notices

    @transaction.atomic
    def _enter(self, rung: Rung, batch: list[_Row]) -> None:
        new = reminder_ledger.record_deadline_reminders(
            deadline_ids=[row.pk for row in batch], date_field=rung.date_field, step=rung.step, now=self.now
        )
        self.reminders += len(new)
        reminder_of = {(case_id, duty, index): pk for pk, case_id, duty, index in new}
        together: dict[Announced, list[int]] = defaultdict(list)
        for row in batch:
            reminder_id = reminder_of.get((row.case_id, row.duty, row.index))
            if reminder_id:
                found = Announced(row.duty, row.due_on, row.alarm_on, row.provisional)
                together[found].append(reminder_id)
        for found, reminder_ids in together.items():
            words = reminder_words(found, self.calendar, self.today)
            self._announce(words, reminder_ids, rung.way)

    @transaction.atomic
    def _enter_unread(self, rung: Rung, submitted_on: dict[int, date]) -> None:
        new = reminder_ledger.record_case_reminders(
            case_ids=list(submitted_on), duty=UNREAD_INTAKE, step=rung.step, now=self.now
        )
        self.reminders += len(new)
        together: dict[date, list[int]] = defaultdict(list)
        for reminder_id, case_id, _, _ in new:
            together[submitted_on[case_id]].append(reminder_id)
        for day, reminder_ids in together.items():
            self._announce(unread_words(day), reminder_ids, rung.way)

    def _announce(self, words: Words, reminder_ids: list[int], way: Way) -> None:
        queued = reminder_ledger.announce(
            reminder_ids=reminder_ids,
            headline=words.headline,
            sentence=words.sentence,
            to=reminder_ledger.Addressees(way.to_officer, way.to_unit, way.to_leaders, way.to_supervisors),
            by_email=way.by_email,
            in_digest=not way.urgent,
            now=self.now,
        )
        if way.by_webhook and self.pushed:
            self.notices += reminder_ledger.push(
                reminder_ids=reminder_ids, headline=words.headline, sentence=words.sentence, now=self.now
            )
        self.notices += queued
        if not queued:
            logger.error("nobody to tell of reminders %s: no active officer, clerk or leader", reminder_ids)


def _standing_on(rung: Rung, calendar: WorkingCalendar, today: date) -> QuerySet[Deadline]:
    """Return the open deadlines whose most urgent reached rung is this and not in the ledger."""
    through = reached_through(rung.step, calendar, today)
    entered = _entered(
        case_id=OuterRef("case_id"), duty=OuterRef("duty"), index=OuterRef("index"),
        due_on=OuterRef(rung.date_field), step=rung.step,
    )  # fmt: skip
    # due_on never lies before alarm_on, so the one partial index serves both dates.
    open_now = Deadline.objects.filter(is_open=True, alarm_on__lte=through, duty__in=rung.duties)
    found = open_now.alias(entered=entered).filter(entered=None, **{f"{rung.date_field}__lte": through})
    if rung.above is not None:
        above = reached_through(rung.above, calendar, today)
        found = found.filter(**{f"{rung.date_field}__gt": above})
    if rung.date_field == "alarm_on":
        # The day itself, once it is certain, is the more urgent news.
        found = found.filter(Q(due_on__isnull=True) | Q(due_on__gt=reached_through(0, calendar, today)))
    return rung.among(found, "case__agency")


def _entered(**key: object) -> Subquery:
    """Return the ledger row of a key: one probe of its unique index a row.

    Not an Exists: that may become an anti-join, and before the ledger has statistics PostgreSQL takes
    it for a handful of rows and reads all of it for every deadline.
    """
    return Subquery(Reminder.objects.filter(**key).values("pk")[:1])


def _batches(found: QuerySet[Deadline], date_field: str) -> Iterator[list[_Row]]:
    """Return what was found a bounded number at a time, each batch from where the last one ended."""
    rows = found.order_by(date_field, "pk").values_list(*_Row._fields)
    batch = [_Row(*row) for row in rows[:BATCH]]
    while batch:
        yield batch
        last = batch[-1]
        day = getattr(last, date_field)
        after_last = Q(**{f"{date_field}__gt": day}) | Q(**{date_field: day, "pk__gt": last.pk})
        batch = [_Row(*row) for row in rows.filter(after_last, **{f"{date_field}__gte": day})[:BATCH]]


def _unread(rung: Rung, calendar: WorkingCalendar, today: date) -> QuerySet[Case]:
    entered = _entered(
        case_id=OuterRef("pk"), duty=UNREAD_INTAKE, index=0, due_on=OuterRef("submitted_on"), step=rung.step
    )
    through = reached_through(rung.step, calendar, today)
    found = Case.objects.alias(entered=entered).filter(entered=None, stage=UNREAD_STAGE, submitted_on__lte=through)
    if rung.above is not None:
        found = found.filter(submitted_on__gt=reached_through(rung.above, calendar, today))
    return rung.among(found, "agency").order_by("pk").values_list("pk", "submitted_on")
