"""All benches one after the other, each against its bare side in the same run, and one table at the end.

    make bench [ARGS="--cases 50000 --rounds 2 --only L1,L2"]

Fills one register of a million cases for the benches of pages, lists, filing and load; the others invent what they need.
Takes about half an hour on two cores that have nothing else to do. Exit status 3 when a floor was missed, 1 when a bench
failed.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy import processes
from deploy.bench.results import MISSED, ROOT, Result, collect

CASES = 1_000_000


@dataclass(frozen=True, slots=True)
class Bench:
    """One module, the goals it measures and its arguments: ``{cases}``, ``{rounds}`` and parts of them are filled in.

    ``rounds`` is how many it takes unless somebody says otherwise; ``is_shared`` uses the one filled register.
    """

    module: str
    goals: tuple[str, ...]
    arguments: str
    rounds: int
    is_shared: bool = False


# Those that write into the shared register come after those that only read it.
BENCHES = (
    Bench("workdays", ("D1", "D2"), "{rounds}", 15),
    Bench("letters", ("X1", "X2"), "{letters} {rounds}", 5),
    Bench("encrypted_page", ("P1",), "{pages}", 5),
    Bench("tasks", ("C1",), "{rounds}", 5),
    Bench("ledger_export", ("X3",), "{rows} {rounds}", 3),
    Bench("sweep", ("S1", "S2", "S3", "C2"), "--closed {cases} --open {open} --rounds {rounds}", 5),
    Bench("annual_table", ("A1", "A2", "A3", "A4", "A5", "A6"), "{cases} 5 {rounds}", 21),
    Bench("lists", ("L1", "L2"), "{cases} {rounds}", 9, is_shared=True),
    Bench("pages", ("W1", "W2", "W4", "G"), "{cases} {rounds} 3", 5, is_shared=True),
    Bench("filing", ("W3", "W4"), "{cases} {rounds} 1", 20, is_shared=True),
    Bench("load", ("E1", "E2"), "{cases} {seconds} 2000", 5, is_shared=True),
)


def main() -> int:
    # Stopped from outside, leave by way of every "finally", so that no server stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    given = arguments()
    only = set(filter(None, given.only.upper().split(",")))
    if unknown := only - {goal for bench in BENCHES for goal in bench.goals}:
        sys.exit(f"没有这些指标 / no such goals: {', '.join(sorted(unknown))}")
    wanted = [bench for bench in BENCHES if not only or only & set(bench.goals)]
    found: list[Result] = []
    failed: list[str] = []
    shared = [bench for bench in wanted if bench.is_shared]
    for bench in wanted:
        if not bench.is_shared:
            measure(bench, given, found, failed)
    if shared:
        try:
            with filled(given.cases):
                for bench in shared:
                    measure(bench, given, found, failed)
        except RuntimeError as trouble:
            failed.append(f"the register: {trouble}")
    shown = [result for result in found if not only or result.goal_id in only]
    print("\n".join(table(shown, failed)))
    return 1 if failed else MISSED if any(result.verdict == "missed" for result in shown) else 0


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure everything and print one table.")
    parser.add_argument("--cases", type=int, default=CASES, help="cases in the register")
    parser.add_argument("--rounds", type=int, default=0, help="rounds of every bench, instead of its own number")
    parser.add_argument("--only", default="", metavar="L1,L2", help="goals to be measured, all when left out")
    return parser.parse_args(words)


def measure(bench: Bench, given: argparse.Namespace, found: list[Result], failed: list[str]) -> None:
    """Run one bench, and go on with the next whatever becomes of it."""
    begun, rounds = time.monotonic(), given.rounds or bench.rounds
    share = given.cases / CASES
    values = {
        "cases": given.cases, "rounds": rounds, "open": max(500, round(20_000 * share)), "seconds": max(10, round(120 * share)),
        "rows": max(1_000, round(100_000 * share)), "letters": 40 * rounds, "pages": 80 * rounds,
    }  # fmt: skip
    say(f"{bench.module}: {', '.join(bench.goals)} ...")
    try:
        for result in collect(f"deploy.bench.{bench.module}", *bench.arguments.format(**values).split()):
            found.append(result)
            say(f"  {result.goal_id} {result.what}: {result.ratio:.3g}, {result.verdict}")
    except (RuntimeError, OSError, ValueError, TypeError) as trouble:
        failed.append(f"{bench.module}: {trouble}")
        say(f"  failed: {trouble}")
    say(f"  {time.monotonic() - begun:.0f} s")


@contextmanager
def filled(cases: int) -> Iterator[None]:
    """Keep one filled register that benches find by CASEWORK_BENCH. Raises RuntimeError when it cannot be filled."""
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name:
        folder = Path(name) / "register"
        say(f"filling a register of {cases:,} cases ...")
        server = subprocess.Popen(
            [sys.executable, "-m", "deploy.bench.filled", str(folder), str(cases)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=processes.ending_with_parent(signal.SIGTERM),
        )
        try:
            if not any(line.startswith("ready") for line in server.stdout):
                raise RuntimeError(f"it could not be filled ({server.wait()})")
            os.environ["CASEWORK_BENCH"] = str(folder)
            yield
        finally:
            os.environ.pop("CASEWORK_BENCH", None)
            server.terminate()
            server.wait()


def table(results: list[Result], failed: list[str]) -> Iterator[str]:
    """Yield one row a result, in the order in which they were measured, and one a bench that failed."""
    rows = [("goal", "what", "ours", "bare", "ratio", "floor", "aim", "met")]
    for one in results:
        sign = "<=" if one.better == "lower" else ">="
        bare = "-" if one.bare is None else f"{one.bare:,.4g}"
        ratio = "-" if one.bare is None else f"x{one.ratio:.3g}"
        met = {"goal": "yes", "floor": "floor", "missed": "NO"}[one.verdict]
        rows.append((one.goal_id, one.what, f"{one.ours:,.4g} {one.unit}", bare, ratio, f"{sign} {one.floor:g}", f"{sign} {one.goal:g}", met))  # fmt: skip
    wide = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))]
    yield ""
    for row in rows:
        yield "  ".join(cell + " " * (width - columns(cell)) for cell, width in zip(row, wide, strict=True)).rstrip()
    for trouble in failed:
        yield f"FAILED  {trouble}"


def columns(text: str) -> int:
    """Return how wide a terminal shows a text: a Chinese character takes two columns."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
