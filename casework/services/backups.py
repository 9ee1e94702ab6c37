"""备份与恢复: the whole office as one sealed file, and back into an empty place, proved equal.

A backup holds the database and the files, never a key: whoever finds it needs the backup key to open it, and the
keys of the office to use it. A backup is read to its end before it counts as made.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
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
WORK, UNFINISHED = "backup-", ".partial"
# Longer than any backup takes; another machine may be writing into the same folder.
UNFINISHED_FOR = timedelta(days=1)
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

    Raises Refused when another one is being made, the database is damaged, its program is missing or the
    backup cannot be read back. What a backup that was killed has left behind is removed first.
    """
    with _alone():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove_unfinished(folder, now)
        return _make(folder, key, now, keep)


def _make(folder: Path, key: DataKey, now: datetime, keep: int) -> Backup:
    path = folder / f"{PREFIX}{now.astimezone(LEGAL_ZONE):%Y%m%d-%H%M%S}{SUFFIX}"
    partial = path.with_suffix(UNFINISHED)
    try:
        with tempfile.TemporaryDirectory(prefix=WORK, dir=settings.FILE_UPLOAD_TEMP_DIR) as work:
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
    # An empty folder is no data: that of files may be a disk of its own, with lost+found on it.
    if not is_empty() or any(path.is_file() for path in files.rglob("*")):
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
        with _all_or_nothing(Path(work) / FILES, files):
            load_database(Path(work) / DATABASE)
        _compare(manifest["rows"], count_rows())
    return Restored(
        taken_at=datetime.fromisoformat(manifest["taken_at"]),
        rows=sum(manifest["rows"].values()),
        files=manifest["files"],
        is_older=bool(_known_migrations() - set(manifest["migrations"])),
        same_key=manifest["secret_key"] == _key_mark(),
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder of unfinished work, so that what lies there is nobody's."""
    descriptor = os.open(settings.FILE_UPLOAD_TEMP_DIR, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused("backup_running", "另一个备份正在进行，请等它完成后再试。") from None
    else:
        yield
    finally:
        os.close(descriptor)


def _remove_unfinished(folder: Path, now: datetime) -> None:
    """Remove what a backup without an end has left: a copy of the database in clear, half an archive."""
    for work in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"{WORK}*"):
        shutil.rmtree(work)
    for partial in folder.glob(f"{PREFIX}*{UNFINISHED}"):
        if partial.stat().st_mtime < (now - UNFINISHED_FOR).timestamp():
            partial.unlink()


@contextmanager
def _all_or_nothing(unpacked: Path, files: Path) -> Iterator[None]:
    """Move the files of a backup into the folder of files, which stays itself: it may be a disk of its own.

    What goes wrong then or inside takes them out again, so that the place is empty for the next try.
    """
    moved: list[Path] = []
    try:
        for path in sorted(path for path in unpacked.rglob("*") if path.is_file()):
            target = files / path.relative_to(unpacked)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            moved.append(target)
            shutil.move(path, target)
        yield
    except BaseException:
        for path in moved:
            path.unlink(missing_ok=True)
        raise


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
