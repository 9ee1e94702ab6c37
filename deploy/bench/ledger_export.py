"""Exporting a long ledger against the bare writer library on ready rows, in turns in one run; and the memory it takes.

    .venv/bin/python -m deploy.bench.ledger_export [cases] [rounds] [--json]

It fills an empty database (SQLite in a throw-away folder, unless DATABASE_URL names another; one that an earlier run
has filled is measured as it is) with invented cases: one in three with a supplement, one in five with a letter to a third party, one in ten extended. The bare side
writes the very same rows, held ready in memory, with xlsxwriter in constant_memory mode.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

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
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["CASEWORK_DATA_DIR"] = folder
        start_django()
        fill(cases)
        yield race(rounds, Path(folder))
        done = subprocess.run(
            [sys.executable, "-m", "deploy.bench.ledger_export", MEMORY_PROGRAM],
            cwd=ROOT,
            env=os.environ,
            check=True,
            capture_output=True,
            text=True,
        )
        yield counted(
            "X3",
            f"memory at its peak, {cases:,} rows",
            int(done.stdout),
            unit="MB",
            floor=MOST_MEMORY,
            goal=MOST_MEMORY,
        )


def start_django() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()


def fill(count: int) -> None:
    from django.core.management import call_command

    from casework.models import (
        Agency,
        Applicant,
        Case,
        CaseEvent,
        Consultation,
        Deadline,
        Extension,
        Reply,
        Role,
        ServiceRecord,
        Supplement,
        Unit,
        User,
    )
    from casework.services.data_keys import prepare_keys
    from tests.cast import noon

    call_command("migrate", verbosity=0)
    prepare_keys()
    if Case.objects.exists():
        return
    agency = Agency.objects.create(name="某市自然资源局", prefix="某资")
    unit = Unit.objects.create(agency=agency, name="利用科")
    clerk = User.objects.create(username="bench", role=Role.CLERK, agency=agency, display_name="李经办")
    first, codes, kinds = date(2020, 1, 2), ("G2", "P1", "N4", "U1", "X2"), ("natural", "commercial")
    ways = ("counter", "registered_mail", "online")
    for start in range(0, count, 5_000):
        span = range(start, min(start + 5_000, count))
        days = {number: first + timedelta(days=number % 2_000) for number in span}
        cases = Case.objects.bulk_create(
            Case(
                agency=agency,
                number=f"某资{days[n].year}-{n:06}",
                stage="concluded",
                channel=ways[n % 3],
                submitted_on=days[n],
                signed_on=days[n] if n % 3 == 1 else None,
                received_on=days[n],
                postal_number=f"XA{n:011}CN" if n % 3 == 1 else "",
                registered_at=noon(days[n]),
                applicant_kind=kinds[n % 7 == 0],
                subject=f"第{n}号地块的土地征收补偿安置方案及公告",
                content="略",
                unit=unit,
                officer=clerk,
                identity_checked=True,
                decision_code=codes[n % 5],
                decided_on=days[n] + timedelta(days=15),
                concluded_on=days[n] + timedelta(days=16),
                reply_due_on=days[n] + timedelta(days=28),
            )
            for n in span
        )
        numbered = list(zip(span, cases, strict=True))
        Applicant.objects.bulk_create(
            Applicant(case=case, kind=case.applicant_kind, name=f"赵某{n}", telephone=f"138{n:08}")
            for n, case in numbered
        )
        Supplement.objects.bulk_create(
            Supplement(case=case, what_is_unclear="-", served_on=days[n], answer_by=days[n], received_on=days[n])
            for n, case in numbered
            if n % 3 == 0
        )
        Consultation.objects.bulk_create(
            Consultation(case=case, kind="third_party", addressee="-", about="-", sent_on=days[n], answered_on=days[n])
            for n, case in numbered
            if n % 5 == 0
        )
        Extension.objects.bulk_create(
            Extension(
                case=case,
                working_days=20,
                reason="-",
                requested_on=days[n],
                requested_by=clerk,
                approved_on=days[n],
                approved_by=clerk,
                served_on=days[n],
            )
            for n, case in numbered
            if n % 10 == 0
        )
        Reply.objects.bulk_create(
            Reply(
                case=case,
                decision_code=case.decision_code,
                drafted_on=days[n],
                drafted_by=clerk,
                signed_on=days[n],
                signed_by=clerk,
                letter_number=f"某资公复〔{days[n].year}〕{n}号",
            )
            for n, case in numbered
        )
        ServiceRecord.objects.bulk_create(
            ServiceRecord(
                case=case,
                letter="reply",
                method="postal",
                posted_on=case.concluded_on,
                in_time_on=case.concluded_on,
                postal_number=f"XB{n:011}CN",
                recorded_by=clerk,
            )
            for n, case in numbered
        )
        Deadline.objects.bulk_create(
            Deadline(case=case, duty=duty, due_on=case.reply_due_on, alarm_on=case.reply_due_on, is_open=False)
            for n, case in numbered
            for duty in ("reply", "supplement_notice", "third_party_opinion")[: 3 if n % 5 == 0 else 2]
        )
        CaseEvent.objects.bulk_create(
            CaseEvent(case=case, act=act, actor=clerk, actor_name="李经办", happened_on=days[n], recorded_at=noon(days[n]))
            for n, case in numbered for act in ("register", "check_identity", "assign", "accept", "sign", "conclude")
        )  # fmt: skip


def the_export():
    from casework.documents.ledger_xlsx import LedgerExport
    from casework.models import Case

    return LedgerExport("台账", Case.objects.all(), date(2026, 11, 21))


def race(rounds: int, folder: Path) -> Result:
    import xlsxwriter

    from casework.documents.ledger_xlsx import ledger_rows, write_ledger
    from casework.law.ledger_columns import LEDGER_COLUMNS

    ready = list(ledger_rows(the_export()))
    heads = [column.label for column in LEDGER_COLUMNS if column.key != "agency"]

    def bare() -> None:
        with xlsxwriter.Workbook(
            str(folder / "bare.xlsx"), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        ) as workbook:
            sheet = workbook.add_worksheet("台账")
            sheet.write_row(0, 0, heads)
            for at, row in enumerate(ready, 1):
                sheet.write_row(at, 0, row)

    def ours() -> None:
        write_ledger(the_export(), str(folder / "ours.xlsx"), folder=str(folder))

    taken: dict[str, list[float]] = {"bare": [], "ours": []}
    for turn in range(rounds):
        for name, run in (("bare", bare), ("ours", ours))[:: 1 if turn % 2 == 0 else -1]:
            begun = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - begun)
    what = f"ledger of {len(ready):,} rows x {len(heads)} columns as xlsx"
    return of_rounds("X3", what, taken["ours"], taken["bare"], unit="s", floor=1.3, goal=1.1)


def measure_memory() -> None:
    """In a process of its own, so that only the export is measured."""
    start_django()
    from casework.documents.ledger_xlsx import write_ledger

    with tempfile.TemporaryFile() as target:
        write_ledger(the_export(), target)
    print(peak_memory())


def peak_memory() -> int:
    """This process's own peak in MB; getrusage would also count the parent it was forked from."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
