"""`make test`: install what tests need, run everything, stop what was started, say it in one line.

python3 -m tests.run [--install-only] [arguments of pytest]
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from deploy import environment, processes
from deploy.preflight import ROOT, CannotStart
from tests import machine, servers, suites
from tests.programs import clean_environment

CHECKS = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "import direction": ["-c", "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"],
    "migrations are complete": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "system check": ["manage.py", "check", "--fail-level", "WARNING"],
}
NO_TESTS_COLLECTED = 5
# So many files of a suite are named with the time they take.
SLOWEST = 12
TEMPLATE = "CASEWORK_TEST_TEMPLATE"
# Compiled modules: some machines forbid to write them beside the sources, and every program started would compile
# everything again, which takes longer than most tests. "make clean" removes them with the environment.
BYTECODE = environment.VENV / "bytecode"


@dataclass(frozen=True)
class Suite:
    """Tests that run on one database: the marks that choose them, the folders they are in, their environment."""

    name: str
    marks: str
    folders: list[str]
    env: dict[str, str]


@dataclass
class Score:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    left_out: list[str] = field(default_factory=list)

    def line(self) -> str:
        return f"tests: {self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main() -> None:
    arguments = sys.argv[1:]
    os.chdir(ROOT)
    # A build server that gives up sends SIGTERM: leave by way of every "finally".
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Under nohup the programs under test would ignore a hang-up, as they should then, and one test sends it.
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))
    # Started in the background by a shell, this run would ignore SIGINT, and pytest with it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(keeping_bytecode())
    started_at = time.monotonic()
    try:
        missing = machine.install_missing()
        python = str(environment.ensure(ROOT / "tests" / "requirements.txt"))
        if arguments == ["--install-only"]:
            return
        score = run(python, arguments, missing)
    except CannotStart as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(report(score, time.monotonic() - started_at))


def run(python: str, arguments: list[str], missing: list[machine.Package]) -> Score:
    score = Score(left_out=[package.left_out for package in missing])
    absent = {package.name for package in missing}
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="casework-run-") as folder:
        found = prepared(python, Path(folder), stack, absent, score, checked=not arguments)
        if not arguments:
            run_together(python, Path(folder), found, score)
            return score
        for suite in found:
            # Chosen tests may lie anywhere, and a few start faster in one process.
            print_heading(suite)
            with running(command_for(python, Path(folder), suite, arguments), suite.env, None) as process:
                code = process.wait()
            if code != NO_TESTS_COLLECTED:
                add(Path(folder) / f"{suite.name}.xml", code, score)
    return score


def run_together(python: str, folder: Path, found: list[Suite], score: Score) -> None:
    """Run every suite at the same time, each in as many processes as there are cores; the last one is printed as it goes.

    One that waits, for a browser or for a program it has killed, leaves its core to the others, and none is the last to begin.
    """
    spread = ["-n", str(os.cpu_count() or 1), "--dist", "loadfile", "--no-loadscope-reorder"]
    with ExitStack() as stack:
        started = []
        for suite in found:
            output = None if suite is found[-1] else stack.enter_context(open(folder / f"{suite.name}.txt", "w+"))
            command = command_for(python, folder, suite, [*spread, *suite.folders])
            started.append((suite, stack.enter_context(running(command, suite.env, output)), output))
        for suite, process, output in (started[-1], *started[:-1]):
            print_heading(suite)
            code = process.wait()
            if output is not None:
                output.seek(0)
                print(output.read(), flush=True)
            add(folder / f"{suite.name}.xml", code, score)


def command_for(python: str, folder: Path, suite: Suite, more: list[str]) -> list[str]:
    return [python, "-m", "pytest", f"--junitxml={folder}/{suite.name}.xml", "-q", "-m", suite.marks, *more]


def print_heading(suite: Suite) -> None:
    print(f"\n-- {suite.name} {'-' * (70 - len(suite.name))}", flush=True)


def add(results: Path, code: int, score: Score) -> None:
    """Add the results of a suite and say what took its time; one that breaks off outside any test has failed too."""
    failed_before = score.failed
    if results.exists():
        count(results, score)
        print_slowest(results)
    if code and score.failed == failed_before:
        score.failed += 1


def prepared(
    python: str, folder: Path, stack: ExitStack, absent: set[str], score: Score, *, checked: bool
) -> list[Suite]:
    """Return the suites, ready to run: both databases get their tables while the sources are checked."""
    # Processes that share a suite must find the same tests in the same order, sets included.
    clean = clean_environment(folder) | {"PYTHONHASHSEED": "0"}
    on_sqlite, on_postgres = clean | {TEMPLATE: f"{folder}/casework.sqlite3"}, None
    with ExitStack() as beside:
        made = [beside.enter_context(making_tables(python, clean))]
        if "postgresql" not in absent:
            url = stack.enter_context(servers.postgres())
            template = servers.another_database(url, "template")
            on_postgres = clean | {"DATABASE_URL": url, TEMPLATE: template}
            apart = clean | {"DATABASE_URL": template, "CASEWORK_DATA_DIR": f"{folder}/postgres"}
            made.append(beside.enter_context(making_tables(python, apart)))
        compiling = beside.enter_context(compiling_tests(python, clean)) if checked else None
        if checked:
            run_checks(python, clean | {"CASEWORK_DATA_DIR": f"{folder}/checks"}, score)
        for process in made:
            if process.wait():
                raise subprocess.CalledProcessError(process.returncode, process.args)
        # A test that cannot be compiled fails in its suite.
        if compiling:
            compiling.wait()
    found = [] if "chromium" in absent else [Suite("Chromium", "browser", suites.paths(suites.BROWSER), on_sqlite)]
    elsewhere = ""
    if on_postgres:
        marks = "(postgres or database or both) and not sqlite and not browser"
        found.append(Suite("PostgreSQL", marks, suites.paths(suites.POSTGRES), on_postgres))
        elsewhere = " and (sqlite or not database)"
    return [*found, Suite("SQLite", f"not postgres and not browser{elsewhere}", suites.paths(suites.SQLITE), on_sqlite)]


@contextmanager
def making_tables(python: str, env: dict[str, str]) -> Iterator[subprocess.Popen]:
    """Make the tables of a database once; every process that runs tests copies them (``tests/conftest.py``)."""
    command = [python, "manage.py", "migrate", "--verbosity=0"]
    with subprocess.Popen(command, env=env, preexec_fn=processes.ending_with_parent(signal.SIGTERM)) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def compiling_tests(python: str, env: dict[str, str]) -> Iterator[subprocess.Popen | None]:
    """Compile the tests where that was never done: otherwise every process of every suite would, at the same time."""
    if any((BYTECODE / str(ROOT).lstrip("/") / "tests").rglob("*-pytest-*.pyc")):
        yield None
        return
    command = [python, "-m", "pytest", "--collect-only", "-qq", *suites.paths(suites.ALL)]
    with running(command, env, subprocess.DEVNULL) as process:
        yield process


def keeping_bytecode() -> dict[str, str]:
    # An empty text counts as unset, and pip reads the last so: half a minute to compile what is mostly never imported is spared.
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(BYTECODE), "PIP_NO_COMPILE": "0"}


def run_checks(python: str, clean: dict[str, str], score: Score) -> None:
    for name, command in CHECKS.items():
        done = subprocess.run([python, *command], env=clean, capture_output=True, text=True, check=False)
        print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode:
            print(done.stdout + done.stderr, flush=True)
            score.failed += 1
        else:
            score.passed += 1


@contextmanager
def running(command: list[str], env: dict[str, str], output: IO[str] | int | None) -> Iterator[subprocess.Popen]:
    """Run one suite, into ``output`` if given; when the block is left before its end, wait until it has cleaned up."""
    # In a session of its own it hears of Ctrl-C once, from here, and not a second time from the terminal.
    bound = processes.ending_with_parent(signal.SIGTERM)
    kept = {} if output is None else {"stdout": output, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, env=env, start_new_session=True, preexec_fn=bound, **kept) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait()


def count(results: Path, score: Score) -> None:
    for suite in ET.parse(results).getroot().iter("testsuite"):
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        score.failed += failed
        score.skipped += skipped
        score.passed += int(suite.get("tests", 0)) - failed - skipped


def print_slowest(results: Path) -> None:
    """Say which files take the time of a suite: seconds of all their tests, set-up included."""
    seconds: Counter[str] = Counter()
    for case in ET.parse(results).getroot().iter("testcase"):
        seconds[case.get("classname", "")] += float(case.get("time", 0))
    for name, taken in seconds.most_common(SLOWEST):
        print(f"{taken:7.1f} s  {name}")


def report(score: Score, seconds: float) -> int:
    """Print what was left out, the time and the one summary line; return the exit code."""
    print(f"\n{seconds:.0f} s")
    for sentence in score.left_out:
        print(f"left out: {sentence}")
    if in_ci():
        score.failed += len(score.left_out)
    print(score.line(), flush=True)
    return 1 if score.failed else 0


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


if __name__ == "__main__":
    main()
