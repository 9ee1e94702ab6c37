"""The outbox of webhooks: signed, tried again, given up in the open; one receiver never delays another.

Every wave takes some messages of every receiver and posts them side by side under one time limit. A
receiver that failed or dawdled is left for the next round, so it costs the others one wave.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from casework.adapters.webhook_client import post_all
from casework.models.notice import Notice, NoticeChannel, NoticeState
from casework.models.sealed import UnreadableValue
from casework.services.office_hours import quiet_agencies
from casework.services.outbox import Delivered, put_off
from casework.services.webhooks import message_of

ROUND = timedelta(seconds=50)
# The first wave only knocks: at a receiver that is down one message loses a try, and not eight.
FIRST_WAVE, LATER_WAVES = 1, 8
SLOW_SECONDS = 2.0


def deliver_webhooks(*, clock: Callable[[], datetime]) -> Delivered:
    """Post every message that is due. ``clock`` is asked before every wave."""
    done = Delivered()
    began, left_for_later, size = clock(), set(), FIRST_WAVE
    while (now := clock()) - began <= ROUND:
        due = _due(now, left_for_later)
        if not due:
            break
        # Another worker may have been quicker at all of them; what is left is looked at again.
        wave = _claim_wave(due, now, size)
        messages = []
        for notice in wave:
            try:
                messages.append((notice, message_of(notice, now)))
            except UnreadableValue as broken:
                left_for_later.add(notice.endpoint_id)
                _mark(notice, str(broken), clock(), done)
        outcomes = post_all([message for _, message in messages])
        for (notice, _), outcome in zip(messages, outcomes, strict=True):
            if outcome.error or outcome.seconds > SLOW_SECONDS:
                left_for_later.add(notice.endpoint_id)
            _mark(notice, outcome.error, clock(), done)
        size = LATER_WAVES
    return done


def _due(now: datetime, left_for_later: set[int]) -> dict[int, list[int]]:
    """Return the messages that are due, by endpoint, the oldest first; of each a bounded number."""
    due = (
        Notice.objects.sendable(now=now, channel=NoticeChannel.WEBHOOK)
        .filter(endpoint__is_active=True)
        .exclude(endpoint__in=left_for_later)
        .exclude(endpoint__agency__in=quiet_agencies(now))
    )
    found = {}
    for endpoint_id in list(due.order_by("endpoint_id").values_list("endpoint_id", flat=True).distinct()):
        oldest = due.filter(endpoint=endpoint_id).order_by("send_after", "pk")
        found[endpoint_id] = list(oldest.values_list("pk", flat=True)[:LATER_WAVES])
    return found


def _claim_wave(due: dict[int, list[int]], now: datetime, size: int) -> list[Notice]:
    claimed = [pk for messages in due.values() for pk in messages[:size] if _claim(pk, now)]
    found = Notice.objects.select_related("endpoint__agency", "case", "reminder", "office_duty")
    return list(found.filter(pk__in=claimed).order_by("pk"))


def _claim(notice_id: int, now: datetime) -> bool:
    """Claim one message: of several workers exactly one counts 1."""
    free = Notice.objects.sendable(now=now, channel=NoticeChannel.WEBHOOK)
    return bool(free.filter(pk=notice_id).update(claimed_at=now))


def _mark(notice: Notice, error: str, now: datetime, done: Delivered) -> None:
    if not error:
        Notice.objects.filter(pk=notice.pk).update(
            state=NoticeState.SENT, sent_at=now, claimed_at=None, attempts=notice.attempts + 1, last_error=""
        )
        done.sent += 1
    elif put_off(notice, error, now=now):
        done.put_off += 1
    else:
        done.dead += 1
