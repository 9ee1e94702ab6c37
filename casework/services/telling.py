"""Telling people something: one notice each in-app, and by e-mail where it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from casework.models.case import Case
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.office_duty import OfficeDuty
from casework.models.user import User


def tell(
    people: Iterable[User],
    *,
    subject: str,
    body: str,
    now: datetime,
    by_email: bool = False,
    in_digest: bool = False,
    office_duty: OfficeDuty | None = None,
    case: Case | None = None,
) -> int:
    """Queue one message to each person, in-app and on demand by e-mail; return how many rows."""
    rows = []
    for person in people:
        shared = {
            "recipient": person, "subject": subject[:200], "body": body, "created_at": now, "send_after": now,
            "office_duty": office_duty, "case": case or (office_duty.case if office_duty else None),
        }  # fmt: skip
        rows.append(Notice(channel=NoticeChannel.IN_APP, state=NoticeState.SENT, sent_at=now, **shared))
        if by_email and person.email:
            rows.append(Notice(channel=NoticeChannel.EMAIL, in_digest=in_digest, **shared))
    return len(Notice.objects.bulk_create(rows, batch_size=1_000))
