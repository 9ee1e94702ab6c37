"""Send the e-mails that are due; what Celery beat does every minute."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from casework.adapters.clock import utc_now
from casework.services.outbox import deliver


class Command(BaseCommand):
    """``manage.py deliver_outbox``"""

    help = "发送到期的电子邮件。可重复运行。"

    def handle(self, *args, **options) -> None:
        done = deliver(clock=utc_now)
        self.stdout.write(f"已发送{done.sent}封，推迟{done.put_off}封，放弃{done.dead}封")
