"""In-app notices that belong to no case: what the people who run an office must know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.user import User


def tell(people: Iterable[User], *, subject: str, body: str, now: datetime) -> int:
    """Put one notice before each of these people; return how many."""
    return len(
        Notice.objects.bulk_create(
            Notice(
                recipient=person,
                channel=NoticeChannel.IN_APP,
                subject=subject,
                body=body,
                state=NoticeState.SENT,
                created_at=now,
                send_after=now,
                sent_at=now,
            )
            for person in people
        )
    )
