"""交接: all the work of one officer given to another in one step, with its list."""

from __future__ import annotations

from django.db import models

from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.user import User


class Handover(models.Model):
    """One hand-over. ``others`` are the channels and office duties that went with the cases, in words."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="handovers", verbose_name="机关")
    giver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="移交人")
    taker = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="接办人")
    reason = models.CharField("事由", max_length=200)
    handed_on = models.DateField("交接日期")
    handed_at = models.DateTimeField("记录时间")
    handed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    others = models.JSONField("一并移交", default=list)
    key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "交接"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.handed_on} {self.giver}移交{self.taker}"


class HandoverItem(models.Model):
    """One case of a hand-over as it stood that day: the list is evidence and does not change with the case."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items", verbose_name="交接")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", verbose_name="办件")
    stage = models.CharField("环节", max_length=20)
    reply_due_on = models.DateField("答复期限", null=True, blank=True)
    reply_provisional = models.BooleanField("暂估", default=False)
    next_duty = models.CharField("下一事项", max_length=30, blank=True)
    next_due_on = models.DateField("下一期限", null=True, blank=True)

    class Meta:
        verbose_name = "交接办件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.case_id}"
