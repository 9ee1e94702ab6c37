"""Ticks of the clock as Celery tasks. Each is one call, and late, twice or side by side it does no harm.

A message is only a wake-up: nothing travels in it, so a lost one costs a round and not a reminder.
``**_future`` lets a worker of this version take messages of a later one.
"""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from celery.signals import after_task_publish
from django.db import DatabaseError, close_old_connections, connection

from casework.adapters.clock import legal_today, utc_now
from casework.services import (
    annual_tables,
    appraisals,
    audit,
    calendar_alarm,
    case_words,
    drift,
    file_scans,
    heartbeat,
    identity_copies,
    letters,
    office_sweep,
    orphan_files,
    outbox,
    recomputing,
    reminders,
    sign_ins,
    webhook_delivery,
    weekly_summary,
    year_end,
)

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def sweep_deadlines(**_future: object) -> None:
    """Announce what has come due; every few minutes."""
    reminders.sweep(today=legal_today(), now=utc_now())


@shared_task(ignore_result=True)
def deliver_outbox(**_future: object) -> None:
    """Send the e-mails that are due; every minute."""
    outbox.deliver(clock=utc_now)


@shared_task(ignore_result=True)
def draft_annual_tables(**_future: object) -> None:
    """Draft this year's annual tables, and make good a missed 1 January; every night."""
    today, now = legal_today(), utc_now()
    annual_tables.draft_annual_tables(today=today, now=now)
    year_end.build_missing(today=today, now=now)


@shared_task(ignore_result=True)
def build_year_end_tables(**_future: object) -> None:
    """Build last year's annual tables; on 1 January."""
    annual_tables.build_year_end_tables(today=legal_today(), now=utc_now())


@shared_task(ignore_result=True)
def recompute_changes(**_future: object) -> None:
    """Go on with what a change of the calendar left to recompute; every minute."""
    recomputing.recompute_changes(today=legal_today(), now=utc_now())


@shared_task(ignore_result=True)
def alarm_missing_calendar(**_future: object) -> None:
    """Say that next year's holiday notice is not loaded; every morning from November on."""
    calendar_alarm.alarm_missing_calendar(today=legal_today(), now=utc_now())


@shared_task(ignore_result=True)
def check_drift(**_future: object) -> None:
    """Hold the stored deadlines against the clock; every night."""
    drift.check_drift(today=legal_today(), now=utc_now())


@shared_task(ignore_result=True)
def keep_case_words(**_future: object) -> None:
    """Store the searchable words of cases that came without them, such as an imported ledger's; every night."""
    case_words.keep_missing_words()


@shared_task(ignore_result=True)
def open_appraisals(**_future: object) -> None:
    """Enter what is to be appraised soon of what was withheld; every night."""
    appraisals.open_appraisals(today=legal_today(), now=utc_now())


@shared_task(ignore_result=True)
def deliver_webhooks(**_future: object) -> None:
    """Post the webhook messages that are due; every minute, beside the e-mails and not behind them."""
    webhook_delivery.deliver_webhooks(clock=utc_now)


@shared_task(ignore_result=True)
def sweep_offices(**_future: object) -> None:
    """Announce what offices owe beside their cases; every quarter of an hour."""
    office_sweep.sweep_offices(today=legal_today(), now=utc_now())


@shared_task(ignore_result=True)
def send_weekly_summaries(**_future: object) -> None:
    """Tell supervisors the week's figures; every morning, said once a week."""
    weekly_summary.send_weekly_summaries(today=legal_today(), now=utc_now())


@shared_task(ignore_result=True)
def print_letters(**_future: object) -> None:
    """Set the PDF of letters that wait for one; woken by each new letter, and every minute."""
    letters.print_letters()


@shared_task(ignore_result=True)
def seal_events(**_future: object) -> None:
    """Seal the events of the day; every night."""
    audit.seal_events(now=utc_now())


@shared_task(ignore_result=True)
def check_audit(**_future: object) -> None:
    """Read the whole record and hold it against its hashes; every week."""
    audit.check_audit_as_planned(today=legal_today(), now=utc_now())


@shared_task(ignore_result=True)
def discard_old_sign_ins(**_future: object) -> None:
    """Forget sign-ins and sessions whose time is over; every night."""
    sign_ins.discard_old_sign_ins(now=utc_now())
    sign_ins.discard_ended_sessions(now=utc_now())


@shared_task(ignore_result=True)
def scan_files(**_future: object) -> None:
    """Ask the virus scanner about the files that wait for it; every minute."""
    file_scans.scan_waiting(now=utc_now())


@shared_task(ignore_result=True)
def beat_heart(name: str = heartbeat.WORKER, **_future: object) -> None:
    """Write that beat, broker and a worker of one queue run; every minute."""
    heartbeat.beat(now=utc_now(), name=name)


@shared_task(ignore_result=True)
def remove_orphan_files(**_future: object) -> None:
    """Remove stored files that no row names; every night."""
    orphan_files.remove_orphans(now=utc_now())


@after_task_publish.connect(sender=beat_heart.name)
def note_beat(body: Any, **_signal: object) -> None:
    """Write, in the beat itself, that it has sent; a database that is away is noted and holds nothing up."""
    if body[1].get("name", heartbeat.WORKER) != heartbeat.WORKER:
        return
    try:
        # No worker opens and closes connections here: one that a restart of the database cut would stay for ever.
        close_old_connections()
        heartbeat.beat_sent(now=utc_now())
    except DatabaseError as error:
        logger.error("the beat cannot be noted: %s", error)
        connection.close()


@shared_task(ignore_result=True)
def remove_identity_copies(**_future: object) -> None:
    """Remove copies of identity documents whose period is over; every night."""
    identity_copies.remove_old_copies(today=legal_today(), now=utc_now())
