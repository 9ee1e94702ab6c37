"""What the audit reader sees: events of cases, of accounts, and sign-ins, across the agency's tree.

Pages are cut by the last row seen (keyset, newest first), so that any page costs what the first one costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from casework.adapters.clock import LEGAL_ZONE
from casework.law.acts import ACT_RULES, Act
from casework.models.account_event import AccountAct, AccountEvent
from casework.models.audit_check import AuditCheck
from casework.models.audit_seal import AuditSeal
from casework.models.case import Case
from casework.models.event import CaseEvent
from casework.models.sign_in import SignInOutcome, SignInRecord
from casework.models.user import Role, User

PAGE_SIZE = 50
BATCH = 2_000


class Book(StrEnum):
    """Which record is read."""

    CASES = "cases"
    ACCOUNTS = "accounts"
    SIGN_INS = "sign_ins"


BOOK_NAMES = {Book.CASES: "办件记录", Book.ACCOUNTS: "账号记录", Book.SIGN_INS: "登录记录"}
ACTS_OF = {
    Book.CASES: [(act.value, ACT_RULES[act].name) for act in Act],
    Book.ACCOUNTS: AccountAct.choices,
    Book.SIGN_INS: SignInOutcome.choices,
}
# How each book names the agency, the person who acted, the act, and the moment.
_COLUMNS = {
    Book.CASES: ("case__agency__path", "actor_name", "act", "recorded_at"),
    Book.ACCOUNTS: ("person__agency__path", "actor_name", "act", "recorded_at"),
    Book.SIGN_INS: ("person__agency__path", "person__display_name", "outcome", "happened_at"),
}


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What the address of an audit page asks for; empty values leave everything in. Days are legal days."""

    book: Book = Book.CASES
    person: str = ""
    act: str = ""
    number: str = ""
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line, the same for all three books. ``about`` is the case number or the account."""

    pk: int
    at: datetime
    who: str
    act: str
    about: str
    agency: str
    article: str
    note: str
    address: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page; the cursors are 0 where there is nothing further."""

    rows: list[AuditRow]
    newer: int = 0
    older: int = 0


@dataclass(frozen=True, slots=True)
class AuditState:
    """The newest seal, and what the last verification found."""

    seal: AuditSeal | None
    check: AuditCheck | None


def may_read_audit(user: User) -> bool:
    """Tell whether the user is an audit reader of an agency."""
    return user.role == Role.AUDITOR and user.agency_id is not None


def audit_page(user: User, wanted: AuditFilter, *, before: int = 0, after: int = 0) -> AuditPage:
    """Return one page of what ``user`` may read, the newest first; one statement."""
    found = audit_records(user, wanted)
    backwards = bool(after)
    if backwards:
        rows = list(found.filter(pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
    else:
        rows = list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    if not rows:
        return AuditPage([])
    has_newer, has_older = (more, True) if backwards else (bool(before), more)
    return AuditPage(
        [_row(wanted.book, row) for row in rows],
        newer=rows[0].pk if has_newer else 0,
        older=rows[-1].pk if has_older else 0,
    )


def audit_rows(user: User, wanted: AuditFilter) -> Iterator[AuditRow]:
    """Yield everything the filter asks for, the oldest first, batch by batch so that memory stays flat."""
    last = 0
    while True:
        batch = list(audit_records(user, wanted).filter(pk__gt=last).order_by("pk")[:BATCH])
        for row in batch:
            yield _row(wanted.book, row)
        if len(batch) < BATCH:
            return
        last = batch[-1].pk


def audit_records(user: User, wanted: AuditFilter) -> QuerySet[Any]:
    """Return the records of a book that ``user`` may read, unordered."""
    model, related = {
        Book.CASES: (CaseEvent, ("case__agency",)),
        Book.ACCOUNTS: (AccountEvent, ("person__agency",)),
        Book.SIGN_INS: (SignInRecord, ("person__agency",)),
    }[wanted.book]
    if not may_read_audit(user):
        return model.objects.none()
    path, person, act, moment = _COLUMNS[wanted.book]
    found = model.objects.filter(**{f"{path}__startswith": user.agency.path}).select_related(*related)
    if wanted.person:
        found = found.filter(**{f"{person}__icontains": wanted.person})
    if wanted.act:
        found = found.filter(**{act: wanted.act})
    if wanted.number and wanted.book is Book.CASES:
        found = found.filter(case__in=Case.objects.filter(number__icontains=wanted.number))
    elif wanted.number:
        found = found.filter(person__username__icontains=wanted.number)
    if wanted.first_on:
        found = found.filter(**{f"{moment}__gte": _start_of(wanted.first_on)})
    if wanted.last_on:
        found = found.filter(**{f"{moment}__lt": _start_of(wanted.last_on + timedelta(days=1))})
    return found


def audit_state() -> AuditState:
    """Return seal and verification of the installation; two statements."""
    return AuditState(AuditSeal.objects.order_by("-pk").first(), AuditCheck.objects.order_by("-pk").first())


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), LEGAL_ZONE).astimezone(UTC)


def _row(book: Book, row: Any) -> AuditRow:
    if book is Book.CASES:
        return AuditRow(
            row.pk, row.recorded_at, row.actor_name, row.get_act_display(), row.case.number, str(row.case.agency),
            row.article, row.note, "", row.hash,
        )  # fmt: skip
    about = f"{row.person}（{row.person.username}）"
    agency = str(row.person.agency)
    if book is Book.ACCOUNTS:
        act = row.get_act_display()
        return AuditRow(
            row.pk, row.recorded_at, row.actor_name, act, about, agency, "", row.note, row.address, row.hash
        )
    outcome = row.get_outcome_display()
    return AuditRow(row.pk, row.happened_at, str(row.person), outcome, about, agency, "", "", row.address, "")
