"""The deadline sweep among many closed cases, against the bare statements that write the same rows, in turns in one run.

    .venv/bin/python -m deploy.bench.sweep [--closed 1000000] [--open 20000] [--rounds 5]

On a PostgreSQL of its own, with invented cases of 200 agencies. Printed are medians of the ratios within a round:

S1  a sweep with everything to announce / one INSERT ... SELECT of its reminders and one of its notices
S2  the sweep again with nothing new / the two statements again
S3  the sweep with nothing new, all closed cases / the same with a fifth of them, in a database beside it
C2  Celery messages for all reminders of a sweep; how the memory of a sweep over all open cases compares with a fifth of them is said
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from deploy.bench.copies import multiply
from deploy.bench.results import JSON, Result, counted, of_rounds, tell
from tests import servers

TODAY = date(2026, 3, 23)
AGENCIES = 200
UNREAD_SHARE = 40
SMALL, LARGE = "casework", "large"


def main() -> int:
    # Stopped from outside, leave by way of every "finally", so that no server stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(description="Measure the deadline sweep on PostgreSQL.")
    parser.add_argument("--closed", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(JSON, action="store_true")
    given = parser.parse_args()
    return tell(results(given.closed, given.open, given.rounds))


def results(closed: int, open_cases: int, rounds: int) -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder, servers.postgres() as url:
        start_django(url, folder)
        say(f"{closed} closed cases, {open_cases} open, {rounds} rounds")
        fill(open_cases, closed // 5)
        copy_database()
        use(LARGE)
        add_closed(closed // 5 + 1, closed)
        sql("ALTER ROLE CURRENT_USER RESET session_replication_role")
        clean_up()
        yield flatness(rounds)
        use(LARGE)
        report_slowest()
        yield from cost(rounds)
        yield messages()
        report_memory()
        use(None)


def start_django(url: str, folder: str) -> None:
    os.environ |= {"DATABASE_URL": url, "CASEWORK_DATA_DIR": folder, "CASEWORK_DEMO": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()


def fill(open_cases: int, closed_cases: int) -> None:
    from django.core.management import call_command

    from casework.models import Agency, Case, Deadline, User
    from tests.cast import make_cast, noon

    call_command("migrate", verbosity=0)
    cast = make_cast()
    agencies = Agency.objects.bulk_create(
        Agency(name=f"某市第{number}局", prefix=f"某{number}", parent=cast.city, path=f"{cast.city.path}b{number}/")
        for number in range(AGENCIES)
    )
    User.objects.bulk_create(
        User(username=f"{role}{number}", role=role, agency=agency, email=f"{role}{number}@example.test")
        for number, agency in enumerate(agencies) for role in ("clerk", "leader")
    )  # fmt: skip
    common = {"agency": cast.bureau, "channel": "counter", "applicant_kind": "natural", "subject": "土地征收补偿方案",
              "content": "2024年某地块土地征收补偿方案及其批准文件", "officer": cast.officer_li, "identity_checked": True,
              "registered_at": noon("2020-01-02"), "submitted_on": TODAY, "received_on": TODAY}  # fmt: skip
    closed = Case.objects.create(
        number="closed", stage="concluded", decision_code="G1", decided_on=TODAY, concluded_on=TODAY, **common
    )
    Deadline.objects.create(case=closed, duty="reply", due_on=TODAY, alarm_on=TODAY, is_open=False)
    open_case = Case.objects.create(number="open", stage="processing", next_duty="reply", **common)
    unread_case = Case.objects.create(
        number="unread", stage="submitted", **(common | {"officer": None, "received_on": None})
    )
    # Made-up rows that fit together need no foreign key checked a million times.
    sql("ALTER ROLE CURRENT_USER SET session_replication_role = replica")
    use(SMALL)
    add_closed(1, closed_cases)
    # From eight days past to the eighth day to come: on every rung of the ladder.
    due_on = f"date '{TODAY}' + (n %% 16 - 8)"
    days = {"reply_due_on": due_on, "next_due_on": due_on, "alarm_on": due_on, "received_on": f"{due_on} - 28"}
    unread = open_cases // UNREAD_SHARE
    multiply(open_case, numbers(1, open_cases - unread), {**whose(), **days, "number": "'O' || n"})
    multiply(
        unread_case,
        numbers(1, unread),
        {**whose(), "officer_id": "NULL", "submitted_on": f"date '{TODAY - timedelta(days=3)}'", "number": "'U' || n"},
    )
    sql(
        "INSERT INTO casework_deadline (case_id, duty, index, due_on, alarm_on, provisional, is_open)"
        " SELECT id, 'reply', 0, reply_due_on, alarm_on, FALSE, TRUE FROM casework_case WHERE number ~ '^O[0-9]'"
    )


def add_closed(first: int, last: int) -> None:
    """Ten years of closed cases, each with two deadlines that were met."""
    from casework.models import Case

    on = "date '2016-01-04' + (n %% 3650)"
    multiply(
        Case.objects.get(number="closed"), numbers(first, last),
        {**whose(), "number": "'C' || n", "submitted_on": on, "received_on": on, "registered_at": f"({on})::timestamptz",
         "decided_on": f"{on} + 15", "concluded_on": f"{on} + 16", "reply_due_on": f"{on} + 28"},
    )  # fmt: skip
    sql(
        "INSERT INTO casework_deadline (case_id, duty, index, due_on, alarm_on, provisional, is_open)"
        " SELECT request.id, duty, 0, reply_due_on - days, reply_due_on - days, FALSE, FALSE FROM casework_case AS request,"
        " (VALUES ('reply', 0), ('supplement_notice', 19)) AS met (duty, days)"
        " WHERE number ~ '^C[0-9]' AND NOT EXISTS (SELECT 1 FROM casework_deadline WHERE case_id = request.id)"
    )


def whose() -> dict[str, str]:
    """Return agency and officer of the n-th case, the agencies of unequal size."""
    from casework.models import Agency, User

    # Both were created in one go, so their keys follow each other.
    agency, clerk = Agency.objects.get(prefix="某0").pk, User.objects.get(username="clerk0").pk
    number = f"floor({AGENCIES} * power(((n::bigint * 7919) %% 10007) / 10007.0, 2.2))::int"
    return {"agency_id": f"{agency} + {number}", "officer_id": f"{clerk} + 2 * {number}"}


def numbers(first: int, last: int) -> str:
    return f"SELECT n FROM generate_series({first}, {last}) AS n"


def copy_database() -> None:
    use("postgres")
    sql(f"CREATE DATABASE {LARGE} TEMPLATE {SMALL}")


def use(name: str | None) -> None:
    """Go on in another database of the server; None ends the connection."""
    from django.db import connection

    connection.close()
    if name:
        connection.settings_dict["NAME"] = name


def clean_up() -> None:
    for name in (SMALL, LARGE):
        use(name)
        sql("VACUUM ANALYZE")


def flatness(rounds: int) -> Result:
    taken: dict[str, list[float]] = {SMALL: [], LARGE: []}
    for name in taken:
        use(name)
        say(f"  {name}: first sweep {seconds(sweep_now):.2f} s")
        sql("VACUUM ANALYZE")
    for turn in range(2 * rounds):
        for name in list(taken)[:: 1 if turn % 2 else -1]:
            use(name)
            sql("SELECT 1")
            taken[name].append(seconds(sweep_now))
    return compared("S3", "sweep with nothing new, closed cases x5", taken[LARGE], taken[SMALL], floor=1.3, goal=1.1)


def report_slowest() -> None:
    """Name the statements of a sweep with nothing new that take the most time, to see which grows."""
    from django.db import connection

    connection.force_debug_cursor = True
    sweep_now()
    for query in sorted(connection.queries, key=lambda query: -float(query["time"]))[:3]:
        say(f"  {float(query['time']) * 1e3:.0f} ms of {len(connection.queries)} statements: {query['sql'][:900]}")
        for line in rows("EXPLAIN (ANALYZE, BUFFERS) " + query["sql"].replace("%", "%%")):
            say(f"      {line[0]}")
    connection.force_debug_cursor = False


def cost(rounds: int) -> Iterator[Result]:
    tables = {"bare_reminders": "casework_reminder", "bare_notices": "casework_notice"}
    for copy, table in tables.items():
        sql(f"CREATE TABLE {copy} AS TABLE {table}")
        sql(f"ANALYZE {copy}")
    say(f"  {one('SELECT count(*) FROM bare_reminders')} reminders, {one('SELECT count(*) FROM bare_notices')} notices")

    def bare() -> None:
        for copy, table in tables.items():
            sql(f"INSERT INTO {table} SELECT * FROM {copy} ON CONFLICT DO NOTHING")

    taken: dict[str, list[float]] = {"bare": [], "ours": [], "bare again": [], "ours again": []}
    for turn in range(rounds):
        for name, work in (("bare", bare), ("ours", sweep_now))[:: 1 if turn % 2 else -1]:
            sql("TRUNCATE casework_notice, casework_reminder")
            taken[name].append(seconds(work))
            # As autovacuum does between two sweeps; without statistics the planner takes the table for empty.
            sql("ANALYZE casework_reminder")
            taken[f"{name} again"].append(seconds(work))
            for copy, table in tables.items():
                if one(f"SELECT count(*) FROM {copy}") != one(f"SELECT count(*) FROM {table}"):
                    sys.exit(f"{name} did not write the same rows into {table}")
    yield compared("S1", "sweep / INSERT ... SELECT", taken["ours"], taken["bare"], floor=2, goal=1.25)
    yield compared(
        "S2", "the sweep again / the same again", taken["ours again"], taken["bare again"], floor=2, goal=1.2
    )


def messages() -> Result:
    from celery.signals import before_task_publish

    sent = []
    before_task_publish.connect(lambda **_: sent.append(1), weak=False)
    sql("TRUNCATE casework_notice, casework_reminder")
    sweep_now()
    reminders = one("SELECT count(*) FROM casework_reminder")
    # One message at the least, whatever it is for.
    floor, goal = max(1, reminders // 500), max(1, reminders // 1_000)
    return counted("C2", f"for {reminders:,} reminders", 1 + len(sent), unit="messages", floor=floor, goal=goal)


def report_memory() -> None:
    peaks = []
    for share in (5, 1):
        sql("TRUNCATE casework_notice, casework_reminder")
        sql(f"UPDATE casework_deadline SET is_open = (id %% {share} = 0) WHERE case_id IN (SELECT id FROM casework_case"
            " WHERE number ~ '^O[0-9]')")  # fmt: skip
        tracemalloc.start()
        sweep_now()
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    say(
        f"memory: {peaks[1]:.1f} MB at the peak over all open cases, {peaks[0]:.1f} MB over a fifth: x{peaks[1] / peaks[0]:.2f}"
    )


def sweep_now() -> None:
    from casework.services.reminders import sweep
    from tests.cast import noon

    sweep(today=TODAY, now=noon(TODAY))


def sql(statement: str, *values: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def one(question: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def rows(question: str) -> list[tuple]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question, [])
        return cursor.fetchall()


def seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def compared(
    goal_id: str, what: str, ours: list[float], bare: list[float], *, floor: float, goal: float
) -> Result:  # fmt: skip
    sides = ([took * 1e3 for took in side] for side in (ours, bare))
    return of_rounds(goal_id, what, *sides, unit="ms", floor=floor, goal=goal)


def say(line: str) -> None:
    """What is no result goes where it does not mix with them."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
