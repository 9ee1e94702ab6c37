"""主题分类: the list an agency keeps of what its requests are about."""

from __future__ import annotations

from django.db import models

from casework.models.agency import Agency
from casework.models.user import User


class TopicList(models.Model):
    """The names in their order. A case holds the name itself, so an old one stays true when the list changes."""

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="topic_list", verbose_name="机关")
    names = models.JSONField("主题分类", default=list)
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="保存人")
    kept_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "主题分类表"

    def __str__(self) -> str:
        return "、".join(self.names)
