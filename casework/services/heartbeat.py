"""The heartbeat of the background programs."""

from __future__ import annotations

from datetime import datetime

from casework.models.heartbeat import Heartbeat

# The worker of the general queue; the other queues go by their own names.
WORKER = "worker"


def beat(*, now: datetime, name: str = WORKER) -> None:
    """Write that a message of the beat has reached a worker of this queue."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": now})
