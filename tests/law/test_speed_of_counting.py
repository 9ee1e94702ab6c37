"""Working-day arithmetic beside the cheapest thing that could be done: ratios only, taken round by round.

The machine may be busy: both sides run in turns inside a round, and the median of the rounds decides.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

import numpy

from casework.law.calendar import official_calendar

CALENDAR = official_calendar()
FIRST, HORIZON = CALENDAR.first_day, CALENDAR.horizon
DAYS = (HORIZON - FIRST).days + 1
STARTS = [FIRST + timedelta(random.Random(20260302).randrange(DAYS - 60)) for _ in range(4000)]


def seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def median_ratio(ours: Callable[[], object], bare: Callable[[], object], rounds: int) -> float:
    """How many times as long ours takes as the bare side."""
    ours()
    ratios = []
    for turn in range(rounds):
        pair = {}
        for work in (ours, bare) if turn % 2 else (bare, ours):
            pair[work] = seconds(work)
        ratios.append(pair[ours] / pair[bare])
    return median(ratios)


def test_d1_one_due_date_costs_at_most_four_times_an_addition_of_28_days():
    add, from_ordinal = CALENDAR.add_working_days, date.fromordinal

    def ours() -> None:
        for day in STARTS:
            add(day, 20)

    def bare() -> None:
        for day in STARTS:
            from_ordinal(day.toordinal() + 28)

    ratio = median_ratio(ours, bare, rounds=25)
    print(f"D1: {ratio:.2f} times the bare addition (goal 2, floor 4)")
    assert ratio <= 4


def test_d2_a_million_due_dates_are_ten_times_as_fast_as_numpy_itself():
    offsets = numpy.random.default_rng(20260302).integers(0, DAYS - 60, 1_000_000)
    starts = numpy.datetime64(FIRST) + offsets
    every_day = numpy.datetime64(FIRST) + numpy.arange(DAYS)
    closed = [day for day in every_day if not CALENDAR.is_working_day(day.item())]
    # A weekmask can't open a single weekend: every closed day must be a holiday.
    working = numpy.busdaycalendar(weekmask="1111111", holidays=closed)
    epoch = date(1970, 1, 1).toordinal()
    results = {}

    def ours() -> None:
        due = numpy.frombuffer(CALENDAR.due_table(20), dtype=numpy.int32)
        results["ours"] = due[offsets]

    def by_numpy() -> None:
        results["numpy"] = numpy.busday_offset(starts, 20, roll="backward", busdaycal=working)

    ratio = 1 / median_ratio(ours, by_numpy, rounds=3)
    print(f"D2: {ratio:.1f} times as fast (goal 25, floor 10)")
    assert (results["ours"] - epoch == results["numpy"].astype("int64")).all()
    assert ratio >= 10
