"""Hold every event and every seal against its hash, and name the first that does not fit."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from casework.adapters.clock import utc_now
from casework.services.audit import check_audit

TAMPERED = 3


class Command(BaseCommand):
    """``manage.py audit_verify``; exit code 3 when something was changed"""

    help = "核对全部办件记录、账号记录和审计封存，结果供审计员查看；有不符时指出第一处，退出码为3。"

    def handle(self, *args: object, **options: object) -> None:
        verdict = check_audit(now=utc_now())
        self.stdout.write(f"核对办件和账号记录{verdict.events}条、审计封存{verdict.seals}次。")
        if verdict.faults:
            raise CommandError(f"不符{verdict.faults}处，第一处：{verdict.broken}。", returncode=TAMPERED)
        self.stdout.write("全部相符。")
