"""征求意见: third parties, co-producing agencies, other agencies (条例第十一、三十二、三十四条)."""

from __future__ import annotations

from django.db import models

from casework.law.consultations import OPINION_NAMES, RULING_NAMES
from casework.law.facts import CONSULTATION_NAMES, ConsultationKind
from casework.models.case import Case
from casework.models.user import User


class Consultation(models.Model):
    """One letter asking one addressee. Its dates exclude days from the reply clock.

    ``answer_by`` is the day another agency was asked for; a withdrawn letter was sent in error
    and stops no clock. ``ruling`` is what the agency decided itself after an objection or
    silence; ``presumed_on`` the day a co-producing agency's silence became consent; ``told_on``
    the day a third party was told that its information is disclosed against its will.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="consultations", verbose_name="办件")
    kind = models.CharField(
        "征求对象", max_length=20, choices=[(k.value, CONSULTATION_NAMES[k]) for k in ConsultationKind]
    )
    addressee = models.CharField("对方名称", max_length=120)
    about = models.TextField("征求意见的内容")
    sent_on = models.DateField("发出日期")
    delivered_on = models.DateField("对方收到日期", null=True, blank=True)
    answered_on = models.DateField("收到意见日期", null=True, blank=True)
    opinion = models.CharField(
        "意见", max_length=10, choices=[(item.value, text) for item, text in OPINION_NAMES.items()], blank=True
    )
    reasons = models.TextField("理由", blank=True)
    answer_by = models.DateField("请对方答复的日期", null=True, blank=True)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawal_reason = models.CharField("撤回原因", max_length=200, blank=True)
    ruling = models.CharField(
        "本机关决定", max_length=10, choices=[(item.value, text) for item, text in RULING_NAMES.items()], blank=True
    )
    judgement = models.TextField("本机关的判断", blank=True)
    public_interest = models.TextField("公共利益理由", blank=True)
    ruled_on = models.DateField("决定日期", null=True, blank=True)
    ruled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定人")
    presumed_on = models.DateField("视为同意日期", null=True, blank=True)
    told_on = models.DateField("告知第三方日期", null=True, blank=True)

    class Meta:
        verbose_name = "征求意见"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.addressee}"
