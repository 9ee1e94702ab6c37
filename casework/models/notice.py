"""The outbox: what has to reach a person, in-app, by e-mail or by webhook. The row is the truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from casework.models.case import Case
from casework.models.deadline import Reminder
from casework.models.office_duty import OfficeDuty
from casework.models.sealed import SealedField
from casework.models.user import User
from casework.models.webhook import WebhookEndpoint

LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 8


class NoticeChannel(models.TextChoices):
    """How a notice travels."""

    IN_APP = "in_app", "站内"
    EMAIL = "email", "电子邮件"
    WEBHOOK = "webhook", "推送"


class NoticeState(models.TextChoices):
    """Where a notice stands. In-app notices are born delivered; a bundled one travels in a digest."""

    PENDING = "pending", "待发送"
    BUNDLED = "bundled", "已并入每日汇总"
    SENT = "sent", "已发送"
    DEAD = "dead", "发送失败"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by what must be done with them."""

    def sendable(self, *, now: datetime, channel: NoticeChannel = NoticeChannel.EMAIL) -> Self:
        """Return pending letters whose time has come and that no living worker holds.

        What waits for the day's digest is not among them.
        """
        return self.filter(
            Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE),
            state=NoticeState.PENDING,
            channel=channel,
            in_digest=False,
            send_after__lte=now,
        )

    def unread_of(self, user: User) -> Self:
        """Return the in-app notices ``user`` has not read."""
        return self.filter(recipient=user, channel=NoticeChannel.IN_APP, read_at__isnull=True)


class Notice(models.Model):
    """One message to one recipient over one channel.

    ``in_digest`` waits for the recipient's digest of the day; ``digest_on`` marks the letter that is
    one, and ``digest`` names the letter that carries a bundled notice.
    """

    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="notices")
    reminder = models.ForeignKey(
        Reminder, models.CASCADE, null=True, blank=True, related_name="notices", db_index=False
    )
    recipient = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="notices")
    office_duty = models.ForeignKey(
        OfficeDuty, models.CASCADE, null=True, blank=True, related_name="notices", db_index=False
    )
    endpoint = models.ForeignKey(
        WebhookEndpoint, models.CASCADE, null=True, blank=True, related_name="notices", db_index=False
    )
    address = SealedField(kind="email", max_length=254, blank=True)
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
    in_digest = models.BooleanField(default=False, db_default=False)
    digest_on = models.DateField(null=True, blank=True)
    digest = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="items", db_index=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reminder", "recipient", "channel"], name="notice_once_a_reminder"),
            models.UniqueConstraint(
                fields=["reminder", "endpoint"],
                condition=Q(endpoint__isnull=False),
                name="notice_once_an_endpoint",
            ),
            models.UniqueConstraint(
                fields=["recipient", "digest_on"],
                condition=Q(digest_on__isnull=False),
                name="notice_one_digest_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(state="pending", in_digest=False),
                name="notice_to_send",
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(state="pending", in_digest=True),
                name="notice_to_bundle",
            ),
            models.Index(fields=["recipient"], condition=Q(state="dead"), name="notice_dead"),
            # Three columns that are empty in nearly every row: indexed only where they are not.
            models.Index(fields=["digest"], condition=Q(digest__isnull=False), name="notice_of_digest"),
            models.Index(fields=["office_duty"], condition=Q(office_duty__isnull=False), name="notice_of_office_duty"),
            models.Index(fields=["endpoint"], condition=Q(endpoint__isnull=False), name="notice_of_endpoint"),
            models.Index(
                fields=["recipient"],
                condition=Q(channel="in_app", read_at__isnull=True),
                name="notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
