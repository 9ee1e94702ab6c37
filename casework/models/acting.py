"""代签: who may sign for an absent person, by what authority, from when until when."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from casework.models.agency import Agency
from casework.models.user import User


def holds_on(on: date, prefix: str = "") -> Q:
    """Return the condition that an authority holds on a day; ``prefix`` leads to it from another row."""
    unended = Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gt": on})
    return unended & Q(**{f"{prefix}from_on__lte": on, f"{prefix}until_on__gte": on})


class ActingAuthorityQuerySet(models.QuerySet["ActingAuthority"]):
    """Authorities by the day on which they hold."""

    def in_force(self, on: date) -> Self:
        """Return those that hold on a day and whose deputy is in service."""
        return self.filter(holds_on(on), deputy__is_active=True)


class ActingAuthority(models.Model):
    """``deputy`` acts for ``absent`` from ``from_on`` to ``until_on``, both days included, or until ended."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="acting_authorities", verbose_name="机关")
    absent = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="不在岗的人")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="acting_for", verbose_name="代签人")
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期")
    basis = models.CharField("授权依据", max_length=200)
    ended_on = models.DateField("提前终止日期", null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")

    objects = ActingAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "代签授权"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="acting_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="acting_for_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}代{self.absent}"

    def over_since(self, today: date) -> date | None:
        """Return the day it was ended or ran out, None while it holds or is still to begin."""
        return self.ended_on or (self.until_on if self.until_on < today else None)
