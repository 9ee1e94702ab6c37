"""Marking in-app notices as read: by their recipient, once."""

from __future__ import annotations

from datetime import datetime

from casework.models.notice import Notice
from casework.models.user import User
from casework.queries.notices import same_duty


def mark_read(*, actor: User, now: datetime, notice_id: int | None = None) -> int:
    """Mark one unread notice of ``actor``, or all of them; return how many were marked.

    With one go the earlier ones about the same duty and day: they say less.
    """
    unread = Notice.objects.unread_of(actor)
    if notice_id is not None:
        notice = unread.select_related("reminder").filter(pk=notice_id).first()
        if notice is None:
            return 0
        unread = unread.filter(same_duty(notice), pk__lte=notice_id)
    return unread.update(read_at=now)
