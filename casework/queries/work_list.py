"""Which cases stand on a list, and how many wait for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple, Self

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.adapters.kept_statements import with_codes_written
from casework.law.calendar import WorkingCalendar
from casework.law.errors import CalendarNotPublished
from casework.law.stages import Stage
from casework.law.topics import UNSORTED
from casework.models.agency import Agency, Unit
from casework.models.case import Case, overdue_on
from casework.models.extension import Extension
from casework.models.prepared import prepared_cursor
from casework.models.user import REVIEWING_ROLES, Role, User
from casework.queries.case_search import holding
from casework.queries.listed_cases import Statement, statement_of_keys
from casework.queries.reviews import waiting_for

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


def near_until(today: date, calendar: WorkingCalendar) -> date:
    """Return the last day of "within three working days"; where no calendar reaches, today."""
    try:
        return calendar.estimate(today, NEAR_WORKING_DAYS).on
    except CalendarNotPublished:
        return today


class Reader(NamedTuple):
    """What of a person decides which cases are listed."""

    pk: int
    role: str
    agency_id: int | None
    path: str | None
    unit_id: int | None

    @classmethod
    def of(cls, user: User) -> Self:
        """Return what a person is as a reader."""
        return cls(user.pk, user.role, user.agency_id, user.agency.path if user.agency else None, user.unit_id)

    @property
    def person(self) -> User:
        """Somebody who reads what the person reads; no row of the database."""
        agency = Agency(pk=self.agency_id, path=self.path) if self.agency_id else None
        unit = Unit(pk=self.unit_id, agency=agency) if self.unit_id else None
        return User(pk=self.pk, role=self.role, agency=agency, unit=unit)


def may_be_kept(wanted: CaseFilter) -> bool:
    """Tell whether the statement of a list may be kept: it tells no search, and nothing was read to put it together."""
    return not wanted.text and wanted.waiting != Waiting.APPROVAL


def listed(user: User, wanted: CaseFilter, *, today: date, calendar: WorkingCalendar) -> QuerySet[Case]:
    """Return the cases of a list, unordered: only what ``user`` may see."""
    return listed_on(user, wanted, today, near_until(today, calendar))


def listed_on(user: User, wanted: CaseFilter, today: date, soon: date) -> QuerySet[Case]:
    """Return what ``listed`` returns, where the last day that is near is known."""
    cases = in_scope(user, wanted.scope, open_only=wanted.open_only)
    if wanted.waiting:
        by_day = _by_day(today, soon)
        cases = cases.filter(by_day[wanted.waiting] if wanted.waiting in by_day else _approval(user, today))
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
    """Return the conditions behind the counters that are the same for everybody; counter and filter are the same words.

    ``soon`` is the last day that is near.
    """
    certain = Q(reply_provisional=False)
    days = (today, soon)
    return {
        Waiting.TODAY: Q(next_due_on=today) | (Q(reply_due_on=today) & certain),
        Waiting.NEAR: Q(next_due_on__range=days) | (Q(reply_due_on__range=days) & certain),
        Waiting.OVERDUE: overdue_on(today),
        Waiting.TO_CONFIRM: Q(stage=Stage.SUBMITTED) | Q(received_on__isnull=True),
        Waiting.PROVISIONAL: Q(reply_provisional=True) | Q(next_provisional=True),
    }


def _approval(user: User, today: date) -> Q:
    """Return what waits for approval: to somebody of the approval chain, what waits for that person.

    Whom somebody acts for is asked of the database.
    """
    pending = Q(
        Exists(Extension.objects.filter(case=OuterRef("pk"), approved_on__isnull=True, rejected_on__isnull=True))
    )
    approval = waiting_for(user, today) if user.role in REVIEWING_ROLES else Q(stage=Stage.IN_REVIEW)
    return approval if user.role in NO_EXTENSIONS else approval | pending


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
    return with_codes_written(", ".join(counters), values)


# A person opens the same few lists all day, and to put a statement together costs several times what running it costs.
@lru_cache(maxsize=1_000)
def _keys_in_scope(reader: Reader, scope: str) -> Statement | None:
    return statement_of_keys(in_scope(reader.person, scope))


def counts(user: User, scope: str, *, today: date, calendar: WorkingCalendar) -> dict[str, int]:
    """Return how many open cases of a scope meet each condition that ``user`` sees counted.

    One statement; what waits for somebody of the approval chain takes a second one.
    """
    prepared, soon = connection.ops.adapt_datefield_value, near_until(today, calendar)
    counted, values = _counters(connection.vendor)
    keys = _keys_in_scope(Reader.of(user), scope)
    if keys is None:
        return dict.fromkeys(Waiting, 0)
    sql, given = keys
    days = {prepared(_TODAY): prepared(today), prepared(_SOON): prepared(soon)}
    with prepared_cursor(connection) as cursor:
        # Which cases is the model's to say, and only that is taken from it.
        known = (days.get(value, value) for value in values)
        cursor.execute(f"SELECT {counted} FROM {sql.partition(' FROM ')[2]}", (*known, *given))
        found = dict(zip(_by_day(today, today), cursor.fetchone(), strict=True))
    if user.role in REVIEWING_ROLES:
        found[Waiting.APPROVAL] = in_scope(user, scope).filter(_approval(user, today)).count()
    return found
