"""不予公开信息评估: whether the ground for withholding is still there (条例第十八条)."""

from __future__ import annotations

from django.db import models

from casework.law.appraisals import APPRAISED_NAMES
from casework.models.case import Case
from casework.models.user import User


class Appraisal(models.Model):
    """One appraisal of what a case withheld; the newest counts. Written once by services.appraisals.

    ``next_on`` None: all of it may be disclosed now, nothing is left to appraise.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="appraisals")
    appraised_on = models.DateField("评估日期")
    result = models.CharField(
        "评估结果", max_length=20, choices=[(key.value, name) for key, name in APPRAISED_NAMES.items()]
    )
    reason = models.TextField("理由")
    next_on = models.DateField("下次评估", null=True, blank=True)
    appraised_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")
    key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "不予公开信息评估"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.appraised_on} {self.get_result_display()}"
