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
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from deploy import environment, processes
from deploy.preflight import ROOT, CannotStart
from tests import machine, servers
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
    # A whole run keeps every core busy; a few chosen tests start faster in one process.
    spread = (
        [] if arguments else ["-n", str(max(2, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder"]
    )
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="casework-run-") as folder:
        # Processes that share a suite must find the same tests in the same order, sets included.
        clean = clean_environment(Path(folder)) | {"PYTHONHASHSEED": "0"}
        if not arguments:
            run_checks(python, clean, score)
        clean = migrated_once(python, clean, clean["CASEWORK_DATA_DIR"] + "/casework.sqlite3")
        suites = {}
        if "chromium" not in absent:
            suites["Chromium"] = ("browser", clean)
        if "postgresql" not in absent:
            url = stack.enter_context(servers.postgres())
            template = servers.another_database(url, "template")
            env = migrated_once(python, clean | {"DATABASE_URL": template}, template) | {"DATABASE_URL": url}
            suites["PostgreSQL"] = ("(postgres or database or both) and not sqlite and not browser", env)
        on_sqlite = "not postgres and not browser" + (" and (sqlite or not database)" if "PostgreSQL" in suites else "")
        suites["SQLite"] = (on_sqlite, clean)
        for name, (marks, env) in suites.items():
            results = Path(folder) / f"{name}.xml"
            options = [f"--junitxml={results}", "-q", "-m", marks, *spread, *arguments]
            print(f"\n-- {name} {'-' * (70 - len(name))}", flush=True)
            code = run_suite([python, "-m", "pytest", *options], env)
            if code == NO_TESTS_COLLECTED and arguments:
                continue
            failed_before = score.failed
            if results.exists():
                count(results, score)
                print_slowest(results)
            # A run that breaks off outside any test has failed too.
            if code and score.failed == failed_before:
                score.failed += 1
    return score


def migrated_once(python: str, env: dict[str, str], template: str) -> dict[str, str]:
    """Make the tables once; every process that runs tests copies them (``tests/conftest.py``)."""
    subprocess.run([python, "manage.py", "migrate", "--verbosity=0"], env=env, check=True)
    return env | {"CASEWORK_TEST_TEMPLATE": template}


def run_checks(python: str, clean: dict[str, str], score: Score) -> None:
    for name, command in CHECKS.items():
        done = subprocess.run([python, *command], env=clean, capture_output=True, text=True, check=False)
        print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode:
            print(done.stdout + done.stderr, flush=True)
            score.failed += 1
        else:
            score.passed += 1


def run_suite(command: list[str], env: dict[str, str]) -> int:
    """Run one suite to its end and return its exit code; when the run is stopped, wait until it has cleaned up."""
    # In a session of its own it hears of Ctrl-C once, from here, and not a second time from the terminal.
    bound = processes.ending_with_parent(signal.SIGTERM)
    with subprocess.Popen(command, env=env, start_new_session=True, preexec_fn=bound) as process:
        try:
            return process.wait()
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
