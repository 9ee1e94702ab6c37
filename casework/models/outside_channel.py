"""告知渠道: where replies of an agency send an applicant whose wish is none for this procedure (条例第三十六条、第三十九条)."""

from __future__ import annotations

from django.db import models

from casework.law.evidence import OUTSIDE_CHANNELS
from casework.models.agency import Agency
from casework.models.user import User

CHANNEL_CHOICES = [(item.value, name) for item, name in OUTSIDE_CHANNELS.items()]


class OutsideChannel(models.Model):
    """The text a draft starts from, one a kind; what a reply said stays with the reply."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="outside_channels", verbose_name="机关")
    kind = models.CharField("渠道", max_length=30, choices=CHANNEL_CHOICES)
    text = models.TextField("告知的内容")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", null=True, blank=True)

    class Meta:
        verbose_name = "告知渠道"
        constraints = [models.UniqueConstraint(fields=["agency", "kind"], name="outside_channel_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text}"
