"""Running a reader of files in a second process: a file made to exhaust memory or time ends that process, not ours."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

# Less than the web server waits for an answer.
MAX_SECONDS = 40
MAX_MEMORY_BYTES = 1536 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[2]
_WANTED = frozenset({"PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "TEMP"})


class ReaderTooSlow(Exception):
    """The reader needed more than ``MAX_SECONDS``."""


class ReaderFailed(Exception):
    """The reader could not read the file, or needed too much memory."""


def run_reader(module: str, data: bytes, *arguments: str) -> bytes:
    """Return what a module, run as a program, answers to ``data``. It calls ``be_limited`` before it reads."""
    environment = {key: value for key, value in os.environ.items() if key in _WANTED}
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            input=data, capture_output=True, timeout=MAX_SECONDS, cwd=_ROOT, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ReaderTooSlow from error
    if done.returncode != 0:
        raise ReaderFailed
    return done.stdout


def be_limited() -> None:
    """Bind this process to little memory and time, and keep its libraries quiet."""
    logging.disable()
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still ends us.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
