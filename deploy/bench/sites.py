"""Our program and the yardstick side by side on one machine, started and asked in the same way.

Both are served by the command line that ``make run`` and the service units use, with two workers, each on a port of its own;
they keep running, and who is not asked waits. Asked is with ``wrk`` (one thread, 16 connections).
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy import processes, supervisor
from deploy.preflight import ROOT, Address
from tests import servers

OURS, YARDSTICK = "config.wsgi:application", "deploy.bench.yardstick:application"
CONNECTIONS = 16
# The yardstick's register is a copy of ours: the same cases of the first agency, and of all others.
COPIED = """COPY (
SELECT c.id, c.number, (SELECT a.name FROM casework_applicant a WHERE a.case_id = c.id LIMIT 1),
    1 + c.agency_id - (SELECT agency_id FROM casework_user WHERE username = 'clerk'), 1, 1, 1, 1, c.subject, c.content,
    NULL, NULL, c.received_on, c.received_on, c.reply_due_on, c.concluded_on, FALSE,
    CASE c.stage WHEN 'registered' THEN 1 WHEN 'processing' THEN 3 WHEN 'signed' THEN 5 ELSE 9 END,
    CASE WHEN c.concluded_on IS NULL THEN NULL ELSE 1 + c.id %% 22 END, c.officer_id, 0, c.registered_at, c.registered_at
FROM casework_case c) TO STDOUT""".replace("%%", "%")


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: where it is, and the cookie of somebody who is signed in."""

    url: str
    cookie: str


@contextmanager
def both(folder: Path) -> Iterator[tuple[Site, Site]]:
    """Yield our site, signed in as a clerk of the largest agency, and the yardstick over a copy of the same register.

    ``folder`` is that of ``filled.register``, inside whose block this is used.
    """
    yardstick = yardstick_database(folder)
    cookie = f"sessionid={(folder / 'yardstick_session').read_text(encoding='ascii')}"
    with serving(OURS, dict(os.environ), folder) as ours:
        with serving(YARDSTICK, os.environ | {"YARDSTICK_DATABASE": yardstick}, folder) as bare:
            yield Site(ours, cookie_of("clerk")), Site(bare, cookie)


def cookie_of(username: str) -> str:
    """Sign somebody in on our site and return the cookie."""
    from django.conf import settings
    from django.test import Client

    from casework.models import User

    browser = Client()
    browser.force_login(User.objects.get(username=username))
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def yardstick_database(folder: Path) -> str:
    """Return the URL of the yardstick's database, made beside that of our register unless it is there."""
    session, ours = folder / "yardstick_session", os.environ["DATABASE_URL"]
    theirs = f"{ours.rpartition('/')[0]}/yardstick"
    if session.exists():
        return theirs
    servers.another_database(ours, "yardstick")
    command = [sys.executable, "-m", "deploy.bench.yardstick"]
    environment = os.environ | {"YARDSTICK_DATABASE": theirs}
    key = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    import psycopg

    with psycopg.connect(ours) as source, psycopg.connect(theirs, autocommit=True) as target:
        with source.cursor().copy(COPIED) as rows, target.cursor().copy("COPY listed FROM STDIN") as copy:
            for block in rows:
                copy.write(block)
        target.execute("VACUUM ANALYZE listed")
    session.write_text(key.strip(), encoding="ascii")
    return theirs


@contextmanager
def serving(application: str, environment: dict[str, str], folder: Path) -> Iterator[str]:
    """Yield the address of an application served as in production, once it answers."""
    where = Address("127.0.0.1", servers.free_port())
    command = [application if part == OURS else part for part in supervisor.web(where)]
    environment |= {"CASEWORK_DATA_DIR": str(folder), "PYTHONUTF8": "1"}
    site = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=processes.ending_with_parent(signal.SIGTERM),
    )
    try:
        wait_for(where, site)
        yield where.url
    finally:
        site.terminate()
        try:
            site.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(site.pid, signal.SIGKILL)
            site.wait()


def wait_for(where: Address, site: subprocess.Popen, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and site.poll() is None:
        connection = http.client.HTTPConnection(where.host, where.port, timeout=60)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError("the site did not start")


def requests_a_second(site: Site, page: str, seconds: int, *, script: Path | None = None) -> float:
    """Ask for a page as fast as it is answered; return requests per second.

    ``script`` is a Lua file of wrk, as for POST. Raises RuntimeError on any answer that is no 2xx or 3xx, and on errors.
    """
    command = [program(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "5s", "-H", f"Cookie: {site.cookie}"]
    command += ["-s", str(script)] if script else []
    told = subprocess.run([*command, site.url + page], capture_output=True, text=True, check=True).stdout
    if trouble := re.search(r"Non-2xx.*|Socket errors.*", told):
        raise RuntimeError(f"{page}: {trouble[0]}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def program() -> str:
    """Return wrk, or end the run with how to install it."""
    found = shutil.which("wrk")
    if found is None:
        sys.exit("缺少 wrk，请先安装：apt-get install wrk / wrk is missing: apt-get install wrk")
    return found
