"""Several sweeps at the same moment announce everything once."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from casework.models import Notice, Reminder
from casework.services.reminders import sweep
from tests.cast import day, noon
from tests.many_cases import open_cases

SWEEPS = 4
CASES = 2_500


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("due_on, subject", [("2026-03-26", "还有3个工作日"), ("2026-03-19", "已超期2个工作日")])
def test_sweeps_at_once_announce_each_deadline_once(cast, due_on, subject):
    open_cases(agency=cast.bureau, officer=cast.officer_li, count=CASES, due_on=day(due_on))
    swept, failures = [], []
    together = threading.Barrier(SWEEPS)

    def work() -> None:
        together.wait()
        try:
            swept.append(sweep(today=day("2026-03-23"), now=noon("2026-03-23")))
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    sweeps = [threading.Thread(target=work) for _ in range(SWEEPS)]
    for one in sweeps:
        one.start()
    for one in sweeps:
        one.join()
    assert failures == []
    assert sum(one.reminders for one in swept) == Reminder.objects.count()
    in_app = Notice.objects.filter(recipient=cast.officer_li, channel="in_app")
    assert in_app.count() == CASES
    assert in_app.values("case").distinct().count() == CASES
    assert all(subject in notice.subject for notice in in_app)
    assert Notice.objects.filter(recipient=cast.officer_li, channel="email").count() == CASES
