"""The product's own Celery application with the two rounds of reminders every second, for a beat that tests watch."""

from config.celery import app

for _entry in app.conf.beat_schedule.values():
    if _entry["task"] in {"casework.tasks.sweep_deadlines", "casework.tasks.deliver_outbox"}:
        _entry["schedule"] = 1.0
