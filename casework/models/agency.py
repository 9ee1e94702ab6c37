"""Agencies (行政机关), their tree of supervision, and their units (科室)."""

from __future__ import annotations

from typing import Self

from django.db import models, transaction

from casework.law.errors import Refused
from casework.law.policy import Policy


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies by their place in the tree."""

    def below(self, agency: Agency) -> Self:
        """Return ``agency`` and every agency under it, however deep."""
        return self.filter(path__startswith=agency.path)


class Agency(models.Model):
    """An agency that answers requests in its own name (条例第四条、第二十七条).

    ``prefix`` begins its case numbers (机关代字). ``policy`` holds the switches of law.policy
    that differ from the default. ``path`` is the chain of ids from the root, kept by ``save``.
    """

    name = models.CharField("机关名称", max_length=120, unique=True)
    prefix = models.CharField("机关代字", max_length=20, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级机关"
    )
    path = models.CharField(max_length=200, unique=True, null=True, editable=False)
    address = models.CharField("地址", max_length=200, blank=True)
    telephone = models.CharField("电话", max_length=40, blank=True)
    is_government = models.BooleanField("本级人民政府（政府信息公开工作主管部门）", default=False)
    accepts_online = models.BooleanField("接受网上申请", default=True)
    policy = models.JSONField("期限口径", default=dict, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "机关"

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Save; a new or moved agency gets its path, and so do all below it.

        Raises Refused for a parent that is the agency itself or lies below it.
        """
        if self.parent and self.path and self.parent.path.startswith(self.path):
            raise Refused("agency_below_itself", f"{self.parent}是{self}的下级，不能作为上级机关。", field="parent")
        with transaction.atomic():
            super().save(*args, **kwargs)
            path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
            if self.path != path:
                self._move(path)

    def _move(self, path: str) -> None:
        """Put the agency and everything below it under ``path``: supervisors see by it."""
        old = self.path
        self.path = path
        super().save(update_fields=["path"])
        if old:
            for agency in Agency.objects.filter(path__startswith=old):
                Agency.objects.filter(pk=agency.pk).update(path=path + agency.path[len(old) :])

    @property
    def switches(self) -> Policy:
        """Return the agency's policy; unknown or wrong switches raise BadFact."""
        return Policy.from_mapping(self.policy)


class Unit(models.Model):
    """A unit inside an agency (承办科室)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="units", verbose_name="机关")
    name = models.CharField("科室名称", max_length=60)

    class Meta:
        verbose_name = "科室"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_name_unique")]

    def __str__(self) -> str:
        return self.name
