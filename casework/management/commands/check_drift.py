"""Hold the stored deadlines against what the clock derives; what Celery beat does every night."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from casework.adapters.clock import legal_today, utc_now
from casework.law.errors import Refused
from casework.services.drift import check_drift

DRIFTED = 3


class Command(BaseCommand):
    """``manage.py check_drift``; exit code 3 when something differs"""

    help = "核对全部未办结办件存储的期限与按事实计算的结果。只报告，不改动；有不符时退出码为3。"

    def handle(self, *args: object, **options: object) -> None:
        try:
            report = check_drift(today=legal_today(), now=utc_now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for item in report.differences:
            for line in item["lines"]:
                self.stdout.write(f"{item['number']} {line}")
        self.stdout.write(str(report))
        if report.drifted:
            raise CommandError(f"有{report.drifted}件办件的期限不符。", returncode=DRIFTED)
