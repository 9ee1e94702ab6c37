"""Make a backup of database and files, sealed with a key that is kept elsewhere."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.adapters.clock import utc_now
from casework.adapters.data_keys import DataKey, new_key, read_keys
from casework.law.errors import Refused
from casework.services.backups import make_backup

TERMINATED = 128 + signal.SIGTERM
KEY_MISSING = (
    "没有备份密钥：先执行 manage.py backup --new-key 文件，"
    "再用 CASEWORK_BACKUP_KEY_FILE 指明该文件，并把它另存一份到别处。"
)


class Command(BaseCommand):
    """``manage.py backup [--to FOLDER] [--keep N]``, ``manage.py backup --new-key FILE``"""

    help = "备份数据库和文件：加密、带校验和，写完即核对一遍。密钥不在备份里，须另行保管。"
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", type=Path, default=settings.BACKUP_FOLDER, help="备份目录，宜在另一块磁盘上")
        parser.add_argument("--keep", type=int, default=0, help="目录中只保留最近几份，0表示全部保留")
        parser.add_argument("--new-key", type=Path, help="生成备份密钥，写入这个新文件")

    def handle(self, *args: object, to: Path, keep: int, new_key: Path | None, **options: object) -> None:
        try:
            if new_key:
                self._write_key(new_key)
            else:
                self._make(to, keep)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"无法写入 {error.filename}：{error.strerror}。") from error

    def _make(self, to: Path, keep: int) -> None:
        if keep < 0:
            raise CommandError("--keep 不能是负数。")
        with tidy_end():
            done = make_backup(folder=to, key=backup_key(), now=utc_now(), keep=keep)
        self.stdout.write(
            f"已备份到 {done.path}：数据{done.rows}行，文件{done.files}个，{done.size / 1e6:.1f}MB，已核对。"
            + (f"删去旧备份{done.removed}份。" if done.removed else "")
        )

    def _write_key(self, path: Path) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(f"{new_key()}\n")
        self.stdout.write(f"备份密钥已写入 {path}。没有它，任何备份都打不开：请立即另存一份，不与备份放在一起。")


def backup_key() -> DataKey:
    """Return the key that the settings name; raise CommandError without one, ImproperlyConfigured for a bad one."""
    if not settings.BACKUP_KEY:
        raise CommandError(KEY_MISSING)
    return read_keys([settings.BACKUP_KEY], "CASEWORK_BACKUP_KEY")[0]


@contextmanager
def tidy_end() -> Iterator[None]:
    """Leave by way of every "finally" when a service manager stops the command: copies in clear are removed."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
