"""What an agency changed of the reminder ladder (提醒阶梯), and when it wants to be disturbed."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q

from casework.models.agency import Agency


class LadderStep(models.Model):
    """One step of one duty: when, to whom, how. Without an agency it holds for all of them.

    ``working_days`` counts before the day; 0 is the day itself, a negative number lies after it.
    A duty that has no row here follows ``services.reminder_ladder``, so that no statutory day goes
    unannounced because a table is empty. The in-app notice is never switched off: it is the record.
    """

    agency = models.ForeignKey(
        Agency, models.CASCADE, null=True, blank=True, related_name="ladder_steps", verbose_name="机关"
    )
    duty = models.CharField("事项", max_length=30)
    working_days = models.SmallIntegerField("提前工作日")
    to_officer = models.BooleanField("承办人", default=True)
    to_unit = models.BooleanField("承办科室", default=False)
    to_leaders = models.BooleanField("负责人", default=False)
    to_supervisors = models.BooleanField("主管部门", default=False)
    by_email = models.BooleanField("电子邮件", default=True)
    by_webhook = models.BooleanField("推送", default=False)
    urgent = models.BooleanField("立即发送", default=False)

    class Meta:
        verbose_name = "提醒阶梯"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "duty", "working_days"], name="ladder_step_unique"),
            models.UniqueConstraint(
                fields=["duty", "working_days"], condition=Q(agency__isnull=True), name="ladder_step_shared_unique"
            ),
            models.CheckConstraint(
                condition=Q(to_officer=True) | Q(to_unit=True) | Q(to_leaders=True) | Q(to_supervisors=True),
                name="ladder_step_has_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.working_days}"


class ReminderSettings(models.Model):
    """The hours of an agency, and the levels at which a supervisor shows a card (督办牌).

    E-mail and webhook wait while it is quiet; ``quiet_from`` may lie after ``quiet_until``: overnight.
    """

    DIGEST_AT = time(8, 0)
    YELLOW_DAYS, RED_DAYS, BLACK_DAYS = 1, 5, 10

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="reminder_settings", verbose_name="机关")
    digest_at = models.TimeField("每日汇总邮件时间", default=DIGEST_AT)
    quiet_from = models.TimeField("免打扰开始", null=True, blank=True)
    quiet_until = models.TimeField("免打扰结束", null=True, blank=True)
    yellow_days = models.PositiveSmallIntegerField("黄牌（超期工作日）", default=YELLOW_DAYS)
    red_days = models.PositiveSmallIntegerField("红牌（超期工作日）", default=RED_DAYS)
    black_days = models.PositiveSmallIntegerField("黑牌（超期工作日）", default=BLACK_DAYS)

    class Meta:
        verbose_name = "提醒设置"
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}提醒设置"

    def is_quiet(self, at: time) -> bool:
        """Tell whether nobody wants to be disturbed at this legal time of the day."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until
