"""The register of letter numbers (文号登记簿): gap-free, taken once, voided with a reason, never used again."""

from __future__ import annotations

from django.db import models

from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.user import User


class LetterNumber(models.Model):
    """One number that was taken. It is never deleted and never goes to another letter (law.md 6.4)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="letter_numbers", verbose_name="机关")
    series = models.CharField("种类", max_length=10)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    text = models.CharField("文号", max_length=60)
    case = models.ForeignKey(Case, models.PROTECT, related_name="letter_numbers", verbose_name="办件")
    taken_on = models.DateField("取号日期")
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="取号人")
    voided_on = models.DateField("作废日期", null=True, blank=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作废人")
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "文号"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "series", "year", "serial"], name="letter_number_once"),
            models.UniqueConstraint(fields=["agency", "text"], name="letter_number_text_once"),
            models.CheckConstraint(
                condition=models.Q(voided_on__isnull=True) | ~models.Q(void_reason=""), name="letter_number_void_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text
