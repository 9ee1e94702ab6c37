"""What a task of ours costs that does nothing, against one of bare Celery, in turns in one run over a Redis of their own.

    .venv/bin/python -m deploy.bench.tasks [rounds] [tasks]

C1  tasks a second that our worker, as production starts it, works off / a worker of bare Celery with the same pool;
    and tasks a second that are published
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import redis

from deploy import processes, supervisor
from deploy.bench.results import JSON, Result, of_rounds, tell
from deploy.preflight import ROOT
from tests import servers

FLOOR, GOAL = 0.75, 0.9
# Longer than any pause of a worker that still works.
STALLED_SECONDS = 20


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    rounds, tasks = given + [5, 3_000][len(given) :]
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder, servers.redis() as broker:
        os.environ |= {"CASEWORK_DATA_DIR": folder, "CELERY_BROKER_URL": broker}
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        return tell(results(redis.Redis.from_url(broker), rounds, tasks))


def results(broker: redis.Redis, rounds: int, tasks: int) -> Iterator[Result]:
    """Measure in turns over an empty broker that the environment names too."""
    from config.celery import DEFAULT_QUEUE
    from deploy.bench import idle_tasks

    sides = {
        "ours": (idle_tasks.nothing, "app", DEFAULT_QUEUE),
        "bare": (idle_tasks.nothing_bare, "bare", idle_tasks.BARE_QUEUE),
    }
    published: dict[str, list[float]] = {side: [] for side in sides}
    worked: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(rounds):
        for side, (task, application, queue) in sides.items():
            published[side].append(publish(task, tasks))
            worked[side].append(work_off(application, queue, broker, tasks))
    for what, rates in (("worked off", worked), ("published", published)):
        yield of_rounds(
            "C1", f"tasks that do nothing, {what} / bare Celery", rates["ours"], rates["bare"],
            unit="tasks/s", floor=FLOOR, goal=GOAL, better="higher",
        )  # fmt: skip


def publish(task: Any, tasks: int) -> float:
    """Publish so many and return how many a second that were."""
    with task.app.producer_pool.acquire(block=True) as producer:
        task.apply_async(producer=producer)
        begun = time.perf_counter()
        for _ in range(tasks - 1):
            task.apply_async(producer=producer)
        return (tasks - 1) / (time.perf_counter() - begun)


def work_off(application: str, queue: str, broker: redis.Redis, tasks: int) -> float:
    """Start a worker; return tasks a second from the first one taken to the last one acknowledged."""
    command = [f"deploy.bench.idle_tasks:{application}" if part == "config" else part for part in supervisor.worker()]
    worker = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, preexec_fn=processes.ending_with_parent(signal.SIGTERM),
    )  # fmt: skip
    try:
        begun, first, last, moved_at = 0.0, tasks, tasks, time.perf_counter()
        while time.perf_counter() - moved_at < STALLED_SECONDS:
            left, now = broker.llen(queue), time.perf_counter()
            if left < tasks and not begun:
                begun, first = now, left
            if not left and not broker.hlen("unacked"):
                return first / (now - begun)
            if left != last:
                last, moved_at = left, now
            time.sleep(0.002)
        raise RuntimeError(f"the worker of {application} stalled with {last} tasks left")
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        broker.flushdb()


if __name__ == "__main__":
    sys.exit(main())
