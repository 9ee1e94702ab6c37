"""What a change of the calendar did to the open cases: which deadlines moved, from when to when."""

from __future__ import annotations

from django.db import models

from casework.models.agency import Agency
from casework.models.calendar import CalendarYear
from casework.models.case import Case
from casework.models.deadline import duty_choices
from casework.models.user import User


class CalendarChange(models.Model):
    """One load of notices, or one change of an agency's own holidays, and the recomputing it asks for.

    ``days`` are the days that are something else now: [day, before, after]. ``last_case_id`` is how
    far the recomputing has come; ``finished_at`` is null until it is through. ``agency`` null: all.
    ``unreadable`` are the cases whose facts the clock refused: [number, sentence].
    """

    title = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="+")
    years = models.ManyToManyField(CalendarYear, related_name="changes")
    days = models.JSONField(default=list)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_on = models.DateField()
    created_at = models.DateTimeField()
    last_case_id = models.BigIntegerField(default=0)
    recomputed = models.PositiveIntegerField(default=0)
    unreadable = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "日历变更"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(finished_at__isnull=True), name="calendar_change_unfinished")
        ]

    def __str__(self) -> str:
        return self.title


class MovedDeadline(models.Model):
    """One duty of one case that fell on another day after a change; both days may be unknown."""

    change = models.ForeignKey(CalendarChange, models.CASCADE, related_name="moved")
    case = models.ForeignKey(Case, models.CASCADE, related_name="moved_deadlines")
    duty = models.CharField(max_length=30, choices=duty_choices)
    index = models.PositiveSmallIntegerField(default=0)
    old_on = models.DateField(null=True)
    old_provisional = models.BooleanField(default=False)
    new_on = models.DateField(null=True)
    new_provisional = models.BooleanField(default=False)
    why = models.TextField()

    class Meta:
        verbose_name = "变动的期限"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "case", "duty", "index"], name="moved_deadline_once_a_change")
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.old_on} → {self.new_on}"
