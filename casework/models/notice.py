"""The outbox: what has to reach a person, in-app or by e-mail. The row is the truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from casework.models.case import Case
from casework.models.deadline import Reminder
from casework.models.user import User

LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 8


class NoticeChannel(models.TextChoices):
    """How a notice travels."""

    IN_APP = "in_app", "站内"
    EMAIL = "email", "电子邮件"


class NoticeState(models.TextChoices):
    """Where a notice stands. In-app notices are born delivered."""

    PENDING = "pending", "待发送"
    SENT = "sent", "已发送"
    DEAD = "dead", "发送失败"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by what must be done with them."""

    def sendable(self, *, now: datetime) -> Self:
        """Return pending e-mails whose time has come and that no living worker holds."""
        return self.filter(
            Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE),
            state=NoticeState.PENDING,
            channel=NoticeChannel.EMAIL,
            send_after__lte=now,
        )

    def unread_of(self, user: User) -> Self:
        """Return the in-app notices ``user`` has not read."""
        return self.filter(recipient=user, channel=NoticeChannel.IN_APP, read_at__isnull=True)


class Notice(models.Model):
    """One message to one recipient over one channel."""

    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="notices")
    reminder = models.ForeignKey(
        Reminder, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    recipient = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    address = models.EmailField(blank=True)
    channel = models.CharField(max_length=10, choices=NoticeChannel.choices)
    subject = models.CharField("标题", max_length=200)
    body = models.TextField("内容")
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.PENDING)
    created_at = models.DateTimeField("时间")
    send_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "recipient", "channel"], name="notice_once_a_reminder"
            )
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(state="pending", channel="email"),
                name="notice_to_send",
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(channel="in_app", read_at__isnull=True),
                name="notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


