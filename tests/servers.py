"""A private PostgreSQL and a private Redis on free ports, gone when the block ends."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from deploy import processes

# What every database is a copy of that is to be empty.
EMPTY = "template1"
# What is told to those who run the register (docs/operations.md).
REGISTER_SETTINGS = Path(__file__).parents[1] / "deploy/postgresql/casework.conf"


def find_program(name: str) -> str | None:
    """Return the path of a server program, also where Debian keeps PostgreSQL's."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    return str(installed[-1]) if installed else shutil.which(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server program that may be killed and started again over the same files. ``url`` is where it answers."""

    def __init__(
        self,
        url: str,
        command: list[str],
        user: str | None,
        log: Path,
        *,
        stop: signal.Signals,
        ready: Callable[[], bool],
    ) -> None:
        self.url = url
        self._command, self._user, self._log, self._stop, self._ready = command, user, log, stop, ready
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Its own session: Ctrl-C reaches the run, and the run stops the server.
                start_new_session=True,
                preexec_fn=processes.ending_with_parent(self._stop),
                cwd="/",
                **_as_user(self._user),
            )
        _wait(self._ready, self._log)

    def kill(self) -> None:
        """End it with everything it started, as a power cut would, and return when all are gone."""
        number = self._process.pid
        # Held first, so that it starts no child that outlives it, at work on memory nobody else shares.
        os.kill(number, signal.SIGSTOP)
        children = [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
        for one in (number, *children):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self._process.wait()
        # PostgreSQL does not start beside a survivor of the dead server.
        while any(Path(f"/proc/{child}").exists() for child in children):
            time.sleep(0.01)

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(self._stop)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Yield the URL of an empty database in a cluster of its own; ``durable`` as in ``postgres_server``."""
    with postgres_server(durable=durable) as server:
        yield server.url


def another_database(url: str, name: str, *, template: str = EMPTY) -> str:
    """Make a database beside that of ``url``, a copy of ``template``; return its URL."""
    server = urlsplit(url)
    where = ["-h", server.hostname, "-p", str(server.port), "-U", server.username]
    _check([find_program("createdb"), *where, "-T", template, name], None)
    return f"{url.rpartition('/')[0]}/{name}"


def ready_template() -> str:
    """Return the database on the PostgreSQL of make test that has the tables already; without one, an empty one."""
    template = os.environ.get("CASEWORK_TEST_TEMPLATE", "")
    return template.rpartition("/")[2] if template.startswith("postgresql:") else EMPTY


def copy_tables(url: str) -> bool:
    """Lay the tables that make test has made on its PostgreSQL into an empty database elsewhere; False without them."""
    template = os.environ.get("CASEWORK_TEST_TEMPLATE", "")
    if not template.startswith("postgresql:"):
        return False
    with tempfile.NamedTemporaryFile() as dump:
        _check([find_program("pg_dump"), "--format=custom", f"--file={dump.name}", template], None)
        _check([find_program("pg_restore"), "--no-owner", f"--dbname={url}", dump.name], None)
    return True


@contextmanager
def redis() -> Iterator[str]:
    """Yield the URL of an empty Redis that keeps nothing on disk."""
    with redis_server() as server:
        yield server.url


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[Server]:
    """Yield a running PostgreSQL with an empty database.

    A ``durable`` one writes every commit to the disk before it answers and has the settings of a real server, for benches.
    """
    port = free_port()
    user = _unprivileged_user()
    with _folder("casework-postgres-", user) as folder:
        data = folder / "data"
        initdb = [find_program("initdb"), "-D", str(data), "-U", "casework", "-A", "trust", "--no-sync"]
        _check([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"], user)
        options = ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c", "jit=off"]
        options += ["-c", f"fsync={'on' if durable else 'off'}"]
        if durable:
            options += [part for line in register_settings() for part in ("-c", line)]
        command = [find_program("postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), *options]
        # The data directory is made before the server answers questions, so ask until it does.
        asking = [find_program("pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q"]
        server = Server(
            f"postgresql://casework@127.0.0.1:{port}/casework", command, user, folder / "log", stop=signal.SIGINT,
            ready=lambda: subprocess.run(asking, check=False).returncode == 0,
        )  # fmt: skip
        with _running(server):
            _check([find_program("createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "casework", "casework"], user)
            yield server


def register_settings() -> list[str]:
    """Return what a PostgreSQL of the register is told beside its defaults, each as name=value."""
    lines = REGISTER_SETTINGS.read_text(encoding="ascii").splitlines()
    return ["=".join(map(str.strip, line.split("=", 1))) for line in lines if line and not line.startswith("#")]


@contextmanager
def redis_server() -> Iterator[Server]:
    """Yield a running, empty Redis."""
    port = free_port()
    with _folder("casework-redis-", None) as folder:
        command = [find_program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        server = Server(
            f"redis://127.0.0.1:{port}/0", [*command, "--save", "", "--appendonly", "no"], None, folder / "log",
            stop=signal.SIGTERM, ready=lambda: answers(port),
        )  # fmt: skip
        with _running(server):
            yield server


@contextmanager
def _running(server: Server) -> Iterator[None]:
    try:
        server.start()
        yield
    finally:
        server.stop()


@contextmanager
def _folder(prefix: str, user: str | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    if user:
        shutil.chown(folder, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(ready: Callable[[], bool], log: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Tell whether somebody listens at the port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _check(command: list[str], user: str | None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **_as_user(user))
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root; return who runs it, None for the present user."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as_user(user: str | None) -> dict:
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
