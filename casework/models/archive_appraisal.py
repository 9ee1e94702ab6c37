"""到期鉴定: what a person found of a filed case whose years of keeping are over."""

from __future__ import annotations

from django.db import models

from casework.law.archives import ARCHIVE_VERDICT_NAMES
from casework.models.case import Case
from casework.models.user import User


class ArchiveAppraisal(models.Model):
    """One appraisal of a dossier. Written once by services.archives; ``next_on`` None: never again."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="archive_appraisals", verbose_name="办件")
    verdict = models.CharField("结论", max_length=20, choices=[(k.value, v) for k, v in ARCHIVE_VERDICT_NAMES.items()])
    note = models.TextField("理由")
    appraised_on = models.DateField("鉴定日期")
    next_on = models.DateField("下次鉴定", null=True, blank=True)
    appraised_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "档案鉴定"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.appraised_on}"
