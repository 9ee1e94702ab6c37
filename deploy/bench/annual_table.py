"""The annual table against the bare count of the same rows, in turns in one run.

    .venv/bin/python -m deploy.bench.annual_table [cases] [growth] [rounds] [--json]

It fills an empty PostgreSQL (a private one that ends with the run, unless DATABASE_URL names one) with invented
cases of 200 agencies of unequal size over ten years; one that an earlier run has filled is measured as it is. To see
that the table stays as cheap when the register grows, it measures agency-years of the same size in the register and in
one ``growth`` times smaller. Both sides wait for the database and fetch all rows.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.bench.results import JSON, Result, counted, of_rounds, tell

ROOT = Path(__file__).resolve().parents[2]
YEAR = 2024
FIRST_DAY, LAST_DAY = f"{YEAR}-01-01", f"{YEAR}-12-31"
AGENCIES = 200
KINDS = ["natural", "commercial", "research", "social", "legal", "other_org"]
CHANNELS = ["counter", "registered_mail", "ordinary_mail", "online", "email", "fax"]
# One case in a hundred is still open at the end of the ten years, the others took three days to seven weeks.
DRAWN = """
SELECT i, received, (%(ids)s::bigint[])[1 + floor(%(agencies)s * power(random(), 2.2))::int] AS agency,
    random() AS k, random() AS o, 3 + floor(w * w * 50)::int AS took,
    received + 3 + floor(w * w * 50)::int > date '2025-12-31' AS open
FROM (SELECT i, random() AS w,
          CASE WHEN i %% 50 = 0 THEN date '2025-12-31' - (random() * 34)::int
               ELSE date '2016-01-01' + (random() * 3651)::int END AS received
      FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i) AS drawn
"""
CHANGED = {
    "agency_id": "agency",
    "number": "'B' || i",
    "stage": "CASE WHEN open THEN 'processing' ELSE 'concluded' END",
    "channel": "(%(channels)s::text[])[1 + (random() * 5)::int]",
    "submitted_on": "received",
    "received_on": "received",
    "registered_at": "received + time '09:30'",
    "applicant_kind": "(%(kinds)s::text[])[CASE WHEN k < .82 THEN 1 WHEN k < .90 THEN 2 ELSE 3 + (random() * 3)::int END]",
    "subject": "'虚构镇' || i %% 900 || '号地块土地征收补偿安置方案及公告'",
    "content": "'申请公开该地块的批准文件、公告及附图、听证笔录、补偿方案，时间范围为' || received || '以前，用途为自身生产生活需要。'",
    "decision_code": "CASE WHEN open THEN '' ELSE (%(codes)s::text[])[1 + floor(%(code_count)s * power(o, 1.8))::int] END",
    "decided_on": "CASE WHEN open THEN NULL ELSE received + took END",
    "concluded_on": "CASE WHEN open THEN NULL ELSE received + took + 2 END",
    "reply_due_on": "received + 28",
    "next_duty": "CASE WHEN open THEN 'reply' ELSE '' END",
}
BARE = "SELECT count(*) FROM casework_case WHERE agency_id = %s AND decided_on BETWEEN %s AND %s"
OUTCOMES = """SELECT decision_code, applicant_kind, count(*) FROM casework_case
    WHERE agency_id = %s AND decided_on BETWEEN %s AND %s GROUP BY 1, 2"""
BY_AGENCY = "SELECT agency_id, count(*) FROM casework_case WHERE decided_on BETWEEN %s AND %s GROUP BY 1 ORDER BY 2"


def main() -> None:
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    cases, growth, rounds = given + [1_000_000, 5, 41][len(given) :]
    sys.exit(tell(results(cases, growth, rounds)))


def results(cases: int, growth: int, rounds: int) -> Iterator[Result]:
    """Yield A1 to A6 of the register filled, or found filled, with ``cases`` cases."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        os.environ["CASEWORK_DATA_DIR"] = folder
        if "DATABASE_URL" in os.environ:
            yield from measure(cases, growth, rounds)
        else:
            from tests.servers import postgres

            with postgres() as url:
                os.environ["DATABASE_URL"] = url
                yield from measure(cases, growth, rounds)


