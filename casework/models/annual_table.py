"""Stored drafts of the annual table (年度报告表三), rebuilt nightly from the cases."""

from __future__ import annotations

from django.db import models

from casework.models.agency import Agency


class AnnualTable(models.Model):
    """The draft of one agency-year: ``cells`` is row key -> column key -> count."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="annual_tables")
    year = models.PositiveSmallIntegerField("年度")
    report_format = models.CharField("格式", max_length=10)
    cells = models.JSONField("数据")
    failed_checks = models.JSONField("不符的勾稽", default=list)
    year_closed = models.BooleanField("年度已结束", default=False)
    built_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = "年度报告表"
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="annual_table_unique")]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}年度"
