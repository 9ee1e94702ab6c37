"""审计封存: a seal over all events up to a moment, so that the end of a chain cannot be cut off unseen."""

from __future__ import annotations

from django.db import models


class AuditSeal(models.Model):
    """One seal: how many events lie in ``(previous.last_event, last_event]``, and the digest over their hashes.

    ``digest`` covers the digest of the seal before, so the seals are a chain of their own; printed or
    sent away, the newest one vouches for everything before it.
    """

    sealed_at = models.DateTimeField("封存时间")
    last_event = models.BigIntegerField("末条记录")
    events = models.PositiveIntegerField("记录数")
    previous_digest = models.CharField("上一封存值", max_length=64, unique=True)
    digest = models.CharField("封存值", max_length=64)

    class Meta:
        verbose_name = "审计封存"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sealed_at:%Y-%m-%d} {self.digest[:12]}"
