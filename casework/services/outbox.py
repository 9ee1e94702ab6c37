"""The outbox: every pending e-mail is sent, late if it must be, or ends as dead with its reason.

A letter is claimed, sent and marked. A crash between sending and marking sends it a second time
with the same Message-ID, when the claim has run out; a crash anywhere else loses and doubles nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.adapters.mailer import LetterRefused, Mailer, ServerUnusable
from casework.models.notice import MAX_ATTEMPTS, Notice, NoticeState
from casework.models.sealed import UnreadableValue
from casework.services.digests import bundle
from casework.services.office_hours import quiet_agencies

BATCH = 500
# A round ends long before the lease of its last claim, and leaves the worker to the next sweep.
ROUND = timedelta(minutes=4)
# 1, 4, 16 minutes and so on: eight attempts outlast a mail server that is down for three days.
FIRST_DELAY = timedelta(minutes=1)
DELAY_FACTOR = 4
REASON_LENGTH = 300


@dataclass(slots=True)
class Delivered:
    """What one round did: letters sent, put off, given up."""

    sent: int = 0
    put_off: int = 0
    dead: int = 0


def deliver(*, clock: Callable[[], datetime]) -> Delivered:
    """Send every e-mail that is due; a letter that is refused does not hold up the others.

    ``clock`` is asked before every letter: a claim dated with the start of a slow round would run
    out while its letter is still being sent. An unusable server ends the round. Where it is quiet,
    letters to the agency's people wait; an applicant is nobody's staff.
    """
    done = Delivered()
    began = clock()
    bundle(now=began)
    due = (
        Notice.objects.sendable(now=began)
        .exclude(recipient__agency__in=quiet_agencies(began))
        .order_by("send_after", "pk")
        .values_list("pk", flat=True)
    )
    with Mailer() as mailer:
        for notice_id in list(due[:BATCH]):
            now = clock()
            if now - began > ROUND:
                break
            notice = _claim(notice_id, now)
            if notice and not _send(notice, mailer, clock, done):
                break
    return done


def _claim(notice_id: int, now: datetime) -> Notice | None:
    """Return the notice if this call claimed it: of several workers exactly one counts 1."""
    if not Notice.objects.sendable(now=now).filter(pk=notice_id).update(claimed_at=now):
        return None
    return Notice.objects.select_related("recipient").get(pk=notice_id)


def _send(notice: Notice, mailer: Mailer, clock: Callable[[], datetime], done: Delivered) -> bool:
    """Send a claimed notice and mark it; return whether the server can take another."""
    try:
        mailer.send(
            notice_id=notice.pk,
            written_at=notice.created_at,
            address=_address_of(notice),
            subject=notice.subject,
            body=notice.body,
        )
    except LetterRefused as failure:
        _put_off(notice, _without_address(notice, failure), clock(), done)
        return True
    except ServerUnusable as failure:
        _put_off(notice, _without_address(notice, failure), clock(), done)
        return False
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.SENT, sent_at=clock(), claimed_at=None, attempts=notice.attempts + 1, last_error=""
    )
    done.sent += 1
    return True


def _address_of(notice: Notice) -> str:
    """Return the address given, else the person's of today: it may have been corrected since."""
    try:
        address = notice.address.clear or (notice.recipient.email if notice.recipient else "")
    except UnreadableValue as broken:
        raise LetterRefused(str(broken)) from None
    if not address:
        raise LetterRefused("收件人没有电子邮箱地址")
    return address


def _without_address(notice: Notice, failure: Exception) -> str:
    """Return what went wrong; a mail server likes to repeat the address it refuses."""
    reason = str(failure)
    try:
        return reason.replace(notice.address.clear, notice.address.masked) if notice.address else reason
    except UnreadableValue:
        return reason


def _put_off(notice: Notice, reason: str, now: datetime, done: Delivered) -> None:
    if put_off(notice, reason, now=now):
        done.put_off += 1
    else:
        done.dead += 1


def put_off(notice: Notice, reason: str, *, now: datetime) -> bool:
    """Plan the next attempt, or give up after the last; return whether there is a next one.

    Writes only while the claim is still ours. E-mail and webhook fail by the same timetable.
    """
    attempts = notice.attempts + 1
    changes: dict[str, object] = {"attempts": attempts, "last_error": reason[:REASON_LENGTH], "claimed_at": None}
    last = attempts >= MAX_ATTEMPTS
    if last:
        changes["state"] = NoticeState.DEAD
    else:
        changes["send_after"] = now + FIRST_DELAY * DELAY_FACTOR ** (attempts - 1)
    Notice.objects.filter(pk=notice.pk, claimed_at=notice.claimed_at).update(**changes)
    return not last
