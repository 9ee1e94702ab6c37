"""补正: asked once, answered or not (条例第三十条)."""

from __future__ import annotations

from django.db import models

from casework.models.case import Case


class Supplement(models.Model):
    """The one request to supplement; ``served_on`` starts its effect on the clock."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="supplement", verbose_name="办件")
    what_is_unclear = models.TextField("需要补正的事项")
    guidance = models.TextField("补正指引", blank=True)
    served_on = models.DateField("告知送达日期")
    answer_by = models.DateField("补正期限")
    received_on = models.DateField("收到补正日期", null=True, blank=True)
    answer = models.TextField("补正内容", blank=True)

    class Meta:
        verbose_name = "补正"

    def __str__(self) -> str:
        return f"{self.served_on}告知补正"
