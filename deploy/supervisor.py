"""Web server, Celery worker and beat as one process tree. Also: python -m deploy.supervisor

A child that ends is started again, later each time it ends soon. Ctrl-C or SIGTERM ends all of
them; the kernel does so when this process itself is killed, so no child outlives it.
"""

import argparse
import contextlib
import fcntl
import http.client
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from deploy import preflight, processes
from deploy.preflight import Address, CannotStart

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
STEADY_SECONDS = 60.0
GRACE_SECONDS = 8.0


@dataclass(slots=True)
class Child:
    """One program of the tree. Seconds are those of time.monotonic()."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    start_at: float = 0.0
    started_at: float = 0.0
    delay: float = FIRST_DELAY

    def start(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=preflight.ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            # Its own session: Ctrl-C reaches the supervisor, and the supervisor ends the child.
            start_new_session=True,
            preexec_fn=processes.ending_with_parent(signal.SIGTERM),
        )
        self.started_at = time.monotonic()

    def plan_restart(self) -> float:
        """Fix the next start and return the seconds until then."""
        now = time.monotonic()
        if now - self.started_at > STEADY_SECONDS:
            self.delay = FIRST_DELAY
        wait, self.delay = self.delay, min(self.delay * 2, LONGEST_DELAY)
        self.process, self.start_at = None, now + wait
        return wait


class Supervisor:
    """Keeps the children alive until a signal asks for the end."""

    def __init__(self, children: list[Child], environment: dict[str, str], address: Address) -> None:
        self.children = children
        self.environment = environment
        self.address = address
        self.announced = False
        # A program started with nohup keeps ignoring the end of its terminal.
        ends = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
        self.ends = {s for s in ends if s is not signal.SIGHUP or signal.getsignal(s) is not signal.SIG_IGN}
        signal.pthread_sigmask(signal.SIG_BLOCK, self.ends | {signal.SIGCHLD})

    def prepare(self, command: list[str]) -> int | None:
        """Run a command to its end and return its exit code, None if a signal came first."""
        child = Child("prepare", command)
        child.start(self.environment)
        while child.process.poll() is None:
            if self._asked_to_end(timeout=1.0):
                self._end([child])
                return None
        return child.process.returncode

    def run(self) -> None:
        while True:
            for child in self.children:
                if child.process is None and time.monotonic() >= child.start_at:
                    child.start(self.environment)
            if self._asked_to_end(timeout=self._pause()):
                break
            for child in self.children:
                self._notice_end(child)
            if not self.announced:
                self.announced = self._announce()
        print("\n正在停止 … / Stopping …", flush=True)
        self._end(self.children)

    def _pause(self) -> float:
        waiting = [child.start_at - time.monotonic() for child in self.children if child.process is None]
        return max(0.05, min([*waiting, 5.0 if self.announced else 0.3]))

    def _asked_to_end(self, *, timeout: float) -> bool:
        caught = signal.sigtimedwait(self.ends | {signal.SIGCHLD}, timeout)
        return caught is not None and caught.si_signo in self.ends

    def _notice_end(self, child: Child) -> None:
        if child.process is None or child.process.poll() is None:
            return
        code = child.process.returncode
        # Its own children would hold the port or take messages beside the new ones.
        _signal_group(child.process.pid, signal.SIGKILL)
        wait = child.plan_restart()
        print(
            f"{child.name} 已退出（{code}），{wait:g} 秒后重启。 / {child.name} ended ({code}), again in {wait:g} s.",
            file=sys.stderr,
            flush=True,
        )

    def _announce(self) -> bool:
        if not self._web_answers():
            return False
        print(announcement(self.address, preflight.data_directory()), flush=True)
        return True

    def _web_answers(self) -> bool:
        """Ask the web server itself, past any proxy that the environment names."""
        connection = http.client.HTTPConnection(self.address.local_host, self.address.port, timeout=2)
        try:
            # A name that is always allowed, whatever the name that people use.
            connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _end(self, children: list[Child]) -> None:
        """End the children; a second signal or the end of the grace period ends them at once."""
        alive = [child.process for child in children if child.process is not None]
        for process in alive:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while any(process.poll() is None for process in alive):
            left = deadline - time.monotonic()
            if left <= 0 or self._asked_to_end(timeout=left):
                break
        for process in alive:
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def announcement(address: Address, data: Path) -> str:
    """Return what a newcomer needs: addresses, accounts and how to stop."""
    accounts = data / "demo_accounts.txt"
    return "\n".join(
        [
            "",
            "依申请公开办理系统已启动 / Casework is running",
            f"  办件台 desk    {address.url}/desk/",
            f"  申请页 portal  {address.url}/",
            f"  数据   data    {data}",
            *(["", accounts.read_text(encoding="utf-8").rstrip()] if accounts.exists() else []),
            "",
            "按 Ctrl-C 停止 / Ctrl-C stops everything",
        ]
    )


def children(address: Address) -> list[Child]:
    return [Child("web", web(address)), Child("worker", worker()), Child("beat", beat())]


def web(address: Address) -> list[str]:
    """Return the command line of the web server."""
    workers = preflight.whole_number("CASEWORK_WEB_WORKERS", 2, at_most=64)
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", address.bind]
    # Threads of one process take turns in Python: more of them wait for each other in the middle of their transactions.
    threads = preflight.whole_number("CASEWORK_WEB_THREADS", 2, at_most=32)
    command += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    # A connection that is kept stays with one process, however busy that is; a new one goes to whoever is free.
    command += ["--keep-alive", "0"]
    return [*command, "--graceful-timeout", "4", "--timeout", "60", "--log-level", "warning", "--no-control-socket"]


def worker(*, queues: str = "", threads: int = 2) -> list[str]:
    """Return the command line of a worker for these queues, comma-separated; for all of them when none is named."""
    command = [*_celery(), "worker", "--pool", "threads", "--concurrency", str(threads), "--loglevel", "WARNING"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [*command, "--queues", queues] if queues else command


def beat() -> list[str]:
    """Return the command line of beat."""
    return [*_celery(), "beat", "--loglevel", "WARNING"]


def _celery() -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "--skip-checks", "-A", "config"]


def environment(data: Path) -> dict[str, str]:
    temporary = data / "tmp"
    temporary.mkdir(mode=0o700, exist_ok=True)
    return os.environ | {
        "CASEWORK_DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings"),
        # The folder broker moves every message through the temporary directory: on another disk
        # the move would be a copy, and a message could be lost between copy and removal.
        "TMPDIR": str(temporary),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def lock(data: Path) -> int:
    """Hold the data directory for this process; the kernel lets go of it with the process."""
    descriptor = os.open(data / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CannotStart(
            f"程序已在运行，正在使用数据目录 {data}。",
            f"The program is already running with the data directory {data}.",
        ) from None
    return descriptor


def main() -> None:
    parser = argparse.ArgumentParser(description="Run web, worker and beat together.")
    parser.add_argument("--no-prepare", action="store_true", help="leave out migrations, static files and demo data")
    options = parser.parse_args()
    # Set by the Makefile: what make started ends with make, even when make is killed.
    if os.environ.pop("CASEWORK_ENDS_WITH_PARENT", ""):
        processes.bind_to_parent(signal.SIGTERM)
    try:
        preflight.check_machine()
        address, data = preflight.address(), preflight.data_directory()
        held = lock(data)
        supervisor = Supervisor(children(address), environment(data), address)
    except CannotStart as refusal:
        sys.exit(str(refusal))
    code = 0 if options.no_prepare else supervisor.prepare([sys.executable, "manage.py", "prepare"])
    if code == 0:
        supervisor.run()
    os.close(held)
    # The command that failed has said why; None means that a person stopped the start.
    sys.exit(1 if code else 0)


if __name__ == "__main__":
    main()
