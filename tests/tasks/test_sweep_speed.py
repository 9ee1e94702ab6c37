"""The sweep costs what writing its rows costs: goals S1 and S2, measured side by side.

The bare side writes the same reminders and the same notices with one INSERT ... SELECT each.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.db import connection

from casework.models import Notice, Reminder
from casework.services.reminders import sweep
from tests.cast import day, noon
from tests.many_cases import open_cases

OPEN_CASES = 20_000
ROUNDS = 3
FLOOR = 2.0
REMINDERS, NOTICES = Reminder._meta.db_table, Notice._meta.db_table

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.mark.django_db(transaction=True)
def test_a_sweep_of_twenty_thousand_costs_at_most_twice_the_bare_statement(cast):
    open_cases(agency=cast.bureau, officer=cast.officer_li, count=OPEN_CASES, due_on=day("2026-03-26"))
    sweep_now()
    assert (Reminder.objects.count(), Notice.objects.count()) == (OPEN_CASES, 2 * OPEN_CASES)
    sql("CREATE TABLE bare_reminders AS TABLE " + REMINDERS, "CREATE TABLE bare_notices AS TABLE " + NOTICES)
    sql("ANALYZE")
    bare, bare_again, ours, ours_again = [], [], [], []
    try:
        for _ in range(ROUNDS):
            clear()
            bare.append(seconds(bare_insert))
            bare_again.append(seconds(bare_insert))
            clear()
            ours.append(seconds(sweep_now))
            ours_again.append(seconds(sweep_now))
            assert Notice.objects.count() == 2 * OPEN_CASES
    finally:
        sql("DROP TABLE bare_reminders", "DROP TABLE bare_notices")
    # The fastest round of each side: other work on the machine only ever adds time.
    first, again = min(ours) / min(bare), min(ours_again) / min(bare_again)
    print(f"S1 {first:.2f}, S2 {again:.2f}")
    assert first <= FLOOR
    assert again <= FLOOR


def sweep_now() -> None:
    sweep(today=day("2026-03-23"), now=noon("2026-03-23"))


def bare_insert() -> None:
    sql(
        f"INSERT INTO {REMINDERS} SELECT * FROM bare_reminders ON CONFLICT DO NOTHING",
        f"INSERT INTO {NOTICES} SELECT * FROM bare_notices ON CONFLICT DO NOTHING",
    )


def clear() -> None:
    sql(f"TRUNCATE {NOTICES}, {REMINDERS}")


def sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def seconds(work: Callable[[], None]) -> float:
    started_at = time.perf_counter()
    work()
    return time.perf_counter() - started_at
