"""Announce what offices owe beside their cases; what Celery beat does every quarter of an hour."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from casework.adapters.clock import legal_today, utc_now
from casework.law.errors import Refused
from casework.services.office_sweep import sweep_offices


class Command(BaseCommand):
    """``manage.py sweep_offices``"""

    help = "巡查机关事项（年度报告、申请渠道、无法通知的人员）。可重复运行。"

    def handle(self, *args, **options) -> None:
        try:
            swept = sweep_offices(today=legal_today(), now=utc_now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"新事项{swept.opened}项，新提醒{swept.reminders}项，通知{swept.notices}条")
