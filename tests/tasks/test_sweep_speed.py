"""The sweep costs what writing its rows costs: S1 and S2 in a short form, measured side by side.

The bare side writes the same reminders and the same notices with one INSERT ... SELECT each. The ledger
has no statistics here, as on the first night of an office: planned badly, every batch would read all
of it. The long form, among a million closed cases, is ``make bench ARGS="--only S1"``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from casework.models import Notice, Reminder
from casework.services.reminders import sweep
from tests.cast import day, noon
from tests.many_cases import open_cases

CASES_A_DAY = 1_000
# From three days overdue to three days to come: on five steps of the ladder.
DUE_ON = [day("2026-03-20") + timedelta(days=number) for number in range(7)]
ROUNDS = 3
FLOOR = 2.0
REMINDERS, NOTICES = Reminder._meta.db_table, Notice._meta.db_table

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.mark.django_db(transaction=True)
def test_a_sweep_costs_at_most_twice_the_bare_statements_that_write_its_rows(cast):
    for number, due_on in enumerate(DUE_ON):
        open_cases(
            agency=cast.bureau, officer=cast.officer_li, count=CASES_A_DAY, due_on=due_on,
            first=number * CASES_A_DAY + 1,
        )  # fmt: skip
    sql("ANALYZE casework_case, casework_deadline, casework_user")
    sweep_now()
    written = written_rows()
    assert written[0] == len(DUE_ON) * CASES_A_DAY and written[1] >= 2 * written[0]
    sql("CREATE TABLE bare_reminders AS TABLE " + REMINDERS, "CREATE TABLE bare_notices AS TABLE " + NOTICES)
    first, again = [], []
    try:
        for turn in range(ROUNDS):
            taken = {}
            for name, work in (("bare", bare_insert), ("ours", sweep_now))[:: 1 if turn % 2 else -1]:
                sql(f"TRUNCATE {NOTICES}, {REMINDERS}")
                taken[name] = seconds(work), seconds(work)
                assert written_rows() == written
            first.append(taken["ours"][0] / taken["bare"][0])
            again.append(taken["ours"][1] / taken["bare"][1])
    finally:
        sql("DROP TABLE bare_reminders", "DROP TABLE bare_notices")
    assert statistics.median(first) <= FLOOR, first
    assert statistics.median(again) <= FLOOR, again


def sweep_now() -> None:
    sweep(today=day("2026-03-23"), now=noon("2026-03-23"))


def written_rows() -> tuple[int, int]:
    return Reminder.objects.count(), Notice.objects.count()


def bare_insert() -> None:
    sql(
        f"INSERT INTO {REMINDERS} SELECT * FROM bare_reminders ON CONFLICT DO NOTHING",
        f"INSERT INTO {NOTICES} SELECT * FROM bare_notices ON CONFLICT DO NOTHING",
    )


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def seconds(work: Callable[[], None]) -> float:
    started_at = time.perf_counter()
    work()
    return time.perf_counter() - started_at
