"""Draft this year's annual tables; what Celery beat does every night."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from casework.adapters.clock import legal_today, utc_now
from casework.services.annual_tables import draft_annual_tables
from casework.services.year_end import build_missing


class Command(BaseCommand):
    """``manage.py draft_annual_tables``"""

    help = "生成本年度报告表三的草稿；一至三月补建上年度缺少的表。"

    def handle(self, *args, **options) -> None:
        today, now = legal_today(), utc_now()
        drafted = draft_annual_tables(today=today, now=now)
        self.stdout.write(f"{today.year}年草稿{drafted}份")
        if made_good := build_missing(today=today, now=now):
            self.stdout.write(f"补建{today.year - 1}年表{made_good}份")
