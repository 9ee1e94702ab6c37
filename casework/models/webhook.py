"""Where an agency has reminders pushed to: an SMS gateway, a work chat."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import models

from casework.models.agency import Agency
from casework.models.sealed import SealedField


class WebhookEndpoint(models.Model):
    """One address that takes signed messages (docs/webhook.md). ``secret`` signs them.

    Both are encrypted: the addresses of work chats carry a key of their own.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="webhooks", verbose_name="机关")
    name = models.CharField("名称", max_length=60)
    url = SealedField("接收地址", kind="secret", max_length=500)
    secret = SealedField("签名密钥", kind="secret", editable=False)
    is_active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "推送地址"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_address(self) -> str:
        """Return the address as far as whoever may not change it is shown it: path and query may hold a key."""
        url = self.url.clear
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}/…" if parts.path.strip("/") or parts.query else url
