"""The official calendar as versioned data: one row a year and version (放假安排)."""

from __future__ import annotations

from django.db import models


class CalendarYear(models.Model):
    """One State Council notice. The highest version of a year is the one in force.

    ``holidays`` maps ISO days to their name, ``makeup_days`` lists ISO days to be worked.
    """

    year = models.PositiveSmallIntegerField("年份")
    version = models.PositiveSmallIntegerField("版本", default=1)
    notice_number = models.CharField("通知文号", max_length=60, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    holidays = models.JSONField("放假日期")
    makeup_days = models.JSONField("调休上班日期")
    loaded_at = models.DateTimeField("载入时间")

    class Meta:
        verbose_name = "放假安排"
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="calendar_year_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.year}年放假安排（第{self.version}版）"
