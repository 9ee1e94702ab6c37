"""The heartbeat of the background programs: of the beat when it sends, of the workers when they receive."""

from __future__ import annotations

from datetime import datetime

from casework.models.heartbeat import BEAT, WORKER, Heartbeat


def beat_sent(*, now: datetime) -> None:
    """Write that the beat has given its message to the broker, whether or not anybody takes it."""
    beat(now=now, name=BEAT)


def beat(*, now: datetime, name: str = WORKER) -> None:
    """Write that a message of the beat has reached a worker of this queue."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": now})
