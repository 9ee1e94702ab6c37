"""征求意见: third parties, co-producing agencies, other agencies (条例第十一、三十二、三十四条)."""

from __future__ import annotations

from django.db import models

from casework.law.facts import CONSULTATION_NAMES, ConsultationKind
from casework.models.case import Case


class Opinion(models.TextChoices):
    """What the one asked answered."""

    AGREE = "agree", "同意公开"
    PARTLY = "partly", "同意部分公开"
    REFUSE = "refuse", "不同意公开"


class Consultation(models.Model):
    """One letter asking one addressee. Its dates exclude days from the reply clock."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="consultations", verbose_name="办件")
    kind = models.CharField(
        "征求对象", max_length=20, choices=[(k.value, CONSULTATION_NAMES[k]) for k in ConsultationKind]
    )
    addressee = models.CharField("对方名称", max_length=120)
    about = models.TextField("征求意见的内容")
    sent_on = models.DateField("发出日期")
    delivered_on = models.DateField("对方收到日期", null=True, blank=True)
    answered_on = models.DateField("收到意见日期", null=True, blank=True)
    opinion = models.CharField("意见", max_length=10, choices=Opinion.choices, blank=True)
    reasons = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = "征求意见"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.addressee}"
