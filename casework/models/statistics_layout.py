"""Saved layouts of the statistics: an office's own report forms, used again every month or quarter."""

from __future__ import annotations

from django.db import models

from casework.law.periods import PERIOD_NAMES, PeriodKind
from casework.models.agency import Agency
from casework.models.user import User


class StatisticsLayout(models.Model):
    """Which period, blocks and columns an office reports; the period is a name, read anew each time."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="statistics_layouts", verbose_name="机关")
    name = models.CharField("名称", max_length=40)
    period_kind = models.CharField(
        "期间", max_length=20, choices=[(item.value, PERIOD_NAMES[item]) for item in PeriodKind]
    )
    blocks = models.JSONField("内容", default=list)
    measures = models.JSONField("列", default=list)
    word = models.CharField("内容摘要含", max_length=40, blank=True)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="保存人")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "统计样式"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="statistics_layout_unique")]

    def __str__(self) -> str:
        return self.name
