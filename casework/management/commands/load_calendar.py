"""Load the holiday notices shipped with the program; safe to run again."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from casework.adapters.clock import legal_today, utc_now
from casework.law.calendar import official_notices
from casework.services.calendar_changes import load_shipped_notices
from casework.services.recomputing import recompute_changes


class Command(BaseCommand):
    """``manage.py load_calendar``"""

    help = "载入随程序提供的国务院办公厅放假安排（2019年起），重算未办结的办件；可重复运行。"

    def handle(self, *args, **options) -> None:
        today, now = legal_today(), utc_now()
        change = load_shipped_notices(notices=official_notices(), today=today, now=now)
        self.stdout.write(f"已载入：{change.title}" if change else "日历已是最新")
        if recomputed := recompute_changes(today=today, now=now):
            self.stdout.write(f"重算办件{recomputed}件")
