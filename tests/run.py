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
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="casework-run-") as folder:
        clean = clean_environment(Path(folder))
        if not arguments:
            run_checks(python, clean, score)
        if "redis-server" not in absent:
            clean["CASEWORK_TEST_REDIS_URL"] = stack.enter_context(servers.redis())
        # Two at a time, one a core: the long one beside the browser, then beside PostgreSQL.
        long = Suite("SQLite", python, ["-m", "not postgres and not browser", *arguments], clean, Path(folder))
        stack.enter_context(long)
        if "chromium" not in absent:
            browser = Suite("Chromium", python, ["-m", "browser", *arguments], clean, Path(folder))
            stack.enter_context(browser)
            browser.finish(score)
        if "postgresql" not in absent:
            chosen = ["-m", "(postgres or database) and not sqlite and not browser", *arguments]
            env = clean | {"DATABASE_URL": stack.enter_context(servers.postgres())}
            postgres = Suite("PostgreSQL", python, chosen, env, Path(folder))
            stack.enter_context(postgres)
            postgres.finish(score)
        long.finish(score)
    return score


def run_checks(python: str, clean: dict[str, str], score: Score) -> None:
    for name, command in CHECKS.items():
        done = subprocess.run([python, *command], env=clean, capture_output=True, text=True, check=False)
        print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode:
            print(done.stdout + done.stderr, flush=True)
            score.failed += 1
        else:
            score.passed += 1


class Suite:
    """One run of pytest beside the others; what it says is shown when its turn comes."""

    def __init__(self, name: str, python: str, arguments: list[str], env: dict[str, str], folder: Path) -> None:
        self.name, self.chosen, self.env = name, bool(arguments[2:]), env
        self.results, self.said = folder / f"{name}.xml", folder / f"{name}.txt"
        # Unbuffered, so that a watcher sees the dots as they come.
        self.command = [python, "-u", "-m", "pytest", f"--junitxml={self.results}", "-q", "--durations=8", *arguments]

    def __enter__(self) -> "Suite":
        # In a session of its own it hears of Ctrl-C once, from here, and not a second time from the terminal.
        bound = processes.ending_with_parent(signal.SIGTERM)
        with self.said.open("wb") as output:
            self.process = subprocess.Popen(
                self.command, env=self.env, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
                preexec_fn=bound,
            )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        """When the whole run is stopped, wait until the program has cleaned up."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()

    def finish(self, score: Score) -> None:
        """Show what the run says until it ends, and add up its results."""
        print(f"\n-- {self.name} {'-' * (70 - len(self.name))}", flush=True)
        with self.said.open("rb") as said:
            while True:
                ended = self.process.poll() is not None
                sys.stdout.buffer.write(said.read())
                sys.stdout.flush()
                if ended:
                    break
                time.sleep(0.2)
        code = self.process.returncode
        if code == NO_TESTS_COLLECTED and self.chosen:
            return
        failed_before = score.failed
        if self.results.exists():
            count(self.results, score)
        # A run that breaks off outside any test has failed too.
        if code and score.failed == failed_before:
            score.failed += 1


def count(results: Path, score: Score) -> None:
    for suite in ET.parse(results).getroot().iter("testsuite"):
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        score.failed += failed
        score.skipped += skipped
        score.passed += int(suite.get("tests", 0)) - failed - skipped


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
