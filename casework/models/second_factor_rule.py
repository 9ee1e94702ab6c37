"""动态口令要求: which roles of an agency and of those below it sign in with a second factor."""

from __future__ import annotations

from django.db import models

from casework.models.agency import Agency


class SecondFactorRule(models.Model):
    """One role of one agency tree that needs a second factor. An agency's own rule adds to those above it."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="second_factor_rules", verbose_name="机关")
    role = models.CharField("角色", max_length=20)

    class Meta:
        verbose_name = "动态口令要求"
        constraints = [models.UniqueConstraint(fields=["agency", "role"], name="second_factor_rule_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.role}"
