"""In-app notices of a person: what still waits, by urgency, and what was read."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from casework.law.stages import Stage
from casework.models.deadline import Deadline
from casework.models.duty_names import (
    UNREACHABLE_PERSON,
    UNREACHABLE_WEBHOOK,
    UNREAD_INTAKE,
    WEEKLY_SUMMARY,
)
from casework.models.notice import Notice, NoticeChannel
from casework.models.user import User


class Urgency(IntEnum):
    """The groups of the digest page, in their order."""

    OVERDUE = 0
    TODAY = 1
    SOON = 2
    NEWS = 3
    SETTLED = 4


def unread(user: User, *, today: date) -> QuerySet[Notice]:
    """Return the unread notices with ``urgency`` and ``due_on`` as they stand today, the most urgent first.

    A notice says how many days were left when it was written; what counts is whether its duty is
    still open on the same day, and where that day lies from today.
    """
    deadline = Deadline.objects.filter(
        Q(due_on=OuterRef("reminder__due_on")) | Q(alarm_on=OuterRef("reminder__due_on")),
        case=OuterRef("case"), duty=OuterRef("reminder__duty"), index=OuterRef("reminder__index"), is_open=True,
    )  # fmt: skip
    still_open = (
        Q(Exists(deadline))
        | Q(reminder__duty=UNREAD_INTAKE, case__stage=Stage.SUBMITTED)
        | Q(office_duty__isnull=False, office_duty__met_on__isnull=True)
    )
    is_news = Q(reminder__isnull=True, office_duty__isnull=True) | Q(office_duty__duty=WEEKLY_SUMMARY)
    is_alarm = Q(office_duty__duty__in=[UNREACHABLE_PERSON, UNREACHABLE_WEBHOOK])
    urgency = Case(
        When(is_news, then=Value(Urgency.NEWS)),
        When(~still_open, then=Value(Urgency.SETTLED)),
        When(is_alarm, then=Value(Urgency.NEWS)),
        When(due_on__lt=today, then=Value(Urgency.OVERDUE)),
        When(due_on=today, then=Value(Urgency.TODAY)),
        default=Value(Urgency.SOON),
        output_field=IntegerField(),
    )
    return (
        _of(user)
        .filter(read_at__isnull=True)
        .annotate(due_on=Coalesce("reminder__due_on", "office_duty__due_on"))
        .annotate(urgency=urgency)
        # What belongs to one duty stands together, its newest first.
        .order_by(
            "urgency",
            F("due_on").asc(nulls_last=True),
            "case",
            "office_duty",
            "reminder__duty",
            "reminder__index",
            "-pk",
        )
    )


def read(user: User) -> QuerySet[Notice]:
    """Return the notices that were read, newest first."""
    return _of(user).filter(read_at__isnull=False).order_by("-pk")


def same_duty(notice: Notice) -> Q:
    """Return the condition that a notice is about the same duty and day as this one."""
    if notice.office_duty_id:
        return Q(office_duty=notice.office_duty_id)
    if notice.reminder:
        reminder = notice.reminder
        return Q(
            reminder__case=reminder.case_id, reminder__duty=reminder.duty, reminder__index=reminder.index,
            reminder__due_on=reminder.due_on,
        )  # fmt: skip
    return Q(pk=notice.pk)


def _of(user: User) -> QuerySet[Notice]:
    mine = Notice.objects.filter(recipient=user, channel=NoticeChannel.IN_APP)
    return mine.select_related("case", "reminder", "office_duty")
