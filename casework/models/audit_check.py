"""审计核对: what the last reading of the whole chain found."""

from __future__ import annotations

from django.db import models


class AuditCheck(models.Model):
    """One run of the verification: how much was read, how many faults, the first of them in words.

    ``planned_on`` is the legal day of a run of the timetable, which counts once; a run by hand has none.
    """

    checked_at = models.DateTimeField("核对时间")
    planned_on = models.DateField("计划核对日", null=True, blank=True, unique=True, editable=False)
    events = models.PositiveBigIntegerField("记录数")
    seals = models.PositiveIntegerField("封存数")
    faults = models.PositiveIntegerField("不符数")
    broken = models.TextField("第一处不符", blank=True)

    class Meta:
        verbose_name = "审计核对"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d} {self.faults}"
