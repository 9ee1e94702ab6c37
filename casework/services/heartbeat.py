"""The heartbeat of the background programs."""

from __future__ import annotations

from datetime import datetime

from casework.models.heartbeat import Heartbeat

WORKER = "worker"


def beat(*, now: datetime) -> None:
    """Write that a message of the beat has reached a worker."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"beaten_at": now})
