"""延期答复: asked, approved by the head of the disclosure office, told (条例第三十三条第二款)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.models.case import Case
from casework.models.user import User


class Extension(models.Model):
    """One request to extend. Of the requests of a case at most one is not rejected."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions", verbose_name="办件")
    working_days = models.PositiveSmallIntegerField("延长工作日数")
    reason = models.TextField("延期理由")
    requested_on = models.DateField("申请日期")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    approved_on = models.DateField("同意日期", null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    rejected_on = models.DateField("不同意日期", null=True, blank=True)
    rejection_reason = models.CharField("不同意理由", max_length=200, blank=True)
    served_on = models.DateField("告知送达日期", null=True, blank=True)

    class Meta:
        verbose_name = "延期"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(rejected_on__isnull=True), name="one_extension_a_case"
            ),
            models.CheckConstraint(condition=Q(working_days__gte=1, working_days__lte=20), name="extension_within_20"),
        ]

    def __str__(self) -> str:
        return f"延期{self.working_days}个工作日"
