"""Build the invented cases behind a published annual table, and prove that they add up to it."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from casework.adapters.clock import utc_now
from casework.management.demo.published import load, published


class Command(BaseCommand):
    """``manage.py load_published NAME``"""

    help = "按公布的年度报告表三生成虚构办件，并逐格核对计算结果；可重复运行。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", help="例如 淄博市行政审批服务局-2023、张店区-2020、淄博高新区行政审批服务局-2022")

    def handle(self, *args, name: str, **options) -> None:
        table = published(name)
        number = load(table, now=utc_now())
        if number:
            self.stdout.write(f"已载入{name}：{number}件，计算的表三与公布的逐格一致（{table.source}）")
        else:
            self.stdout.write(f"{name}此前已载入")
