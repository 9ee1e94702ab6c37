"""Recomputing many cases: their caches made equal to what the clock says today."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from casework.adapters.working_calendar import Calendars, calendars
from casework.law.acts import ACT_RULES, Act
from casework.law.duties import DUTY_NAMES, DutyKind
from casework.law.errors import Refused
from casework.models.calendar_change import CalendarChange, MovedDeadline
from casework.models.case import Case
from casework.models.deadline import Deadline
from casework.models.event import CaseEvent
from casework.services.deadlines import CACHED_FIELDS, OPINION_DUTIES, Derived, read_clock, refresh_deadlines
from casework.services.moved_words import cause

BATCH = 100
UNREADABLE_SHOWN = 200
SYSTEM_NAME = "系统"

logger = logging.getLogger(__name__)


def recompute_lapsed(*, today: date) -> int:
    """Recompute the cases in which a day has passed that changes their caches; return how many.

    The right to ask for a supplement ends with its day, and the reply clock runs again when
    somebody asked for an opinion let the 15 days pass: neither is an act, so nothing else would
    rewrite the caches.
    """
    lapsed = Deadline.objects.filter(
        duty=DutyKind.SUPPLEMENT_NOTICE, is_open=True, alarm_on__lt=today, due_on__lt=today
    ).values_list("case_id", flat=True)
    silent = Case.objects.open().filter(next_duty__in=OPINION_DUTIES, next_due_on__lt=today)
    # Read whole and put in order here: asked for in order and bit by bit, the database would rather walk
    # through every deadline there ever was.
    found = sorted({*lapsed, *silent.values_list("pk", flat=True)})
    by, done = calendars(), 0
    for begin in range(0, len(found), BATCH):
        done += recompute_cases(case_ids=found[begin : begin + BATCH], by=by, today=today)
    return done


@transaction.atomic
def recompute_cases(*, case_ids: Sequence[int], by: Calendars, today: date) -> int:
    """Rewrite the caches of these cases, locked, from their facts; return how many could be read.

    A case whose facts contradict each other is logged and left as it is: it must not stop others.
    """
    done = 0
    for case in locked(Case.objects.filter(pk__in=case_ids)):
        if isinstance(_recompute_one(case, by, today), dict):
            done += 1
    return done


def recompute_changes(*, today: date, now: datetime) -> int:
    """Finish every change of the calendar that is not through yet; return how many cases were read."""
    unfinished = CalendarChange.objects.filter(finished_at__isnull=True).order_by("pk")
    return sum(recompute(change_id=pk, today=today, now=now) for pk in list(unfinished.values_list("pk", flat=True)))


def recompute(*, change_id: int, today: date, now: datetime, at_most: int | None = None) -> int:
    """Recompute the open cases a change of the calendar may move; return how many this call read.

    Goes on where an earlier call ended, one batch a transaction, so memory stays flat and nothing
    is done twice. Stops after about ``at_most`` cases; the rest is for the next call.
    A case that an act changed meanwhile already follows the new calendar and is not listed.
    """
    done = 0
    while at_most is None or done < at_most:
        read, through = _recompute_batch(change_id, today, now)
        done += read
        if through:
            break
    return done


@transaction.atomic
def _recompute_batch(change_id: int, today: date, now: datetime) -> tuple[int, bool]:
    change = CalendarChange.objects.select_for_update(of=("self",)).select_related("actor").get(pk=change_id)
    if change.finished_at:
        return 0, True
    wanted = Case.objects.open().filter(pk__gt=change.last_case_id)
    if change.agency_id:
        wanted = wanted.filter(agency=change.agency_id)
    by = calendars()
    moved: list[MovedDeadline] = []
    events: list[CaseEvent] = []
    cases = list(locked(wanted)[:BATCH])
    for case in cases:
        before, due_before = _stored(case), case.reply_due_on
        after = _recompute_one(case, by, today)
        if isinstance(after, str):
            change.unreadable = [*change.unreadable, [case.number, after]][:UNREADABLE_SHOWN]
            continue
        rows = _moved(change, case, before, after)
        if rows:
            moved += rows
            events.append(_event(change, case, rows, due_before, today, now))
    MovedDeadline.objects.bulk_create(moved)
    CaseEvent.objects.bulk_create(events)
    through = len(cases) < BATCH
    change.recomputed += len(cases)
    change.last_case_id = cases[-1].pk if cases else change.last_case_id
    change.finished_at = now if through else None
    change.save(update_fields=["unreadable", "recomputed", "last_case_id", "finished_at"])
    return len(cases), through


def locked(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases locked, in order, with all the clock needs.

    The facts are read after the lock is held and not joined to it, so no waiting makes them stale.
    """
    return (
        cases.select_for_update(of=("self",))
        .select_related("agency")
        .prefetch_related("supplement", "reasons_request", "fee", "consultations", "extensions", "deadlines")
        .order_by("pk")
    )


