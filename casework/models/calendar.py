"""The official calendar as versioned data, one row a year and version (放假安排), and local holidays."""

from __future__ import annotations

from django.db import models

from casework.models.agency import Agency
from casework.models.user import User


class CalendarYear(models.Model):
    """One State Council notice. The highest version of a year is the one in force.

    ``holidays`` maps ISO days to their name, ``makeup_days`` lists ISO days to be worked. ``text``
    is the notice as pasted; empty, and ``loaded_by`` null, for those shipped with the program.
    """

    year = models.PositiveSmallIntegerField("年份")
    version = models.PositiveSmallIntegerField("版本", default=1)
    notice_number = models.CharField("通知文号", max_length=60, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    holidays = models.JSONField("放假日期")
    makeup_days = models.JSONField("调休上班日期")
    text = models.TextField("通知全文", blank=True)
    loaded_at = models.DateTimeField("载入时间")
    loaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="载入人")

    class Meta:
        verbose_name = "放假安排"
        constraints = [models.UniqueConstraint(fields=["year", "version"], name="calendar_year_version_unique")]

    def __str__(self) -> str:
        return f"{self.year}年放假安排（第{self.version}版）"


class AgencyHoliday(models.Model):
    """A day off of one agency alone: 民族自治地方 may fix holidays of their own (放假办法第四条)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="holidays", verbose_name="机关")
    day = models.DateField("日期")
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = "地方放假日"
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="agency_holiday_unique")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
