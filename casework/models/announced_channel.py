"""The channels an agency announced for requests (申请渠道登记), and who looked into them when."""

from __future__ import annotations

from typing import Self

from django.db import models

from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.models.agency import Agency
from casework.models.user import User


class AnnouncedChannelQuerySet(models.QuerySet["AnnouncedChannel"]):
    """Channels by what must be done with them."""

    def watched(self) -> Self:
        """Return the channels that somebody must look into every working day."""
        return self.filter(closed_on__isnull=True, checked_daily=True)


class AnnouncedChannel(models.Model):
    """One channel, bound by its announcement (国办公开办函〔2017〕19号): a mailbox, a fax, a counter.

    ``checked_daily`` is False only for a channel that announces itself, such as a manned counter.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="channels", verbose_name="机关")
    kind = models.CharField("渠道", max_length=20, choices=[(item.value, CHANNEL_NAMES[item]) for item in Channel])
    place = models.CharField("地址、号码或网址", max_length=200)
    duty_officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    announced = models.BooleanField("已向社会公布", default=True)
    checked_daily = models.BooleanField("每个工作日登记查看", default=True)
    opened_on = models.DateField("启用日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)

    objects = AnnouncedChannelQuerySet.as_manager()

    class Meta:
        verbose_name = "申请渠道"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "place"], name="announced_channel_unique")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.place}"


class ChannelCheck(models.Model):
    """A channel was looked into on a day."""

    channel = models.ForeignKey(AnnouncedChannel, models.CASCADE, related_name="checks")
    checked_on = models.DateField("查看日期")
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="查看人")
    checked_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "渠道查看"
        constraints = [models.UniqueConstraint(fields=["channel", "checked_on"], name="channel_check_once_a_day")]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.checked_on}"
