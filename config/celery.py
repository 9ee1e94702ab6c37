"""The Celery application, its queues and its timetable."""

import os

from celery import Celery
from celery.schedules import crontab
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("casework")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# One worker without -Q takes all of them, as on one PC. A province gives each its own, so that a mail
# server that hangs or a thousand letters to print never hold up the sweep of the deadlines.
DEFAULT_QUEUE = "default"
QUEUE_OF = {
    "casework.tasks.deliver_outbox": "mail",
    "casework.tasks.deliver_webhooks": "mail",
    "casework.tasks.print_letters": "documents",
    "casework.tasks.scan_files": "documents",
    "casework.tasks.check_audit": "documents",
    "casework.tasks.draft_annual_tables": "documents",
    "casework.tasks.build_year_end_tables": "documents",
    "casework.tasks.sweep_deadlines": "sweeps",
    "casework.tasks.sweep_offices": "sweeps",
    "casework.tasks.recompute_changes": "sweeps",
    "casework.tasks.check_drift": "sweeps",
    "casework.tasks.send_weekly_summaries": "sweeps",
}
QUEUES = (DEFAULT_QUEUE, *dict.fromkeys(QUEUE_OF.values()))
app.conf.task_default_queue = app.conf.task_default_exchange = app.conf.task_default_routing_key = DEFAULT_QUEUE
app.conf.task_queues = [Queue(name, Exchange(name), routing_key=name) for name in QUEUES]
app.conf.task_routes = {task: {"queue": queue} for task, queue in QUEUE_OF.items()}
# A worker told to take a queue that nobody fills would look alive and do nothing.
app.conf.task_create_missing_queues = False

# Beijing time (CELERY_TIMEZONE). The timetable is code, because a legal deadline is not a
# preference. Beat remembers the last run in a file, so a missed night is made good at the next
# start; the short rounds expire instead, because the next one does their work as well.
# Two beats, or a beat on two machines, do no harm: every task finds its work in the database and claims it there.
app.conf.beat_schedule = {
    "sweep deadlines": {
        "task": "casework.tasks.sweep_deadlines",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "beat heart": {
        "task": "casework.tasks.beat_heart",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "deliver outbox": {
        "task": "casework.tasks.deliver_outbox",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "draft annual tables": {
        "task": "casework.tasks.draft_annual_tables",
        "schedule": crontab(hour=1, minute=30),
    },
    "build year-end tables": {
        "task": "casework.tasks.build_year_end_tables",
        "schedule": crontab(month_of_year=1, day_of_month=1, hour=0, minute=10),
    },
    "recompute calendar changes": {
        "task": "casework.tasks.recompute_changes",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "alarm missing calendar": {
        "task": "casework.tasks.alarm_missing_calendar",
        "schedule": crontab(hour=8, minute=0),
    },
    "check drift": {
        "task": "casework.tasks.check_drift",
        "schedule": crontab(hour=3, minute=30),
    },
    "keep case words": {
        "task": "casework.tasks.keep_case_words",
        "schedule": crontab(hour=3, minute=50),
    },
    "open appraisals": {
        "task": "casework.tasks.open_appraisals",
        "schedule": crontab(hour=4, minute=10),
    },
    "remove identity copies": {
        "task": "casework.tasks.remove_identity_copies",
        "schedule": crontab(hour=3, minute=40),
    },
    "remove orphan files": {
        "task": "casework.tasks.remove_orphan_files",
        "schedule": crontab(hour=4, minute=20),
    },
    "seal events": {
        "task": "casework.tasks.seal_events",
        "schedule": crontab(hour=2, minute=30),
    },
    "check audit": {
        "task": "casework.tasks.check_audit",
        "schedule": crontab(day_of_week="sun", hour=4, minute=30),
    },
    "discard old sign-ins": {
        "task": "casework.tasks.discard_old_sign_ins",
        "schedule": crontab(hour=2, minute=50),
    },
    "deliver webhooks": {
        "task": "casework.tasks.deliver_webhooks",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "scan files": {
        "task": "casework.tasks.scan_files",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "print letters": {
        "task": "casework.tasks.print_letters",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "sweep offices": {
        "task": "casework.tasks.sweep_offices",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "weekly summaries": {
        "task": "casework.tasks.send_weekly_summaries",
        "schedule": crontab(hour=7, minute=30),
    },
}

# Every queue answers the beat for itself: a queue without a worker makes /readyz say so.
for _queue in QUEUES[1:]:
    app.conf.beat_schedule[f"beat heart of {_queue}"] = {
        "task": "casework.tasks.beat_heart",
        "schedule": 60.0,
        "kwargs": {"name": _queue},
        "options": {"expires": 60, "queue": _queue},
    }
