"""Announce every duty that has come due; what Celery beat does every five minutes."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from casework.adapters.clock import legal_today, utc_now
from casework.law.errors import Refused
from casework.services.reminders import sweep


class Command(BaseCommand):
    """``manage.py sweep_deadlines``"""

    help = "巡查全部期限并生成提醒。可重复运行，每个提醒只发一次。"

    def handle(self, *args, **options) -> None:
        try:
            swept = sweep(today=legal_today(), now=utc_now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"新提醒{swept.reminders}项，通知{swept.notices}条，重算办件{swept.recomputed}件")
