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

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.adapters import reminder_ledger
from casework.adapters.working_calendar import current_calendar
from casework.law.calendar import WorkingCalendar
from casework.models.case import Case
from casework.models.deadline import Deadline, Reminder
from casework.services.recomputing import recompute_lapsed
from casework.services.reminder_ladder import (
    ALL_STEPS,
    LADDER,
    LEADERS_FROM_STEP,
    UNREAD_INTAKE,
    UNREAD_STAGE,
    UNREAD_STEP,
    Rung,
    rungs,
    thresholds,
)
from casework.services.reminder_words import Announced, Words, reminder_words, unread_words

BATCH = 1_000
_RUNGS = {str(duty): rungs(duty) for duty in LADDER}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did: cases recomputed, ledger rows entered, notices queued."""

    recomputed: int
    reminders: int
    notices: int


def sweep(*, today: date, now: datetime) -> Swept:
    """Announce every duty whose step has come by ``today``, each step once.

    When several steps of a deadline come at once, after an outage, the most urgent one is
    announced and the others are entered silently. Raises Refused without a usable calendar.
    """
    return _Sweep(current_calendar(), today, now).run()


class _Sweep:
    """One sweep; holds its arguments and counts."""

    def __init__(self, calendar: WorkingCalendar, today: date, now: datetime) -> None:
        self.calendar, self.today, self.now = calendar, today, now
        self.reached = thresholds(calendar, today)
        self.reminders = self.notices = 0

    def run(self) -> Swept:
        recomputed = recompute_lapsed(today=self.today)
        for batch in _batches(self.reached[max(ALL_STEPS)]):
            self._look_at(batch)
        unread = _unread(self.reached[UNREAD_STEP])
        while batch := dict(unread[:BATCH]):
            self._enter_unread(batch)
        return Swept(recomputed, self.reminders, self.notices)

    def _look_at(self, batch: list[Deadline]) -> None:
        """Enter the rungs of these deadlines that are reached and new."""
        ledger = set(
            Reminder.objects.filter(case_id__in={row.case_id for row in batch}).values_list(
                "case_id", "duty", "index", "due_on", "step"
            )
        )
        silent: dict[Rung, list[Deadline]] = defaultdict(list)
        aloud: dict[Rung, list[Deadline]] = defaultdict(list)
        for row in batch:
            for place, ((day, step), rung) in enumerate(self._reached_rungs(row).items()):
                if (row.case_id, row.duty, row.index, day, step) not in ledger:
                    (silent if place else aloud)[rung].append(row)
        if silent or aloud:
            self._enter(silent, aloud)

    def _reached_rungs(self, row: Deadline) -> dict[tuple[date, int], Rung]:
        """Return the rungs this deadline has reached, the most urgent first, by day and step."""
        found: dict[tuple[date, int], Rung] = {}
        for rung in _RUNGS.get(row.duty, ()):
            day = getattr(row, rung.date_field)
            if day and day <= self.reached[rung.step]:
                found.setdefault((day, rung.step), rung)
        return found

    @transaction.atomic
    def _enter(self, silent: dict[Rung, list[Deadline]], aloud: dict[Rung, list[Deadline]]) -> None:
        # In one fixed order, so that two sweeps wait for each other and never in a circle.
        for rung in sorted({*silent, *aloud}, key=lambda rung: (rung.step, rung.date_field != "due_on")):
            rows = sorted(silent[rung] + aloud[rung], key=lambda row: row.pk)
            new = reminder_ledger.record_deadline_reminders(
                deadline_ids=[row.pk for row in rows], date_field=rung.date_field, step=rung.step, now=self.now
            )
            self.reminders += len(new)
            reminder_of = {(case_id, duty, index): pk for pk, case_id, duty, index in new}
            self._announce_rung(rung, aloud[rung], reminder_of)

    def _announce_rung(
        self, rung: Rung, rows: list[Deadline], reminder_of: dict[tuple[int, str, int], int]
    ) -> None:
        together: dict[Announced, list[int]] = defaultdict(list)
        for row in rows:
            reminder_id = reminder_of.get((row.case_id, row.duty, row.index))
            if reminder_id:
                found = Announced(row.duty, row.due_on, row.alarm_on, row.provisional)
                together[found].append(reminder_id)
        for found, reminder_ids in together.items():
            words = reminder_words(found, self.calendar, self.today)
            self._announce(words, reminder_ids, to_leaders=rung.step <= LEADERS_FROM_STEP)

    @transaction.atomic
    def _enter_unread(self, submitted_on: dict[int, date]) -> None:
        new = reminder_ledger.record_case_reminders(
            case_ids=list(submitted_on), duty=UNREAD_INTAKE, step=UNREAD_STEP, now=self.now
        )
        self.reminders += len(new)
        together: dict[date, list[int]] = defaultdict(list)
        for reminder_id, case_id, _, _ in new:
            together[submitted_on[case_id]].append(reminder_id)
        for day, reminder_ids in together.items():
            self._announce(unread_words(day), reminder_ids, to_leaders=True)

    def _announce(self, words: Words, reminder_ids: list[int], *, to_leaders: bool) -> None:
        queued = reminder_ledger.announce(
            reminder_ids=reminder_ids,
            headline=words.headline,
            sentence=words.sentence,
            to_leaders=to_leaders,
            now=self.now,
        )
        self.notices += queued
        if not queued:
            logger.error("nobody to tell of reminders %s: no active officer, clerk or leader", reminder_ids)


def _batches(through: date) -> Iterator[list[Deadline]]:
    """Return the open deadlines that can have reached a step, a bounded number at a time.

    The order is that of the partial index, so each batch reads on where the last one ended.
    """
    found = (
        Deadline.objects.filter(is_open=True, alarm_on__lte=through)
        .order_by("alarm_on", "pk")
        .only("case_id", "duty", "index", "due_on", "alarm_on", "provisional")
    )
    batch = list(found[:BATCH])
    while batch:
        yield batch
        last = batch[-1]
        after_last = Q(alarm_on__gt=last.alarm_on) | Q(alarm_on=last.alarm_on, pk__gt=last.pk)
        batch = list(found.filter(after_last, alarm_on__gte=last.alarm_on)[:BATCH])


def _unread(through: date) -> QuerySet[Case]:
    entered = Reminder.objects.filter(
        case_id=OuterRef("pk"), duty=UNREAD_INTAKE, due_on=OuterRef("submitted_on"), step=UNREAD_STEP
    )
    return (
        Case.objects.filter(~Exists(entered), stage=UNREAD_STAGE, submitted_on__lte=through)
        .order_by("pk")
        .values_list("pk", "submitted_on")
    )
