"""Exporting a long ledger against the bare writer library on ready rows, in turns in one run; and the memory it takes.

    .venv/bin/python -m deploy.bench.ledger_export [cases] [rounds] [--json]

It fills an empty PostgreSQL (a private one that ends with the run, unless DATABASE_URL names one) with invented cases;
one that an earlier run has filled is measured as it is, and with 0 rounds it is only filled.

Ours is the whole export: statements, rows, writer. The bare side writes the very same rows, held ready in memory, with
xlsxwriter in constant_memory mode and its own ``write_row``. Because the export names the kind of each cell and passes
empty ones over, which is cheaper, a second bare side does that too: its ratio is what statements and rows cost.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from deploy.bench.results import JSON, Result, counted, of_rounds, tell

ROOT = Path(__file__).resolve().parents[2]
MEMORY_PROGRAM = "--memory"
MOST_MEMORY = 200


def main() -> None:
    if sys.argv[1:2] == [MEMORY_PROGRAM]:
        measure_memory()
        return
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    cases, rounds = given + [100_000, 3][len(given) :]
    sys.exit(tell(results(cases, rounds)))


def results(cases: int, rounds: int) -> Iterator[Result]:
    """Yield X3: the time against the writer library, and the memory."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        os.environ["CASEWORK_DATA_DIR"] = folder
        if "DATABASE_URL" in os.environ:
            yield from measure(cases, rounds, Path(folder))
        else:
            from tests.servers import postgres

            with postgres() as url:
                os.environ["DATABASE_URL"] = url
                yield from measure(cases, rounds, Path(folder))


def measure(cases: int, rounds: int, folder: Path) -> Iterator[Result]:
    start_django()
    from django.core.management import call_command
    from django.db import connections

    from casework.models import Case

    call_command("migrate", verbosity=0)
    if not Case.objects.exists():
        begun = time.perf_counter()
        fill(cases)
        say(f"filled {cases:,} cases in {time.perf_counter() - begun:.0f} s")
    count = Case.objects.count()
    if rounds:
        yield from race(rounds, folder)
        yield memory(count)
    connections.close_all()


def say(text: str) -> None:
    """What is no result goes where it does not mix with them."""
    print(text, file=sys.stderr, flush=True)


def start_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.db import connection

    if connection.vendor != "postgresql":
        sys.exit("This measures PostgreSQL: name one in DATABASE_URL, or let the program start its own.")


def fill(cases: int) -> None:
    from casework.services.data_keys import prepare_keys
    from deploy.bench import ledger_filled

    prepare_keys()
    ledger_filled.fill(cases)


def the_export():
    from casework.documents.ledger_xlsx import LedgerExport
    from casework.models import Case

    return LedgerExport("台账", Case.objects.all(), date(2026, 11, 21))


def race(rounds: int, folder: Path) -> Iterator[Result]:
    from casework.documents.ledger_xlsx import ledger_rows, write_ledger
    from casework.law.ledger_columns import LEDGER_COLUMNS

    ready = list(ledger_rows(the_export()))
    # Else every collection of garbage would walk the ready rows, on whichever side it falls.
    gc.collect()
    gc.freeze()
    heads = [column.label for column in LEDGER_COLUMNS if column.key != "agency"]
    sides: dict[str, Callable[[], object]] = {
        "ours": lambda: write_ledger(the_export(), str(folder / "ours.xlsx"), folder=str(folder)),
        "by row": lambda: write_bare(folder, heads, ready, by_row),
        "by cell": lambda: write_bare(folder, heads, ready, by_cell),
    }
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(rounds):
        # Who begins changes from round to round.
        for name in (*sides, *sides)[turn % 3 : turn % 3 + 3]:
            begun = time.perf_counter()
            sides[name]()
            taken[name].append(time.perf_counter() - begun)
        say("  ".join(f"{name} {seconds[-1]:.1f} s" for name, seconds in taken.items()))
    what = f"ledger of {len(ready):,} rows x {len(heads)} columns as xlsx"
    for name, against in (("by row", "the writer on ready rows"), ("by cell", "the same, the kind of each cell known")):
        yield of_rounds("X3", f"{what}, {against}", taken["ours"], taken[name], unit="s", floor=1.3, goal=1.1)


def write_bare(
    folder: Path, heads: list[str], rows: list[tuple], write: Callable[[Any, Any, list[tuple]], None]
) -> None:
    """Write the rows with nothing but the library. It looks into no text for formulas and addresses, as ours does not."""
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": str(folder)}
    with xlsxwriter.Workbook(str(folder / "bare.xlsx"), options | {"default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet("台账")
        sheet.write_row(0, 0, heads)
        write(workbook, sheet, rows)


def by_row(workbook: Any, sheet: Any, rows: list[tuple]) -> None:
    for at, row in enumerate(rows, 1):
        sheet.write_row(at, 0, row)


def by_cell(workbook: Any, sheet: Any, rows: list[tuple]) -> None:
    day, zero = workbook.add_format({"num_format": "yyyy-mm-dd"}), date(1899, 12, 30).toordinal()
    write_string, write_number = sheet.write_string, sheet.write_number
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if not value:
                continue
            if value.__class__ is str:
                write_string(at, column, value)
            elif value.__class__ is date:
                write_number(at, column, value.toordinal() - zero, day)
            else:
                write_number(at, column, value)


def memory(count: int) -> Result:
    """Return what an export takes in a process of its own: at its peak, and above what the program has anyway."""
    command = [sys.executable, "-m", "deploy.bench.ledger_export", MEMORY_PROGRAM]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, check=True, capture_output=True, text=True)
    before, peak = map(int, done.stdout.split())
    return counted(
        "X3", f"memory at its peak, {count:,} rows ({peak - before} MB by the export)", peak, unit="MB",
        floor=MOST_MEMORY, goal=MOST_MEMORY,
    )  # fmt: skip


def measure_memory() -> None:
    """In a process of its own, so that only the export is measured."""
    start_django()
    from casework.documents.ledger_xlsx import write_ledger

    before = peak_memory()
    with tempfile.TemporaryFile() as target:
        write_ledger(the_export(), target)
    print(before, peak_memory())


def peak_memory() -> int:
    """This process's own peak in MB; getrusage would also count the parent it was forked from."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
