"""The nightly comparison of stored deadlines with what the clock derives: normally empty."""

from __future__ import annotations

from django.db import models


class DriftReport(models.Model):
    """One comparison of all open cases. ``differences`` holds the first ones, ``drifted`` counts all cases."""

    checked_on = models.DateField("日期")
    checked_at = models.DateTimeField("时间")
    cases = models.PositiveIntegerField("核对办件")
    drifted = models.PositiveIntegerField("不符办件")
    differences = models.JSONField(default=list)

    class Meta:
        verbose_name = "期限核对"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.checked_on}核对{self.cases}件，不符{self.drifted}件"
