"""Waking the worker. The database row is the truth: a lost call costs a round of beat and nothing else."""

from __future__ import annotations

import logging

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

_LOG = logging.getLogger(__name__)


def wake_worker(task: str) -> None:
    """Ask a worker to run a task of that name now. A broker that is away is logged, not raised."""
    if getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False):
        return  # nobody listens; a test runs the round itself
    try:
        current_app.send_task(task, ignore_result=True, expires=60)
    except (OperationalError, OSError) as problem:
        _LOG.warning("the worker could not be woken for %s: %s", task, problem)
