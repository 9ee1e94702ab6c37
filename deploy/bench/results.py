"""The one shape in which every bench says what it found, so that one table can print them all.

A bench is a module of this package with ``results(...) -> Iterator[Result]``; its ``main`` gives them to ``tell``, which
prints a line each, or with ``--json`` on the command line one JSON object each. Each bench has a database of its own and
Django is set up once a process, so ``collect`` runs a bench in a process of its own and reads those objects back.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]
Better = Literal["lower", "higher"]
JSON = "--json"
# The exit status of a bench that missed a floor; a program that fails ends with 1.
MISSED = 3


@dataclass(frozen=True, slots=True)
class Result:
    """One goal as measured.

    ``ours`` and ``bare`` are medians in ``unit``; ``ratio`` is the median of ours / bare inside a round, never the quotient
    of the medians. What has no bare side (statements, counts) has ``bare`` None and is its own ``ratio``.
    """

    goal_id: str
    what: str
    ours: float
    bare: float | None
    unit: str
    ratio: float
    floor: float
    goal: float
    better: Better
    rounds: int = 1

    @property
    def verdict(self) -> str:
        """ "goal" when the goal is met, "floor" when only the floor is, "missed" otherwise."""
        met = self.ratio.__le__ if self.better == "lower" else self.ratio.__ge__
        return "goal" if met(self.goal) else "floor" if met(self.floor) else "missed"


def of_rounds(
    goal_id: str, what: str, ours: Sequence[float], bare: Sequence[float], *,
    unit: str, floor: float, goal: float, better: Better = "lower",
) -> Result:  # fmt: skip
    """Return the result of two sides measured in turns: one value a side and round."""
    ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    return Result(
        goal_id, what, statistics.median(ours), statistics.median(bare), unit, ratio, floor, goal, better, len(ours)
    )


def counted(goal_id: str, what: str, found: float, *, unit: str, floor: float, goal: float) -> Result:
    """Return the result of something that is counted and has no bare side; the fewer the better."""
    return Result(goal_id, what, found, None, unit, found, floor, goal, "lower")


def tell(results: Iterable[Result]) -> int:
    """Print each result as it comes; return ``MISSED`` when one missed its floor, 0 otherwise."""
    as_json, missed = JSON in sys.argv, False
    for result in results:
        print(json.dumps(asdict(result), ensure_ascii=False) if as_json else line(result), flush=True)
        missed |= result.verdict == "missed"
    return MISSED if missed else 0


def collect(module: str, *arguments: str) -> Iterator[Result]:
    """Run a bench (``deploy.bench.web``) in a process of its own and yield its results; what else it prints is passed on.

    Raises RuntimeError when it ended before its time.
    """
    command = [sys.executable, "-m", module, *arguments, JSON]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as bench:
        try:
            for text in bench.stdout:
                if text.startswith("{"):
                    yield Result(**json.loads(text))
                else:
                    print(text, end="", file=sys.stderr, flush=True)
        except BaseException:
            # Whoever is stopped waits for nobody.
            bench.terminate()
            raise
    if bench.returncode not in (0, MISSED):
        raise RuntimeError(f"{module} ended with {bench.returncode}")


def line(result: Result) -> str:
    """Return one result in words."""
    sign = "<=" if result.better == "lower" else ">="
    limits = f"(goal {sign} {result.goal:g}, floor {sign} {result.floor:g}): {result.verdict}"
    if result.bare is None:
        return f"{result.goal_id}  {result.what}: {result.ours:g} {result.unit} {limits}"
    sides = f"{result.ours:,.4g} against {result.bare:,.4g} {result.unit}"
    return f"{result.goal_id}  {result.what}: {sides}, x{result.ratio:.3g} over {result.rounds} rounds {limits}"
