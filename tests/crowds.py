"""Several people at the same moment, and many like cases for them: cheap enough for hundreds of rounds.

Opening a connection and preparing a case through the services cost twenty times as much as a race. So
the people stay connected from one round to the next, and the cases are copies of one, made in bulk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.db import connection, models

from casework.models import Case

WAIT = 60
# What a case consists of, beside itself and its replies. Events are left out: they are nobody's to copy.
PARTS = ("applicants", "identity_checks", "deadlines")


@contextmanager
def crowd(size: int) -> Iterator[Callable[..., list[Any]]]:
    """Give a function that runs works in threads of their own, all let go together: results or exceptions."""
    gate = threading.Barrier(size)

    def run(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(timeout=WAIT)
            return work()
        except Exception as error:
            return error

    def at_once(*works: Callable[[], Any]) -> list[Any]:
        assert len(works) == size
        return list(pool.map(run, works))

    with ThreadPoolExecutor(size) as pool:
        try:
            yield at_once
        finally:
            # Looked up in each thread: everybody closes the own connection.
            at_once(*[lambda: connection.close()] * size)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run the works in threads of their own, all let go together; return results or exceptions."""
    with crowd(len(works)) as run:
        return run(*works)


def copies_of(case: Case, count: int) -> list[Case]:
    """Store ``count`` cases like this accepted or drafted one, each with a number of its own and no events."""
    cases = Case.objects.bulk_create(_changed(case, number=f"{case.number}-{place}") for place in range(count))
    for name in PARTS:
        for row in getattr(case, name).all():
            _copy(row, [{"case": made} for made in cases])
    for reply in case.replies.all():
        replies = _copy(reply, [{"case": made} for made in cases])
        for item in reply.items.all():
            _copy(item, [{"reply": made, "matter": None} for made in replies])
        for step in reply.review_steps.all():
            _copy(step, [{"reply": made, "case": made.case} for made in replies])
    return cases


def _copy(row: models.Model, wanted: list[dict[str, Any]]) -> list[Any]:
    return type(row)._base_manager.bulk_create(_changed(row, **values) for values in wanted)


def _changed(row: models.Model, **values: Any) -> Any:
    made = copy(row)
    made._state = copy(row._state)
    made._state.adding, made._state.fields_cache, made.pk = True, dict(row._state.fields_cache), None
    for name, value in values.items():
        setattr(made, name, value)
    return made
