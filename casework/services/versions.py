"""版本: whether the tables here are those of this version of the program or of a newer one."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from casework.law.errors import Refused

OURS = "casework"


def refuse_newer_tables() -> None:
    """Raise Refused where a newer version has been at the tables: after a rollback the backup has to be restored.

    Only the newest counts, for names begin with their number: a migration that a later version leaves out is no reason.
    """
    applied = max((name for app, name in MigrationRecorder(connection).applied_migrations() if app == OURS), default="")
    known = max(name for app, name in MigrationLoader(None).disk_migrations if app == OURS)
    if applied > known:
        raise Refused(
            "tables_are_newer",
            f"数据库属于更新的版本（{applied}），本版本只到{known}，没有启动。请装回新版本，"
            "或者按docs/operations.md的回退一节恢复升级前的备份。",
        )
