"""A worker killed (kill -9) in the middle of a sweep: every reminder once, none lost.

A real worker on a real broker, watched from outside through a connection of its own. It is killed
as soon as the first batch is in the ledger and before the last one is; then another takes over.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from celery import Celery

from deploy.preflight import ROOT
from tests import programs, servers

pytestmark = pytest.mark.slow

CASES = 5_000
KILLS = 2
# A sweep is over in less than a second, so a kill may come too late; then the ledger is emptied and tried anew.
TRIES = 6
REMINDERS = "SELECT count(*) FROM casework_reminder"
ONE_NOTICE_EACH = """
    SELECT count(*) FROM (
        SELECT case_id, recipient_id, channel FROM casework_notice
        GROUP BY case_id, recipient_id, channel HAVING count(*) = 1
    ) AS single
"""
NOTICES = "SELECT count(*) FROM casework_notice"
WITHOUT_NOTICE = """
    SELECT count(*) FROM casework_reminder AS reminder
    WHERE NOT EXISTS (SELECT 1 FROM casework_notice AS notice WHERE notice.reminder_id = reminder.id)
"""
EMPTY_LEDGER = "DELETE FROM casework_notice; DELETE FROM casework_reminder;"
# On the day itself: officer and leader, in-app and by e-mail.
NOTICES_A_CASE = 4


@dataclass
class Site:
    """One installation: its environment, and how to ask its database for a number."""

    environment: dict[str, str]
    number: Callable[[str], int]
    empty: Callable[[], None]
    beat: Celery

    def tick(self) -> None:
        """Put the sweep on the queue, as beat does every five minutes."""
        self.beat.send_task("casework.tasks.sweep_deadlines", queue="sweeps", ignore_result=True)

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def embedded(tmp_path: Path) -> Site:
    """SQLite and the broker in a folder, as make run has them."""
    has_tables = programs.copy_tables(tmp_path)
    environment = programs.clean_environment(tmp_path, CASEWORK_DEMO="0")

    def number(question: str) -> int:
        with closing(sqlite3.connect(tmp_path / "casework.sqlite3", timeout=20)) as database:
            return database.execute(question).fetchone()[0]

    def empty() -> None:
        with closing(sqlite3.connect(tmp_path / "casework.sqlite3", timeout=20)) as database:
            database.executescript(EMPTY_LEDGER)

    beat = Celery(broker="filesystem://localhost//", set_as_current=False)
    folder = str(tmp_path / "queue")
    beat.conf.broker_transport_options = {
        "data_folder_in": folder, "data_folder_out": folder, "control_folder": str(tmp_path / "queue-control"),
    }  # fmt: skip
    return filled(Site(environment, number, empty, beat), has_tables=has_tables)


@pytest.fixture
def on_servers(tmp_path: Path, database_url: str, redis_url: str) -> Iterator[Site]:
    """A database and a Redis queue of their own on the servers of make test."""
    address, _, name = database_url.rpartition("/")
    own = f"{name}_killed_{os.getpid()}"
    with psycopg.connect(database_url, autocommit=True) as server:
        template = servers.ready_template()
        servers.another_database(database_url, own, template=template)
        url = f"{address}/{own}"
        broker = redis_url.rpartition("/")[0] + "/7"
        environment = programs.clean_environment(
            tmp_path, CASEWORK_DEMO="0", DATABASE_URL=url, CELERY_BROKER_URL=broker
        )

        def number(question: str) -> int:
            with psycopg.connect(url) as database:
                return database.execute(question).fetchone()[0]

        def empty() -> None:
            with psycopg.connect(url) as database:
                database.execute(EMPTY_LEDGER)

        try:
            site = Site(environment, number, empty, Celery(broker=broker, set_as_current=False))
            yield filled(site, has_tables=template != servers.EMPTY)
        finally:
            server.execute(f"DROP DATABASE {own} WITH (FORCE)")


def filled(site: Site, *, has_tables: bool) -> Site:
    if not has_tables:
        site.run("manage.py", "migrate", "--verbosity=0")
    site.run("-m", "tests.many_cases", str(CASES))
    return site


@contextmanager
def worker(site: Site) -> Iterator[subprocess.Popen]:
    """A worker in a process group of its own, which is killed in any case."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=1"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=site.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def check_that_killed_sweeps_lose_and_double_nothing(site: Site) -> None:
    entered = 0
    for _ in range(KILLS):
        entered = killed_in_the_middle(site, entered)
        assert site.number(WITHOUT_NOTICE) == 0
    site.tick()
    with worker(site):
        wait_until(lambda: site.number(REMINDERS) == CASES)
    assert site.run("manage.py", "sweep_deadlines").startswith("新提醒0项，通知0条")
    assert site.number(REMINDERS) == CASES
    assert site.number(WITHOUT_NOTICE) == 0
    assert site.number(ONE_NOTICE_EACH) == site.number(NOTICES) == CASES * NOTICES_A_CASE


def killed_in_the_middle(site: Site, entered: int) -> int:
    """Kill a worker between its first batch and its last; return how many reminders are in the ledger."""
    for _ in range(TRIES):
        site.tick()
        with worker(site):
            wait_until(lambda before=entered: site.number(REMINDERS) > before)
        now = settled(site)
        if now < CASES:
            return now
        site.empty()
        entered = 0
    raise AssertionError(f"killed too late {TRIES} times in a row")


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Look every few milliseconds, because a sweep is over in less than a second."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not so within {seconds} seconds"
        time.sleep(0.002)


def settled(site: Site) -> int:
    """Return the number of reminders once the database has ended what the dead had begun."""
    now, before = site.number(REMINDERS), -1
    while now != before:
        time.sleep(0.3)
        now, before = site.number(REMINDERS), now
    return now


@pytest.mark.sqlite
def test_killed_on_the_embedded_broker_and_sqlite(embedded):
    check_that_killed_sweeps_lose_and_double_nothing(embedded)


@pytest.mark.postgres
def test_killed_on_redis_and_postgresql(on_servers):
    check_that_killed_sweeps_lose_and_double_nothing(on_servers)