def measure(cases: int, growth: int, rounds: int) -> Iterator[Result]:
    start_django()
    from django.core.management import call_command
    from django.db import connections

    from casework.models import Agency, Case

    call_command("migrate", verbosity=0)
    if not Case.objects.exists():
        fill(make_agencies(), 1, cases)
    rows("SET max_parallel_workers_per_gather = 0")
    sizes = rows(BY_AGENCY, FIRST_DAY, LAST_DAY)
    largest_id, largest = sizes[-1]
    say(f"{YEAR}: largest agency {largest:,} decisions, all {sum(n for _, n in sizes):,}")
    say_plan(largest_id)
    yield from race_of_one(Agency.objects.get(pk=largest_id), rounds)
    yield from race_of_all(rounds)
    if growth > 1:
        yield from race_of_growth(growth, rounds)
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


def make_agencies() -> list[int]:
    from casework.models import Agency

    root = Agency.objects.create(name="某市人民政府", prefix="政")
    return [Agency.objects.create(name=f"某局{n:03}", prefix=f"局{n}", parent=root).pk for n in range(AGENCIES)]


def fill(ids: list[int], first: int, last: int) -> None:
    from django.db import connection

    from casework.law.outcomes import CODES
    from casework.models import Case
    from deploy.bench.copies import multiply

    model = Case.objects.create(
        agency_id=ids[0], number="model", stage="concluded", channel="counter", applicant_kind="natural",
        identity_checked=True, submitted_on=FIRST_DAY, received_on=FIRST_DAY, registered_at=f"{FIRST_DAY} 09:30+08:00",
    )  # fmt: skip
    codes = [code.code for code in CODES.values() if code.row is not None]
    values = {
        "channels": CHANNELS, "kinds": KINDS, "codes": codes, "code_count": len(codes), "ids": ids,
        "agencies": len(ids), "first": first, "last": last,
    }  # fmt: skip
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        multiply(model, DRAWN, CHANGED, **values)
        # The counts of the bare side are those of the copies alone.
        model.delete()
        cursor.execute("VACUUM (ANALYZE, FREEZE) casework_case")
    say(f"filled {last - first + 1:,} cases in {time.perf_counter() - begun:.0f} s")


