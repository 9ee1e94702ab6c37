"""备份与恢复: the whole office as one sealed file, and back into an empty place, proved equal.

A backup holds the database and the files, never a key: whoever finds it needs the backup key to open it, and the
keys of the office to use it. A backup is read to its end before it counts as made.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from casework.adapters.backup_archive import DATABASE, FILES, read_archive, write_archive
from casework.adapters.clock import LEGAL_ZONE
from casework.adapters.data_keys import DataKey
from casework.adapters.database_copy import copy_database, count_rows, is_empty, load_database
from casework.law.errors import Refused

PREFIX, SUFFIX = "casework-", ".backup"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and read back: its file, rows of all tables, files, size in bytes."""

    path: Path
    rows: int
    files: int
    size: int
    removed: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. ``same_key`` tells whether SECRET_KEY here is that of the backup."""

    taken_at: datetime
    rows: int
    files: int
    is_older: bool
    same_key: bool


def make_backup(*, folder: Path, key: DataKey, now: datetime, keep: int = 0) -> Backup:
    """Write a backup into ``folder`` and check it; of the older ones there keep ``keep - 1``, or all when it is 0.

    Raises Refused when the database is damaged, its program is missing or the backup cannot be read back.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{PREFIX}{now.astimezone(LEGAL_ZONE):%Y%m%d-%H%M%S}{SUFFIX}"
    partial = path.with_suffix(".partial")
    try:
        with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.FILE_UPLOAD_TEMP_DIR) as work:
            copy = Path(work) / DATABASE
            rows = copy_database(copy)
            manifest = _manifest(rows, now)
            files = write_archive(
                partial, database=copy, files=Path(settings.MEDIA_ROOT), manifest=manifest, key=key
            )  # fmt: skip
        read_archive(partial, key=key)
        _write_checksum(partial, path)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return Backup(path, sum(rows.values()), files, path.stat().st_size, _remove_old(folder, keep))


def restore_backup(*, path: Path, key: DataKey) -> Restored:
    """Put a backup into the empty database and the empty folder of files of this installation.

    Nothing is written before the whole archive has proved sound. Raises Refused for a place that is not
    empty, another kind of database, a backup of a newer program, and rows that do not add up afterwards.
    The tables are those of the backup: migrate them (``is_older``) before anything reads them.
    """
    files = Path(settings.MEDIA_ROOT)
    if not is_empty() or any(files.rglob("*")):
        raise Refused("place_not_empty", "这里已有数据，为避免覆盖没有恢复。请换一个空的数据库和数据目录。")
    # Beside its destination, so that the files are moved and not copied a second time.
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.FILE_UPLOAD_TEMP_DIR) as work:
        manifest = read_archive(path, key=key, into=Path(work))
        unknown = set(manifest["migrations"]) - _known_migrations()
        if manifest["database"] != connection.vendor:
            raise Refused(
                "other_kind_of_database",
                f"备份来自{manifest['database']}，不能恢复到{connection.vendor}；请设置 DATABASE_URL。",
            )
        if unknown:
            raise Refused("backup_is_newer", "备份来自更新的版本，请先安装同一版本或更新的版本，再恢复。")
        load_database(Path(work) / DATABASE)
        _compare(manifest["rows"], count_rows())
        if (Path(work) / FILES).exists():
            files.rmdir()
            shutil.move(Path(work) / FILES, files)
    return Restored(
        taken_at=datetime.fromisoformat(manifest["taken_at"]),
        rows=sum(manifest["rows"].values()),
        files=manifest["files"],
        is_older=bool(_known_migrations() - set(manifest["migrations"])),
        same_key=manifest["secret_key"] == _key_mark(),
    )


def _manifest(rows: dict[str, int], now: datetime) -> dict[str, Any]:
    return {
        "version": VERSION,
        "taken_at": now.isoformat(),
        "database": connection.vendor,
        "migrations": sorted(".".join(name) for name in MigrationRecorder(connection).applied_migrations()),
        "rows": rows,
        "secret_key": _key_mark(),
    }


def _known_migrations() -> set[str]:
    return {".".join(name) for name in MigrationLoader(None).disk_migrations}


def _key_mark() -> str:
    """Return what tells one SECRET_KEY from another without giving it away."""
    return hashlib.sha256(f"casework key mark {settings.SECRET_KEY}".encode()).hexdigest()[:12]


def _compare(written: dict[str, int], found: dict[str, int]) -> None:
    for table in sorted(written.keys() | found.keys()):
        if written.get(table) != found.get(table):
            raise Refused(
                "restored_rows_differ",
                f"恢复后表{table}有{found.get(table, 0)}行，备份时有{written.get(table, 0)}行，恢复没有成功。",
            )


def _write_checksum(archive: Path, name: Path) -> None:
    with archive.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    checksum = name.with_name(f"{name.name}.sha256")
    descriptor = os.open(checksum, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(f"{digest}  {name.name}\n")


def _remove_old(folder: Path, keep: int) -> int:
    old = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"), reverse=True)[keep:] if keep else []
    for path in old:
        path.unlink()
        path.with_name(f"{path.name}.sha256").unlink(missing_ok=True)
    return len(old)
