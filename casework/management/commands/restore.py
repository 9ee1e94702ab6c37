"""Put a backup into an empty place, and prove that it is whole: rows, files, audit chain."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from casework.adapters.clock import LEGAL_ZONE
from casework.law.errors import Refused
from casework.management.commands.backup import backup_key, tidy_end
from casework.services.audit import verify_events
from casework.services.backups import restore_backup
from casework.services.data_keys import why_not_readable
from deploy import supervisor
from deploy.preflight import CannotStart

FAULTY = 3


class Command(BaseCommand):
    """``manage.py restore FILE``; exit code 3 when the audit chain of the backup does not hold"""

    help = "把备份恢复到空的数据库和数据目录，随即核对行数、文件和审计链。"
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="备份文件")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            # Nothing may be started over half a database.
            held = supervisor.lock(settings.DATA_DIR)
            try:
                with tidy_end():
                    done = restore_backup(path=file, key=backup_key())
            finally:
                os.close(held)
        except (Refused, CannotStart) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"无法读写 {error.filename}：{error.strerror}。") from error
        taken_at = done.taken_at.astimezone(LEGAL_ZONE)
        self.stdout.write(
            f"已恢复{taken_at:%Y-%m-%d %H:%M}的备份：数据{done.rows}行，文件{done.files}个，与备份时一致。"
        )
        if done.is_older:
            call_command("migrate", verbosity=0, interactive=False)
            self.stdout.write("备份来自较早的版本，数据库已升级。")
        if wrong := why_not_readable():
            self.stdout.write(f"注意：{wrong} 请放回原来的数据密钥后重新启动。")
        if not done.same_key:
            self.stdout.write(
                "注意：这里的 SECRET_KEY 与备份时不同，登录会失效，申请人凭查询码也查不到进度；请放回原来的密钥后重新启动。"
            )
        verdict = verify_events()
        if verdict.faults:
            raise CommandError(f"审计链不符{verdict.faults}处，第一处：{verdict.broken}。", returncode=FAULTY)
        self.stdout.write(f"审计链相符：办件记录{verdict.events}条，封存{verdict.seals}次。")
