"""督办: a supervisor asks an agency about one case, and the agency must answer."""

from __future__ import annotations

from django.db import models

from casework.models.case import Case
from casework.models.user import User


class Urging(models.Model):
    """One message of a supervisor on a case, and its answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="urgings")
    urged_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="督办人")
    urged_at = models.DateTimeField("督办时间")
    text = models.TextField("督办意见")
    answer_by = models.DateField("反馈期限")
    answer = models.TextField("反馈", blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="反馈人"
    )
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)
    key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "督办"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.answer_by}"
