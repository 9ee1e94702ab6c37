"""Two Celery applications with a task that does nothing: ours, and a bare one. Workers of ``deploy.bench.tasks`` load them."""

from __future__ import annotations

from celery import Celery, shared_task

from config.celery import app

__all__ = ["app", "bare", "nothing", "nothing_bare"]

BARE_QUEUE = "bare"
# Its broker is ours: Celery itself reads CELERY_BROKER_URL.
bare = Celery("bare", set_as_current=False)
bare.conf.update(task_ignore_result=True, task_default_queue=BARE_QUEUE, worker_hijack_root_logger=False)


@shared_task(ignore_result=True)
def nothing(**_future: object) -> None:
    """Do nothing, as a task of ours."""


@bare.task
def nothing_bare(**_future: object) -> None:
    """Do nothing, as a task of bare Celery."""
