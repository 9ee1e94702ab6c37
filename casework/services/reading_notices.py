"""Marking in-app notices as read: by their recipient, once."""

from __future__ import annotations

from datetime import datetime

from casework.models.notice import Notice
from casework.models.user import User


def mark_read(*, actor: User, now: datetime, notice_id: int | None = None) -> int:
    """Mark one unread notice of ``actor``, or all of them; return how many were marked."""
    unread = Notice.objects.unread_of(actor)
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=now)
