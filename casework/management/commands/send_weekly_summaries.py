"""Tell supervisors the figures of the week; what Celery beat does every morning."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from casework.adapters.clock import legal_today, utc_now
from casework.law.errors import Refused
from casework.services.weekly_summary import send_weekly_summaries


class Command(BaseCommand):
    """``manage.py send_weekly_summaries``"""

    help = "向主管部门发送本周督查周报。可重复运行，每周只发一次。"

    def handle(self, *args, **options) -> None:
        try:
            done = send_weekly_summaries(today=legal_today(), now=utc_now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"新发送{done}个机关的周报")
