"""答复: the drafted and signed decision (条例第三十六条)."""

from __future__ import annotations

from django.db import models

from casework.models.case import Case
from casework.models.user import User


class Reply(models.Model):
    """One draft of the decision; the newest counts. ``evidence`` maps evidence keys to text.

    ``withheld_grounds`` lists the decision codes of what a partial disclosure leaves out.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="replies", verbose_name="办件")
    decision_code = models.CharField("决定码", max_length=4)
    withheld_grounds = models.JSONField("不予提供部分的依据", default=list, blank=True)
    evidence = models.JSONField("必填材料", default=dict)
    findings = models.TextField("查明情况与理由")
    drafted_on = models.DateField("拟稿日期")
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟稿人")
    sent_back_reason = models.CharField("退回理由", max_length=200, blank=True)
    signed_on = models.DateField("签发日期", null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人")
    letter_number = models.CharField("文号", max_length=60, blank=True)
    on_the_spot = models.BooleanField("当场答复", default=False)

    class Meta:
        verbose_name = "答复"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.decision_code} {self.letter_number}".strip()
