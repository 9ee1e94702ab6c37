"""The pages of a list, in its order.

Pages are cut by the last row seen (keyset), never by counting rows off, so that the
hundredth page costs what the first one costs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BigAutoField, Q

from casework.law.calendar import WorkingCalendar
from casework.law.stages import Stage
from casework.models.case import Case
from casework.models.user import REVIEWING_ROLES, User
from casework.queries.listed_cases import ORDERS, ListedCase, Statement, read_listed, statement_of_keys
from casework.queries.reviews import waiting_for
from casework.queries.work_list import CaseFilter, Reader, listed_on, may_be_kept, near_until

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of cases; the cursors are empty where there is nothing further."""

    cases: list[ListedCase]
    previous: str = ""
    next: str = ""


def page_of(
    user: User, wanted: CaseFilter, *, today: date, calendar: WorkingCalendar, after: str = "", before: str = ""
) -> Page:
    """Return one page of ``listed``: open cases by the nearest alarm, all cases by the latest registration.

    ``after`` and ``before`` are cursors of another page; unreadable ones begin at the beginning.
    """
    by, backwards = (_ALARM if wanted.open_only else _NEWEST), bool(before)
    order, point = f"{by.order}_backwards" if backwards else by.order, by.read(before or after) or ()
    soon = near_until(today, calendar)
    kept = may_be_kept(wanted)
    if kept:
        beyond = tuple(_STAND_INS[type(value)] for value in point)
        statement = _kept_keys(Reader.of(user), wanted, today, soon, order, beyond)
        keys = _with_point(statement, dict(zip(beyond, point, strict=True)))
    else:
        keys = _keys(user, wanted, today, soon, order, point)
    cases = read_listed(keys, order, kept=kept) if keys else []
    return _marked_for(_cut(cases, bool(point), backwards, by.cursor), user, today)


# What stands in a kept statement for the row a page begins behind.
_STAND_INS: dict[type, Any] = {
    date: date(4, 4, 4), datetime: datetime(5, 5, 5, tzinfo=UTC), str: "\x1f", int: -1, type(None): None,
}  # fmt: skip


# A person opens the same few lists all day, and to put a statement together costs several times what running it costs.
@lru_cache(maxsize=1_000)
def _kept_keys(
    reader: Reader, wanted: CaseFilter, today: date, soon: date, order: str, point: tuple[Any, ...]
) -> Statement | None:
    return _keys(reader.person, wanted, today, soon, order, point)


def _keys(
    user: User, wanted: CaseFilter, today: date, soon: date, order: str, point: tuple[Any, ...]
) -> Statement | None:
    by, backwards = _ORDERS[order.removesuffix("_backwards")], order.endswith("_backwards")
    cases = listed_on(user, wanted, today, soon)
    if point:
        cases = cases.filter(by.beyond(*point, backwards=backwards))
    return statement_of_keys(cases.order_by(*ORDERS[order])[: PAGE_SIZE + 1])


def _with_point(keys: Statement | None, point: dict[Any, Any]) -> Statement | None:
    """Return a kept statement with the row it begins behind in place of the stand-ins."""
    if keys is None or not point:
        return keys
    sql, values = keys
    written = {_as_stored(stand_in): _as_stored(value) for stand_in, value in point.items()}
    return sql, tuple(written.get(value, value) for value in values)


def _as_stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _marked_for(page: Page, user: User, today: date) -> Page:
    """Mark with ``waits_for_reader`` what waits for the word of somebody who stands in an approval chain."""
    if user.role not in REVIEWING_ROLES or not any(case.stage == Stage.IN_REVIEW for case in page.cases):
        return page
    shown = Case.objects.filter(pk__in=[case.pk for case in page.cases])
    waiting = set(shown.filter(waiting_for(user, today)).values_list("pk", flat=True))
    return replace(page, cases=[case._replace(waits_for_reader=case.pk in waiting) for case in page.cases])


def _cut(found: list[ListedCase], moved: bool, backwards: bool, cursor: Callable[[ListedCase], str]) -> Page:
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


def _beyond_moment(moment: datetime, pk: int, *, backwards: bool) -> Q:
    if backwards:
        beyond = Q(registered_at__gt=moment) | Q(registered_at=moment, pk__gt=pk)
        return Q(beyond, registered_at__gte=moment)
    beyond = Q(registered_at__lt=moment) | Q(registered_at=moment, pk__lt=pk)
    return Q(beyond, registered_at__lte=moment)


def _alarm_cursor(text: str) -> tuple[date | None, str] | None:
    day, comma, number = text.partition(",")
    try:
        return (date.fromisoformat(day) if day else None, number) if comma and number and number.isprintable() else None
    except ValueError:
        return None


def _moment_cursor(text: str) -> tuple[datetime, int] | None:
    moment, _, key = text.rpartition(",")
    try:
        at, pk = datetime.fromisoformat(moment), int(key)
    except ValueError:
        return None
    # In the first and the last year another time zone may have no such moment.
    is_sound = at.tzinfo and MINYEAR < at.year < MAXYEAR and 0 < pk <= BigAutoField.MAX_BIGINT
    return (at, pk) if is_sound else None


class _Order(NamedTuple):
    """One order of a list: its name, the cursor of a case, how one is read, and what lies beyond it."""

    order: str
    cursor: Callable[[ListedCase], str]
    read: Callable[[str], tuple[Any, Any] | None]
    beyond: Callable[..., Q]


_ALARM = _Order("alarm", lambda case: f"{case.alarm_on or ''},{case.number}", _alarm_cursor, _beyond_alarm)
_NEWEST = _Order("newest", lambda case: f"{case.registered_at.isoformat()},{case.pk}", _moment_cursor, _beyond_moment)
_ORDERS = {by.order: by for by in (_ALARM, _NEWEST)}
