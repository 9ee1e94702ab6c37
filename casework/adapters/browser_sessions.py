"""The sessions Django keeps: which are alive, when they were last used, and ending them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session

DISCARDED_AT_ONCE = 1_000


def alive(keys: Iterable[str], *, now: datetime) -> dict[str, datetime]:
    """Return the keys of the sessions not yet over, each with the moment of its last use, to the minute."""
    rows = Session.objects.filter(pk__in=list(keys), expire_date__gt=now).values_list("pk", "expire_date")
    idle = timedelta(seconds=settings.DESK_IDLE_SECONDS)
    return {key: min(end - idle, now) for key, end in rows}


def discard_over(*, now: datetime) -> int:
    """Remove the sessions that are over, with what was typed in them, a bounded number at a time; return how many."""
    removed = 0
    over = Session.objects.filter(expire_date__lte=now)
    while keys := list(over.order_by("expire_date").values_list("pk", flat=True)[:DISCARDED_AT_ONCE]):
        # Asked again: one that somebody came back to meanwhile stays.
        removed += over.filter(pk__in=keys).delete()[0]
    return removed


def end(keys: Iterable[str]) -> int:
    """End the sessions with these keys; return how many there were."""
    return Session.objects.filter(pk__in=list(keys)).delete()[0]
