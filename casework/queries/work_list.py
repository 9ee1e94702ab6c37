"""Which cases stand on a list, in which order, page by page, and how many wait for what.

Pages are cut by the last row seen (keyset), never by counting rows off, so that the
hundredth page costs what the first one costs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.law.calendar import WorkingCalendar
from casework.law.stages import Stage
from casework.law.topics import UNSORTED
from casework.models.case import Case, overdue_on
from casework.models.extension import Extension
from casework.models.user import REVIEWING_ROLES, Role, User
from casework.queries.case_search import holding
from casework.queries.listed_cases import ListedCase, read_listed
from casework.queries.reviews import waiting_for

PAGE_SIZE = 50
NEAR_WORKING_DAYS = 3


# Who reviews replies but approves no extension.
NO_EXTENSIONS = REVIEWING_ROLES - {Role.LEADER}


class Scope(StrEnum):
    """Whose cases are listed."""

    MINE = "mine"
    UNIT = "unit"
    ALL = "all"


class Waiting(StrEnum):
    """What the listed cases wait for."""

    TODAY = "today"
    NEAR = "near"
    OVERDUE = "overdue"
    TO_CONFIRM = "to_confirm"
    PROVISIONAL = "provisional"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the address of a list asks for. Empty values leave everything in."""

    scope: str = Scope.ALL
    waiting: str = ""
    stage: str = ""
    channel: str = ""
    topic: str = ""
    text: str = ""
    due_on: date | None = None
    open_only: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One page of cases; the cursors are empty where there is nothing further."""

    cases: list[ListedCase]
    previous: str = ""
    next: str = ""


def near_until(today: date, calendar: WorkingCalendar) -> date:
    """Return the last day of "within three working days"."""
    return calendar.estimate(today, NEAR_WORKING_DAYS).on


def listed(user: User, wanted: CaseFilter, *, today: date, calendar: WorkingCalendar) -> QuerySet[Case]:
    """Return the cases of a list, unordered: only what ``user`` may see."""
    cases = in_scope(user, wanted.scope, open_only=wanted.open_only)
    if wanted.waiting:
        cases = cases.filter(conditions(user, today, calendar)[Waiting(wanted.waiting)])
    if wanted.stage:
        cases = cases.filter(stage=wanted.stage)
    if wanted.channel:
        cases = cases.filter(channel=wanted.channel)
    if wanted.topic:
        cases = cases.filter(topic="" if wanted.topic == UNSORTED else wanted.topic)
    if wanted.due_on:
        cases = cases.filter(Q(next_due_on=wanted.due_on) | Q(reply_due_on=wanted.due_on))
    if wanted.text:
        cases = cases.filter(holding(wanted.text))
    return cases


def in_scope(user: User, scope: str, *, open_only: bool = True) -> QuerySet[Case]:
    """Return the visible cases of a scope; "mine" includes those that nobody has yet."""
    cases = Case.objects.visible_to(user)
    if open_only:
        cases = cases.open()
    if scope == Scope.MINE and user.role != Role.SUPERVISOR:
        cases = cases.filter(Q(officer=user) | Q(officer__isnull=True))
    elif scope == Scope.UNIT:
        cases = cases.filter(unit=user.unit_id) if user.unit_id else cases.filter(unit__isnull=False)
    return cases


def _by_day(today: date, soon: date) -> dict[Waiting, Q]:
    """Return the conditions that are the same for everybody; ``soon`` is the last day that is near."""
    certain = Q(reply_provisional=False)
    days = (today, soon)
    return {
        Waiting.TODAY: Q(next_due_on=today) | (Q(reply_due_on=today) & certain),
        Waiting.NEAR: Q(next_due_on__range=days) | (Q(reply_due_on__range=days) & certain),
        Waiting.OVERDUE: overdue_on(today),
        Waiting.TO_CONFIRM: Q(stage=Stage.SUBMITTED) | Q(received_on__isnull=True),
        Waiting.PROVISIONAL: Q(reply_provisional=True) | Q(next_provisional=True),
    }


def conditions(user: User, today: date, calendar: WorkingCalendar) -> dict[Waiting, Q]:
    """Return the condition behind every counter; counter and filter are the same words.

    What waits for approval is, to somebody of the approval chain, what waits for that person.
    """
    pending = Q(
        Exists(Extension.objects.filter(case=OuterRef("pk"), approved_on__isnull=True, rejected_on__isnull=True))
    )
    approval = waiting_for(user, today) if user.role in REVIEWING_ROLES else Q(stage=Stage.IN_REVIEW)
    return _by_day(today, near_until(today, calendar)) | {
        Waiting.APPROVAL: approval if user.role in NO_EXTENSIONS else approval | pending,
    }


# Days no case has: they stand for the real ones in the counters' statement, which is built once.
_TODAY, _SOON = date(2, 2, 2), date(3, 3, 3)


@cache
def _counters(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Return the counters as SQL and its values. Building them from objects costs ten times running them."""
    counters, values = [], []
    for condition in _by_day(_TODAY, _SOON).values():
        query = Case.objects.filter(condition).query
        sql, given = query.get_compiler(connection=connection).compile(query.where)
        counters.append(f"count(*) FILTER (WHERE {sql})")
        values += given
    return ", ".join(counters), tuple(values)


