"""Two beats at once, as when a second machine takes over too early: nothing is done twice.

Every task of the timetable is ticked by both in the same moment, each on a connection of its own, then
a third time by a beat that comes late.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection, transaction

from casework.models import AnnualTable, AuditCheck, AuditSeal, Case, CaseEvent, Heartbeat, Notice, OfficeDuty, Reminder
from casework.services.audit import verify_events
from config.celery import QUEUES, app
from tests.cast import accepted_case, make_cast, noon

# A Monday: reminders and the week's summary come due, and no notice for the next year is loaded yet.
MOMENT = "2026-11-30T01:30:00+00:00"
# Asked on 2 November, answered by the 30th: twenty working days without a holiday between them.
CASES = 4
# What a comparison or a draft says of the moment it was made is new each time and told to nobody.
MAY_COME_AGAIN = {"DriftReport"}


def tick(entry: dict, together: threading.Barrier | None = None) -> None:
    try:
        if together:
            together.wait(30)
        app.tasks[entry["task"]].apply(kwargs=entry.get("kwargs", {}), throw=True)
    finally:
        if together:
            connection.close()


def changed_by_hand(event: CaseEvent) -> None:
    """Change an event as somebody with the database's own password could."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE casework_caseevent SET note = %s WHERE id = %s", ["改", event.pk])


def stored() -> dict[str, int]:
    """Return how many rows each table has."""
    models = apps.get_app_config("casework").get_models()
    return {model.__name__: model.objects.count() for model in models if model.__name__ not in MAY_COME_AGAIN}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_and_a_third_do_everything_once():
    cast = make_cast()
    cases = [accepted_case(cast, "2026-11-02") for _ in range(CASES)]
    # One whose stored deadline was changed past the services: the nightly comparison tells the administrator.
    Case.objects.filter(pk=cases[0].pk).update(reply_due_on="2026-12-01")
    # One event changed past the program: the audit reader is told of it.
    changed_by_hand(cases[1].events.order_by("pk").first())
    app.loader.import_default_modules()
    timetable = list(app.conf.beat_schedule.values())
    with time_machine.travel(MOMENT, tick=False):
        for entry in timetable:
            together = threading.Barrier(2)
            with ThreadPoolExecutor(2) as beats:
                for done in [beats.submit(tick, entry, together) for _ in range(2)]:
                    done.result()
        once = stored()
        for entry in timetable:
            tick(entry)
    assert stored() == once
    told = Counter(Notice.objects.values_list("recipient_id", "channel", "subject", "case_id", "body"))
    assert told and [words for words, times in told.items() if times > 1] == []
    letters = Counter((letter.to[0], letter.subject, letter.body) for letter in mail.outbox)
    assert letters and set(letters.values()) == {1}
    assert Reminder.objects.filter(duty="reply").count() == CASES
    assert Notice.objects.filter(subject__startswith="期限核对发现1件").count() == 1
    assert Notice.objects.filter(subject__startswith="2027年放假安排").exists()
    assert OfficeDuty.objects.filter(title__startswith="督查周报").count() == 1
    assert AnnualTable.objects.count() == len(set(AnnualTable.objects.values_list("agency_id", "year")))
    assert Heartbeat.objects.count() == len(QUEUES)
    assert AuditCheck.objects.count() == 1
    assert Notice.objects.filter(subject="审计核对发现记录被改动", channel="in_app").count() == 1
    assert verify_events().faults == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_seals_at_once_goes_on_from_the_first():
    cast = make_cast()
    for night, received in (("2026-11-03", "2026-11-02"), ("2026-11-05", "2026-11-04")):
        accepted_case(cast, received)
        together = threading.Barrier(2)
        with time_machine.travel(noon(night), tick=False), ThreadPoolExecutor(2) as beats:
            seal = {"task": "casework.tasks.seal_events"}
            for done in [beats.submit(tick, seal, together) for _ in range(2)]:
                done.result()
    assert AuditSeal.objects.count() == 2
    assert verify_events().faults == 0
