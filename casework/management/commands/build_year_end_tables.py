"""Build last year's annual tables; what Celery beat does on 1 January."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from casework.adapters.clock import legal_today, utc_now
from casework.services.annual_tables import build_year_end_tables


class Command(BaseCommand):
    """``manage.py build_year_end_tables``"""

    help = "生成上年度报告表三并通知经办人和负责人。可重复运行，只通知一次。"

    def handle(self, *args, **options) -> None:
        today = legal_today()
        built = build_year_end_tables(today=today, now=utc_now())
        self.stdout.write(f"{today.year - 1}年表{built}份")
