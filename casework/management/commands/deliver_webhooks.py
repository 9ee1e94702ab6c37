"""Post the webhook messages that are due; what Celery beat does every minute."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from casework.adapters.clock import utc_now
from casework.services.webhook_delivery import deliver_webhooks


class Command(BaseCommand):
    """``manage.py deliver_webhooks``"""

    help = "发送到期的推送消息。可重复运行。"

    def handle(self, *args, **options) -> None:
        done = deliver_webhooks(clock=utc_now)
        self.stdout.write(f"已推送{done.sent}条，推迟{done.put_off}条，放弃{done.dead}条")
