"""Sign-ins: written down, listed, ended elsewhere, and forgotten when they are old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from casework.adapters import browser_sessions
from casework.models.account_event import AccountAct
from casework.models.sign_in import SignedInSession, SignInOutcome, SignInRecord
from casework.models.user import User
from casework.services.account_events import record_account_event

DAYS_A_MONTH = 31
DISCARDED_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser somebody is signed in with."""

    session: SignedInSession
    last_used_at: datetime
    is_this: bool


def record_sign_in(*, person: User, outcome: SignInOutcome, now: datetime, address: str = "") -> None:
    """Write down how a try to sign in ended."""
    SignInRecord.objects.create(person=person, outcome=outcome, happened_at=now, address=address)


def record_wrong_password(*, username: str, outcome: SignInOutcome, now: datetime, address: str = "") -> None:
    """Write down a refused try. A name without account is not kept: people type passwords there."""
    person = User.objects.filter(username=username).first()
    if person is not None:
        record_sign_in(person=person, outcome=outcome, now=now, address=address)


def open_session(*, person: User, session_key: str, now: datetime, address: str = "", browser: str = "") -> None:
    """Enter a browser into the list, and drop those of the person that are over."""
    facts = {"person": person, "signed_in_at": now, "address": address, "browser": browser}
    SignedInSession.objects.update_or_create(session_key=session_key, defaults=facts)
    longest = timedelta(seconds=settings.DESK_DAY_SECONDS)
    SignedInSession.objects.filter(person=person, signed_in_at__lt=now - longest).delete()


def rename_session(old_key: str, new_key: str) -> None:
    """Follow a session that was given a new key."""
    SignedInSession.objects.filter(session_key=old_key).update(session_key=new_key)


def open_sessions(*, person: User, this_key: str, now: datetime) -> list[OpenSession]:
    """Return the browsers the person is signed in with, the latest first; two statements."""
    rows = list(SignedInSession.objects.filter(person=person))
    alive = browser_sessions.alive([row.session_key for row in rows], now=now)
    return [
        OpenSession(row, alive[row.session_key], row.session_key == this_key)
        for row in rows
        if row.session_key in alive
    ]


@transaction.atomic
def end_other_sessions(*, actor: User, this_key: str, now: datetime, address: str = "") -> int:
    """Sign the person out everywhere but here; return how many sessions ended."""
    person = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    ended = end_sessions(person, but=this_key)
    if ended:
        record_account_event(
            person=person, act=AccountAct.SESSIONS_ENDED, actor=actor, now=now, address=address, note=f"{ended}处"
        )
    return ended


def end_sessions(person: User, *, but: str = "") -> int:
    """End the sessions of an account, except the one with the key ``but``; return how many ended."""
    rows = SignedInSession.objects.filter(person=person).exclude(session_key=but)
    ended = browser_sessions.end(rows.values_list("session_key", flat=True))
    rows.delete()
    return ended


def discard_ended_sessions(*, now: datetime) -> int:
    """Remove what browsers left behind: sessions that are over, and the places they were signed in at; return how many."""
    longest = timedelta(seconds=settings.DESK_DAY_SECONDS)
    SignedInSession.objects.filter(signed_in_at__lt=now - longest).delete()
    return browser_sessions.discard_over(now=now)


def discard_old_sign_ins(*, now: datetime) -> int:
    """Remove sign-in records older than ``AUDIT_MONTHS`` (six or more, 网络安全法第二十三条第三项); return how many."""
    limit = now - timedelta(days=DAYS_A_MONTH * settings.AUDIT_MONTHS)
    removed = 0
    while True:
        old = list(SignInRecord.objects.filter(happened_at__lt=limit).values_list("pk", flat=True)[:DISCARDED_AT_ONCE])
        if not old:
            return removed
        removed += SignInRecord.objects.filter(pk__in=old).delete()[0]
