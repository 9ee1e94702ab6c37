"""Counting working days, against arithmetic that knows no holidays and against numpy, in turns in one run.

    .venv/bin/python -m deploy.bench.workdays [rounds]

D1  twenty working days after a day / twenty-eight days after it by the standard library
D2  a million due dates at once / numpy.busday_offset with the same holidays
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date

import numpy

from casework.law.calendar import official_calendar
from deploy.bench.results import JSON, Result, of_rounds, tell

WORKING_DAYS, CALENDAR_DAYS = 20, 28
ONE_BY_ONE, AT_ONCE = 100_000, 1_000_000


def main() -> int:
    given = [int(word) for word in sys.argv[1:] if word != JSON]
    return tell(results(*(given or [15])))


def results(rounds: int) -> Iterator[Result]:
    calendar = official_calendar()
    # Every start whose due date is published: up to the last day but twenty working ones.
    table = numpy.frombuffer(calendar.due_table(WORKING_DAYS), dtype=numpy.int32)
    first, known = calendar.first_day.toordinal(), int(numpy.flatnonzero(table)[-1]) + 1
    chance = random.Random(20260323)
    days = [date.fromordinal(first + chance.randrange(known)) for _ in range(ONE_BY_ONE)]

    add, from_ordinal = calendar.add_working_days, date.fromordinal

    def ours() -> None:
        for day in days:
            add(day, WORKING_DAYS)

    def bare() -> None:
        for day in days:
            from_ordinal(day.toordinal() + CALENDAR_DAYS)

    per_day = 1e9 / ONE_BY_ONE
    taken = race(rounds, ours, bare)
    yield of_rounds(
        "D1", "one date, 20 working days on / 28 days on", *([took * per_day for took in side] for side in taken),
        unit="ns", floor=4, goal=2,
    )  # fmt: skip

    closed = [
        day for day in map(date.fromordinal, range(first, first + len(table))) if not calendar.is_working_day(day)
    ]
    working = numpy.busdaycalendar(weekmask="1111111", holidays=closed)
    starts = numpy.array(days * (AT_ONCE // ONE_BY_ONE), dtype="datetime64[D]")
    # Days since 1970 to days since the year 1, which Python counts from.
    offset = date(1970, 1, 1).toordinal() - first

    def all_ours() -> numpy.ndarray:
        return table[starts.astype(numpy.int64) + offset]

    def all_bare() -> numpy.ndarray:
        return numpy.busday_offset(starts, WORKING_DAYS, roll="backward", busdaycal=working)

    same = all_bare().astype(numpy.int64) + date(1970, 1, 1).toordinal() == all_ours()
    if not same.all():
        raise RuntimeError(f"{int((~same).sum())} due dates differ from numpy's")
    # Told as how many times faster, so it is numpy's time that is divided by ours.
    taken = race(max(3, rounds // 3), all_bare, all_ours)
    yield of_rounds(
        "D2", "numpy.busday_offset / a million due dates at once", *([took * 1e3 for took in side] for side in taken),
        unit="ms", floor=10, goal=25, better="higher",
    )  # fmt: skip


def race(rounds: int, *works: Callable[[], object]) -> list[list[float]]:
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, times in zip(works, taken, strict=True):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
    return taken


if __name__ == "__main__":
    sys.exit(main())
