"""The approval chain an agency set for its replies (审批链, 条例第四十五条)."""

from __future__ import annotations

from django.db import models

from casework.law.approval_chain import STEP_KIND_NAMES, StepKind, StepPlan
from casework.models.agency import Agency, Unit
from casework.models.user import Role, User

STEP_KIND_CHOICES = [(item.value, STEP_KIND_NAMES[item]) for item in StepKind]


class ChainStep(models.Model):
    """One step: its place, its name, what it asks and of whom. See ``law.approval_chain.StepPlan``."""

    rank = models.PositiveSmallIntegerField("步次")
    name = models.CharField("环节名称", max_length=30)
    kind = models.CharField("环节性质", max_length=20, choices=STEP_KIND_CHOICES)
    role = models.CharField("角色", max_length=20, choices=Role.choices, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="科室")
    own_unit = models.BooleanField("承办科室负责人", default=False)
    people = models.ManyToManyField(User, blank=True, related_name="named_in_%(class)s", verbose_name="指定人员")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.rank} {self.name}"

    def plan(self) -> StepPlan:
        """Return the step as the law asks about it. Reads the named people."""
        return StepPlan(
            rank=self.rank,
            name=self.name,
            kind=StepKind(self.kind),
            role=self.role,
            unit=self.unit_id,
            own_unit=self.own_unit,
            people=frozenset(person.pk for person in self.people.all()),
        )


class ApprovalStep(ChainStep):
    """One step of an agency's chain. An agency without rows has the chain of one signature."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="approval_steps", verbose_name="机关")

    class Meta:
        verbose_name = "审批环节"
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="approval_step_name_unique")]
