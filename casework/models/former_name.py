"""名称沿革: the names an agency or a unit had, or whose powers it took over (职权承继)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.law.succession import Succession
from casework.models.agency import Agency, Unit
from casework.models.user import User


class FormerName(models.Model):
    """``name`` is answered by ``agency`` (or its ``unit``) since ``effective_on``."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="former_names", verbose_name="承继机关")
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="former_names", verbose_name="承继科室"
    )
    name = models.CharField("原名称", max_length=120)
    effective_on = models.DateField("生效日期")
    basis = models.CharField("依据", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "名称沿革"
        ordering = ["name", "pk"]
        constraints = [
            # Powers may be divided among several agencies, but each takes them over once.
            models.UniqueConstraint(fields=["agency", "name"], condition=Q(unit__isnull=True), name="former_name_once"),
            models.UniqueConstraint(
                fields=["agency", "unit", "name"], condition=Q(unit__isnull=False), name="former_unit_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def succession(self) -> Succession:
        """Return the row as the law words it. Reads agency and unit."""
        return Succession(
            old_name=self.name,
            successor=str(self.unit or self.agency),
            effective_on=self.effective_on,
            basis=self.basis,
            telephone=self.agency.telephone,
            is_unit=self.unit_id is not None,
        )
