"""Programs of the product started beside the tests, as an operator would start them."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.preflight import ROOT

# A key for personal data, given to programs that are started without ``manage.py prepare``, which makes one.
DATA_KEYS = "dGVzdHMgb25seTogMzIgYnl0ZXMgb2Ygbm8gc2VjcmU="
SETTINGS = ("CASEWORK_", "DATABASE_URL", "CELERY_", "EMAIL_URL", "SECRET_KEY", "DJANGO_")


def clean_environment(data: Path, **settings: str) -> dict[str, str]:
    """Return the environment for a program with its own data directory.

    Nothing of this test run and nothing of an office on this machine shows through.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    return kept | {"CASEWORK_DATA_DIR": str(data), "PYTHONUTF8": "1"} | settings


def using(data: Path) -> dict[int, str]:
    """Return the processes whose data directory this is: number and command line."""
    mark = f"CASEWORK_DATA_DIR={data}\0".encode()
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes() + b"\0":
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            # It ended while we looked, or belongs to somebody else.
            continue
    return found


def eventually(holds: Callable[[], object], *, seconds: float = 30) -> object:
    """Return the first true answer; fail when there is none in time."""
    deadline = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < deadline, f"not so within {seconds} seconds"
        time.sleep(0.1)
    return answer


@dataclass
class Office:
    """One running program with its own data directory and port."""

    data: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        """Return status, text and headers of a page."""
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)

    def children(self, name: str) -> list[int]:
        """Return the processes of the tree whose command line holds this word."""
        return sorted(number for number, line in using(self.data).items() if f" {name} " in line)

    def call(self, task: str) -> None:
        """Put a task on the queue as another process would."""
        command = [sys.executable, "-m", "celery", "-A", "config", "call", task]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)


def copy_tables(data: Path) -> bool:
    """Give a data directory the tables that make test has made, so that its first start does not make them again.

    False when there are none to give.
    """
    template = os.environ.get("CASEWORK_TEST_TEMPLATE", "")
    if not template or template.startswith("postgresql:"):
        return False
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copy(template, data / "casework.sqlite3")
    return True


def prepare(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "prepare"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