def race_of_one(agency, rounds: int) -> Iterator[Result]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from casework.queries.annual_table import year_table

    with CaptureQueriesContext(connection) as captured:
        table = year_table(agency, YEAR)
    assert table.cells["results_total"]["total"] == rows(BARE, agency.pk, FIRST_DAY, LAST_DAY)[0][0]
    taken = race(
        rounds,
        bare=lambda: rows(BARE, agency.pk, FIRST_DAY, LAST_DAY),
        outcomes=lambda: rows(OUTCOMES, agency.pk, FIRST_DAY, LAST_DAY),
        table=lambda: year_table(agency, YEAR),
    )
    yield of_rounds(
        "A1", "outcome block of one agency-year, SQL", taken["outcomes"], taken["bare"], unit="ms", floor=2.5, goal=1.75
    )
    yield of_rounds("A2", "whole table through year_table", taken["table"], taken["bare"], unit="ms", floor=7, goal=4.5)
    yield counted("A5", "statements a table", len(captured), unit="statements", floor=4, goal=1)
    taken = race(
        max(3, rounds // 5),
        grouped=lambda: rows(OUTCOMES, agency.pk, FIRST_DAY, LAST_DAY),
        filters=lambda: count_with_filters(agency),
        covered=lambda: count_with_filters(agency, "decision_code"),
    )
    speed = {name: [1000 / time_taken for time_taken in times] for name, times in taken.items()}
    for name, what in (("filters", "pk"), ("covered", "decision_code")):
        yield of_rounds(
            "A6", f"times as fast as 132 x Count({what}, filter=)", speed["grouped"], speed[name], unit="blocks/s",
            floor=15, goal=30, better="higher",
        )  # fmt: skip


def race_of_all(rounds: int) -> Iterator[Result]:
    from casework.models import Agency
    from casework.queries.annual_table import year_tables

    agencies = list(Agency.objects.all())
    same = f" WHERE agency_id IN ({', '.join(str(agency.pk) for agency in agencies)}) AND decided_on BETWEEN %s AND %s"
    bare = f"SELECT count(*) FROM casework_case{same}"
    grouped = f"SELECT agency_id, decision_code, applicant_kind, count(*) FROM casework_case{same} GROUP BY 1, 2, 3"
    taken = race(
        max(5, rounds // 3),
        bare=lambda: rows(bare, FIRST_DAY, LAST_DAY),
        grouped=lambda: rows(grouped, FIRST_DAY, LAST_DAY),
        tables=lambda: year_tables(agencies, YEAR),
    )
    for name, what in (
        ("grouped", "outcome blocks of all agencies, SQL"),
        ("tables", "all whole tables through year_tables"),
    ):
        yield of_rounds("A3", what, taken[name], taken["bare"], unit="ms", floor=4.5, goal=3.2)


def race_of_growth(growth: int, rounds: int) -> Iterator[Result]:
    """The same number of rows in a register and in one ``growth`` times smaller, kept beside it in a schema of its own."""
    from casework.models import Agency
    from casework.queries.annual_table import year_table

    rows("CREATE SCHEMA IF NOT EXISTS small")
    rows("DROP TABLE IF EXISTS small.casework_case")
    rows("CREATE TABLE small.casework_case (LIKE public.casework_case INCLUDING ALL)")
    rows("INSERT INTO small.casework_case SELECT * FROM public.casework_case WHERE id %% %s = 0 ORDER BY id", growth)
    rows("VACUUM (ANALYZE, FREEZE) small.casework_case")
    in_large = rows(BY_AGENCY, FIRST_DAY, LAST_DAY)
    rows("SET search_path TO small, public")
    in_small = rows(BY_AGENCY, FIRST_DAY, LAST_DAY)
    agencies = {agency.pk: agency for agency in Agency.objects.all()}
    for small_id, size in (in_small[-1], in_small[-5], in_small[-10]):
        large_id, now = min(in_large, key=lambda item: abs(item[1] - size))
        taken: dict[str, list[float]] = {"small": [], "large": []}
        for turn in range(rounds + 2):
            for name, path, agency_id in (("small", "small, public", small_id), ("large", "public", large_id)):
                rows(f"SET search_path TO {path}")
                begun = time.perf_counter()
                year_table(agencies[agency_id], YEAR)
                if turn > 1:
                    taken[name].append((time.perf_counter() - begun) * 1000)
        yield of_rounds(
            "A4", f"{now:,} rows in the whole register, {size:,} in one {growth} times smaller", taken["large"],
            taken["small"], unit="ms", floor=1.3, goal=1.1,
        )  # fmt: skip
    rows("SET search_path TO public")


def count_with_filters(agency, counted: str = "pk"):
    from django.db.models import Count, Q

    from casework.law.annual_table import APPLICANT_KINDS
    from casework.law.outcomes import CODES
    from casework.models import Case

    codes = [code.code for code in CODES.values() if code.row is not None][:22]
    cells = {
        f"cell_{code}_{kind}": Count(counted, filter=Q(decision_code=code, applicant_kind=kind))
        for code in codes
        for kind in APPLICANT_KINDS
    }
    return Case.objects.filter(agency=agency, decided_on__range=(FIRST_DAY, LAST_DAY)).aggregate(**cells)


def race(rounds: int, **runners: Callable[[], object]) -> dict[str, list[float]]:
    """Run them in turns; return the milliseconds of each by name."""
    taken: dict[str, list[float]] = {name: [] for name in runners}
    for turn in range(rounds + 2):
        for name, run in runners.items():
            begun = time.perf_counter()
            run()
            if turn > 1:
                taken[name].append((time.perf_counter() - begun) * 1000)
    return taken


def rows(sql: str, *values):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def say_plan(agency_id: int) -> None:
    """Show that the bare side is what it is called: read from the index alone."""
    plan = rows("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) " + BARE, agency_id, FIRST_DAY, LAST_DAY)
    say("bare count: " + next(text.strip(" ->") for (text,) in plan if "Scan" in text))


if __name__ == "__main__":
    main()
