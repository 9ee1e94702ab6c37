"""The register of running duties: a cache of law.clock that sweeps and lists can range over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.law.duties import DUTY_NAMES, DutyKind
from casework.models.case import Case


def duty_choices() -> list[tuple[str, str]]:
    """Return value and name of every duty; called late, so that a new duty needs no migration."""
    return [(duty.value, DUTY_NAMES[duty]) for duty in DutyKind]


class Deadline(models.Model):
    """One duty of one case as last computed. ``alarm_on`` is the earliest day it can be due.

    ``is_open`` is False once the duty is met, void or late. Written only by services.deadlines.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines", db_index=False)
    duty = models.CharField(max_length=30, choices=duty_choices)
    index = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    alarm_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "duty", "index"], name="deadline_unique")]
        indexes = [
            # By duty first: without it PostgreSQL joins in all deadlines of a duty there ever were.
            models.Index(
                fields=["duty", "alarm_on"],
                include=["id", "case", "index", "due_on"],
                condition=Q(is_open=True),
                name="deadline_open_by_duty",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.due_on}"


class Reminder(models.Model):
    """The ledger of reminders. A moved deadline is a new key and so arms itself again.

    ``step`` is the number of working days before the due date (negative: after it).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="reminders")
    duty = models.CharField(max_length=30)
    index = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField()
    step = models.SmallIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "duty", "index", "due_on", "step"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.due_on} ({self.step})"
