"""Duties of an office that no case's clock knows: the yearly report, a channel to look into."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.user import User


class OfficeDuty(models.Model):
    """One duty of an agency. ``about`` tells duties of one kind apart: a year, a channel, a week.

    A period keeps what it is counted by (``counted_from`` and either ``working_days`` or ``natural_days``), and
    ``due_on`` follows the calendar; while that is not published it is ``provisional`` and is the
    earliest possible day. ``officer`` is whom it concerns first; without one all clerks are told. A duty is met by
    ``met_on``; a later one about the same is a new row with its own day.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="office_duties", verbose_name="机关")
    duty = models.CharField("事项", max_length=30)
    about = models.CharField(max_length=60)
    title = models.CharField("内容", max_length=160)
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="office_duties")
    officer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    due_on = models.DateField("期限")
    counted_from = models.DateField(null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    natural_days = models.PositiveSmallIntegerField(null=True, blank=True)
    provisional = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    met_on = models.DateField("完成日期", null=True, blank=True)
    met_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "机关事项"
        constraints = [
            models.UniqueConstraint(fields=["agency", "duty", "about", "due_on"], name="office_duty_unique"),
            models.CheckConstraint(
                condition=Q(counted_from__isnull=True, working_days__isnull=True, natural_days__isnull=True)
                | Q(counted_from__isnull=False, working_days__isnull=False, natural_days__isnull=True)
                | Q(counted_from__isnull=False, working_days__isnull=True, natural_days__isnull=False),
                name="office_duty_counted_by_one",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(met_on__isnull=True), name="office_duty_open"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.due_on}"


class OfficeReminder(models.Model):
    """The ledger of office duties: each step of each duty is announced once."""

    office_duty = models.ForeignKey(OfficeDuty, models.CASCADE, related_name="reminders")
    step = models.SmallIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office_duty", "step"], name="office_reminder_once")]

    def __str__(self) -> str:
        return f"{self.office_duty_id} ({self.step})"
