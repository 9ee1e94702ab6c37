"""Where an agency has reminders pushed to: an SMS gateway, a work chat."""

from __future__ import annotations

from django.db import models

from casework.models.agency import Agency


class WebhookEndpoint(models.Model):
    """One address that takes signed messages (docs/webhook.md). ``secret`` signs them."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="webhooks", verbose_name="机关")
    name = models.CharField("名称", max_length=60)
    url = models.URLField("接收地址", max_length=500)
    secret = models.CharField(max_length=64)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "推送地址"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
