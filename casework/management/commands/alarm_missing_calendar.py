"""Tell administrators and leaders that next year's holiday notice is missing; as Celery beat does."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from casework.adapters.clock import legal_today, utc_now
from casework.services.calendar_alarm import alarm_missing_calendar, missing_year


class Command(BaseCommand):
    """``manage.py alarm_missing_calendar``"""

    help = "自11月1日起，下一年放假安排尚未载入的，提醒系统管理员和负责人，每人每周至多一次。"

    def handle(self, *args: object, **options: object) -> None:
        today = legal_today()
        told = alarm_missing_calendar(today=today, now=utc_now())
        year = missing_year(today)
        self.stdout.write(f"{year}年放假安排尚未载入，已提醒{told}人" if year else "放假安排齐全")
