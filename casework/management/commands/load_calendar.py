"""Load the holiday notices shipped with the program; safe to run again."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from casework.adapters.clock import utc_now
from casework.law.calendar import official_notices
from casework.services.calendars import load_notices


class Command(BaseCommand):
    """``manage.py load_calendar``"""

    help = "载入随程序提供的国务院办公厅放假安排（2019—2026年），可重复运行。"

    def handle(self, *args, **options) -> None:
        rows = load_notices(notices=official_notices(), now=utc_now())
        years = "、".join(str(row.year) for row in rows)
        self.stdout.write(f"已载入：{years}" if rows else "日历已是最新")