def _recompute_one(case: Case, by: Calendars, today: date) -> dict[tuple[str, int], Derived] | str:
    """Rewrite the caches of one locked case; return its deadlines, or why it cannot be read."""
    old = [getattr(case, name) for name in CACHED_FIELDS]
    try:
        reading = read_clock(case, by.of(case.agency_id), today)
    except Refused as refusal:
        logger.error("%s cannot be recomputed: %s: %s", case.number, refusal.field, refusal)
        return str(refusal)
    except Exception:
        # A value no form lets in, written to the tables by hand; reading it touches no row.
        logger.exception("%s cannot be recomputed", case.number)
        return "登记的内容无法识别，请联系系统管理员。"
    derived = refresh_deadlines(case, reading)
    if [getattr(case, name) for name in CACHED_FIELDS] != old:
        case.save(update_fields=CACHED_FIELDS)
    return derived


def _stored(case: Case) -> dict[tuple[str, int], Derived]:
    return {
        (row.duty, row.index): Derived(row.due_on, row.alarm_on, row.provisional, row.is_open)
        for row in case.deadlines.all()
    }


def _moved(
    change: CalendarChange,
    case: Case,
    before: dict[tuple[str, int], Derived],
    after: dict[tuple[str, int], Derived],
) -> list[MovedDeadline]:
    rows = []
    nothing = Derived(None, None, False, False)
    for duty, index in sorted(before.keys() | after.keys()):
        old, new = before.get((duty, index), nothing), after.get((duty, index), nothing)
        # What was met or has fallen away moves nobody any more.
        if not (old.is_open or new.is_open) or (old.due_on, old.provisional) == (new.due_on, new.provisional):
            continue
        rows.append(
            MovedDeadline(
                change=change, case=case, duty=duty, index=index, old_on=old.due_on, new_on=new.due_on,
                old_provisional=old.provisional, new_provisional=new.provisional,
                why=cause(change.days, since=case.received_on, old=old, new=new),
            )
        )  # fmt: skip
    return rows


def _event(
    change: CalendarChange, case: Case, rows: list[MovedDeadline], due_before: date | None, today: date, now: datetime
) -> CaseEvent:
    other = [
        f"{DUTY_NAMES[DutyKind(row.duty)]}期限：{row.old_on or '未定'} → {row.new_on or '未定'}。"
        for row in rows
        if row.duty != DutyKind.REPLY
    ]
    due_moved = due_before != case.reply_due_on
    return CaseEvent(
        case=case,
        act=Act.RECOMPUTE,
        actor=change.actor,
        actor_name=str(change.actor) if change.actor else SYSTEM_NAME,
        happened_on=today,
        recorded_at=now,
        article=ACT_RULES[Act.RECOMPUTE].article,
        note="\n".join([change.title, *other, *dict.fromkeys(row.why for row in rows)]),
        before={"reply_due_on": _plain(due_before)} if due_moved else {},
        after=({"reply_due_on": _plain(case.reply_due_on)} if due_moved else {}) | {"calendar_change": change.pk},
    )


def _plain(day: date | None) -> str | None:
    return day.isoformat() if day else None