def counts(user: User, scope: str, *, today: date, calendar: WorkingCalendar) -> dict[str, int]:
    """Return how many open cases of a scope meet each condition that ``user`` sees counted.

    One statement; what waits for somebody of the approval chain takes a second one.
    """
    cases, prepared = in_scope(user, scope), connection.ops.adapt_datefield_value
    counted, values = _counters(connection.vendor)
    days = {prepared(_TODAY): prepared(today), prepared(_SOON): prepared(near_until(today, calendar))}
    try:
        sql, given = cases.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return dict.fromkeys(Waiting, 0)
    with connection.cursor() as cursor:
        # Which cases is the model's to say, and only that is taken from it.
        known = (days.get(value, value) for value in values)
        cursor.execute(f"SELECT {counted} FROM {sql.partition(' FROM ')[2]}", (*known, *given))
        found = dict(zip(_by_day(today, today), cursor.fetchone(), strict=True))
    if user.role in REVIEWING_ROLES:
        approval = conditions(user, today, calendar)[Waiting.APPROVAL]
        found[Waiting.APPROVAL] = cases.filter(approval).count()
    return found


def by_alarm(cases: QuerySet[Case], *, after: str = "", before: str = "") -> Page:
    """Return one page, the nearest alarm first, then by number. Unreadable cursors start anew."""
    backwards = bool(before)
    point = _alarm_cursor(before or after)
    if point:
        cases = cases.filter(_beyond_alarm(*point, backwards=backwards))
    order = "alarm_backwards" if backwards else "alarm"
    return _cut(cases, order, bool(point), backwards, lambda case: f"{case.alarm_on or ''},{case.number}")


def newest_first(cases: QuerySet[Case], *, after: str = "", before: str = "") -> Page:
    """Return one page, the latest registration first. Unreadable cursors start anew."""
    backwards = bool(before)
    point = _moment_cursor(before or after)
    if point:
        moment, pk = point
        if backwards:
            beyond = Q(registered_at__gt=moment) | Q(registered_at=moment, pk__gt=pk)
            cases = cases.filter(beyond, registered_at__gte=moment)
        else:
            beyond = Q(registered_at__lt=moment) | Q(registered_at=moment, pk__lt=pk)
            cases = cases.filter(beyond, registered_at__lte=moment)
    order = "newest_backwards" if backwards else "newest"
    return _cut(cases, order, bool(point), backwards, lambda case: f"{case.registered_at.isoformat()},{case.pk}")


def marked_for(page: Page, user: User, today: date) -> Page:
    """Mark with ``waits_for_reader`` what waits for the word of somebody who stands in an approval chain."""
    if user.role not in REVIEWING_ROLES or not any(case.stage == Stage.IN_REVIEW for case in page.cases):
        return page
    shown = Case.objects.filter(pk__in=[case.pk for case in page.cases])
    waiting = set(shown.filter(waiting_for(user, today)).values_list("pk", flat=True))
    return replace(page, cases=[case._replace(waits_for_reader=case.pk in waiting) for case in page.cases])


def _cut(cases: QuerySet[Case], order: str, moved: bool, backwards: bool, cursor: Callable[[ListedCase], str]) -> Page:
    found = read_listed(cases, order, PAGE_SIZE + 1)
    more = len(found) > PAGE_SIZE
    found = found[:PAGE_SIZE]
    if backwards:
        found.reverse()
    has_previous, has_next = (more, True) if backwards else (moved, more)
    if not found:
        return Page([])
    return Page(
        found,
        cursor(found[0]) if has_previous else "",
        cursor(found[-1]) if has_next else "",
    )


def _beyond_alarm(alarm_on: date | None, number: str, *, backwards: bool) -> Q:
    if backwards:
        same = Q(alarm_on=alarm_on) if alarm_on else Q(alarm_on__isnull=True)
        earlier = Q(alarm_on__lt=alarm_on) if alarm_on else Q(alarm_on__isnull=False)
        return earlier | (same & Q(number__lt=number))
    if alarm_on is None:
        return Q(alarm_on__isnull=True, number__gt=number)
    return Q(alarm_on__gt=alarm_on) | Q(alarm_on=alarm_on, number__gt=number) | Q(alarm_on__isnull=True)


def _alarm_cursor(text: str) -> tuple[date | None, str] | None:
    day, comma, number = text.partition(",")
    try:
        return (date.fromisoformat(day) if day else None, number) if comma and number else None
    except ValueError:
        return None


def _moment_cursor(text: str) -> tuple[datetime, int] | None:
    moment, _, pk = text.rpartition(",")
    try:
        found = datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return None
    return found if found[0].tzinfo else None
