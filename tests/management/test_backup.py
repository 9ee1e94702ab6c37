"""Backup, destroy, restore elsewhere: rows, hash chain and files are equal; a bad backup is never put back."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg import sql

from casework.adapters.backup_archive import read_archive, write_archive
from casework.adapters.data_keys import DataKey, new_key, read_keys
from casework.law.errors import Refused
from casework.services import backups
from deploy.preflight import ROOT
from tests import an_office, programs, servers
from tests.cast import noon

EVENTS = an_office.CASES + 1
FILES = an_office.CASES * an_office.FILES_A_CASE
KEY = DataKey(b"k" * 32)


class Place:
    """One installation: a data directory and a database, asked from outside."""

    def __init__(self, data: Path, key: Path, **settings: str) -> None:
        self.data = data
        self.environment = programs.clean_environment(
            data, CASEWORK_DEMO="0", CASEWORK_BACKUP_KEY_FILE=str(key), SECRET_KEY="k" * 60,
            CASEWORK_DATA_KEYS=programs.DATA_KEYS, **settings,
        )  # fmt: skip
        self.url = settings.get("DATABASE_URL", "")

    def run(self, *words: str, expect: int = 0, **settings: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.an_office", *words], cwd=ROOT, env=self.environment | settings,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    def rows(self) -> dict[str, list[tuple]]:
        """Return every row of every table."""
        if self.url:
            with psycopg.connect(self.url, options="-c timezone=UTC") as database:
                names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
                return {
                    name: sorted(database.execute(sql.SQL("SELECT {}::text FROM {}").format(*[sql.Identifier(name)] * 2)))
                    for (name,) in names
                }  # fmt: skip
        with closing(sqlite3.connect(self.data / "casework.sqlite3")) as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return {name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr) for (name,) in names}

    def files(self) -> dict[str, str]:
        """Return the hash of every stored file."""
        root = self.data / "files"
        return {
            str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in root.rglob("*") if path.is_file()
        }  # fmt: skip


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("key") / "backup.key"
    call_command("backup", new_key=path)
    assert path.stat().st_mode & 0o777 == 0o600
    return path


def only_backup(folder: Path) -> Path:
    """Return the one backup in a folder; it is for its owner only, and its checksum is right."""
    (archive,) = folder.glob("*.backup")
    assert archive.stat().st_mode & 0o777 == 0o600
    subprocess.run(["sha256sum", "--check", "--quiet", f"{archive.name}.sha256"], cwd=folder, check=True)
    return archive


def check_backup_destroy_restore(office: Place, destroy, elsewhere: Place, shelf: Path) -> None:
    said = office.run("fill", ":", "backup", "--to", str(shelf))
    assert f"文件{FILES}个" in said and "已核对" in said
    assert list((office.data / "tmp").iterdir()) == [], "no copy in clear is left behind"
    rows, files = office.rows(), office.files()
    assert len(rows["casework_caseevent"]) == EVENTS and len(files) == FILES
    destroy()
    said = elsewhere.run("restore", str(only_backup(shelf)))
    assert "与备份时一致" in said and f"审计链相符：办件记录{EVENTS}条，封存1次" in said and "注意" not in said
    assert elsewhere.rows() == rows
    assert elsewhere.files() == files


@pytest.mark.sqlite
def test_one_pc_from_one_machine_to_another(tmp_path, key):
    office, elsewhere = Place(tmp_path / "office", key), Place(tmp_path / "elsewhere", key)
    programs.copy_tables(office.data)
    check_backup_destroy_restore(office, lambda: shutil.rmtree(office.data), elsewhere, tmp_path / "shelf")


@pytest.mark.postgres
def test_postgresql_from_one_cluster_to_another(tmp_path, key, database_url):
    name = f"backup_{os.getpid()}"
    template = servers.ready_template()
    url = servers.another_database(database_url, name, template=template)
    office = Place(tmp_path / "office", key, DATABASE_URL=url)
    if template == "template1":
        office.run("migrate", "--verbosity=0")

    def destroy() -> None:
        with psycopg.connect(database_url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        shutil.rmtree(office.data)

    with servers.postgres() as other_cluster:
        elsewhere = Place(tmp_path / "elsewhere", key, DATABASE_URL=other_cluster)
        check_backup_destroy_restore(office, destroy, elsewhere, tmp_path / "shelf")
        # Work goes on: the next number is the next one, and no primary key is given twice.
        elsewhere.run("one_more")
        assert len(elsewhere.rows()["casework_caseevent"]) == EVENTS + 1


@pytest.mark.sqlite
def test_a_changed_event_and_missing_keys_are_named_by_the_restore(tmp_path, key):
    office, elsewhere = Place(tmp_path / "office", key), Place(tmp_path / "elsewhere", key)
    programs.copy_tables(office.data)
    office.run("fill", ":", "tamper", ":", "backup", "--to", str(tmp_path / "shelf"))
    said = elsewhere.run(
        "restore", str(only_backup(tmp_path / "shelf")), expect=3, SECRET_KEY="another" * 9, CASEWORK_DATA_KEYS=new_key()
    )  # fmt: skip
    assert "与备份时一致" in said and "审计链不符" in said and "的记录2（" in said
    assert "缺少密钥" in said and "请放回原来的数据密钥" in said and "SECRET_KEY 与备份时不同" in said


@pytest.fixture
def empty_place(tmp_path, settings, monkeypatch) -> Path:
    """A place that counts as empty, whose database must never be written."""
    settings.MEDIA_ROOT = tmp_path / "place"
    settings.MEDIA_ROOT.mkdir()
    monkeypatch.setattr(backups, "is_empty", lambda: True)
    monkeypatch.setattr(backups, "load_database", lambda source: pytest.fail("a bad backup was loaded"))
    return settings.MEDIA_ROOT


@pytest.fixture
def archive(tmp_path) -> Path:
    """A backup of two small files and a database that is none."""
    (tmp_path / "files").mkdir()
    for name in ("a", "b"):
        (tmp_path / "files" / name).write_bytes(name.encode() * 1000)
    (tmp_path / "copy").write_bytes(os.urandom(3000))
    return written(tmp_path, "sqlite", migrations=[])


def written(tmp_path: Path, database: str, migrations: list[str]) -> Path:
    path = tmp_path / "casework-1.backup"
    manifest = {"database": database, "migrations": migrations}
    assert write_archive(path, database=tmp_path / "copy", files=tmp_path / "files", manifest=manifest, key=KEY) == 2
    return path


def why_refused(path: Path, key: DataKey = KEY) -> str:
    with pytest.raises(Refused) as caught:
        backups.restore_backup(path=path, key=key)
    return caught.value.code


@pytest.mark.sqlite
def test_what_cannot_be_restored_changes_nothing(archive, empty_place, tmp_path):
    content = archive.read_bytes()
    assert why_refused(archive, DataKey(b"x" * 32)) == "backup_key_wrong"
    for place in range(0, len(content), 97):
        changed = bytearray(content)
        changed[place] ^= 1
        archive.write_bytes(changed)
        assert why_refused(archive) in {
            "backup_damaged",
            "not_a_backup",
            "backup_key_wrong",
            "backup_algorithm_unknown",
        }
    archive.write_bytes(content[: len(content) // 2])
    assert why_refused(archive) == "backup_damaged"
    archive.unlink()
    assert why_refused(written(tmp_path, "postgresql", [])) == "other_kind_of_database"
    archive.unlink()
    assert why_refused(written(tmp_path, "sqlite", ["casework.9999_later"])) == "backup_is_newer"
    assert list(empty_place.iterdir()) == []


@pytest.fixture
def a_sound_backup(tmp_path, archive, empty_place, monkeypatch) -> Path:
    """A backup that goes through up to its database, which is not loaded by anybody here."""
    archive.unlink()
    manifest = {
        "database": "sqlite", "migrations": [], "rows": {}, "secret_key": "", "taken_at": "2026-03-02T04:00:00+00:00"
    }  # fmt: skip
    write_archive(archive, database=tmp_path / "copy", files=tmp_path / "files", manifest=manifest, key=KEY)
    monkeypatch.setattr(backups, "load_database", lambda source: None)
    monkeypatch.setattr(backups, "count_rows", dict)
    return archive


@pytest.mark.sqlite
def test_the_folder_of_files_may_be_a_disk_of_its_own(a_sound_backup, empty_place):
    (empty_place / "lost+found").mkdir()
    disk = empty_place.stat().st_ino
    assert backups.restore_backup(path=a_sound_backup, key=KEY).files == 2
    assert empty_place.stat().st_ino == disk, "a mount point cannot be replaced"
    assert {path.name for path in empty_place.iterdir()} == {"a", "b", "lost+found"}


@pytest.mark.sqlite
@pytest.mark.parametrize("failing", ["load_database", "shutil.move"])
def test_a_restore_that_fails_leaves_the_place_empty_for_the_next(a_sound_backup, empty_place, monkeypatch, failing):
    def fails(*_):
        raise OSError("disk full")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="disk full"):
        broken.setattr(f"casework.services.backups.{failing}", fails)
        backups.restore_backup(path=a_sound_backup, key=KEY)
    assert not [path for path in empty_place.rglob("*") if path.is_file()]
    assert backups.restore_backup(path=a_sound_backup, key=KEY).files == 2


@pytest.mark.django_db
def test_a_place_with_data_is_never_written(archive):
    assert why_refused(archive) == "place_not_empty"


def test_what_lies_in_an_archive_is_what_was_put_there(archive, tmp_path):
    manifest = read_archive(archive, key=KEY, into=tmp_path / "out")
    assert manifest["files"] == 2
    found = {path.name: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert found == {"a": b"a" * 1000, "b": b"b" * 1000, "database": (tmp_path / "copy").read_bytes()}


@pytest.mark.sqlite
@pytest.mark.django_db
def test_old_backups_give_way(tmp_path):
    for day in ("20260301", "20260302", "20260303"):
        (tmp_path / f"casework-{day}-023000.backup").touch()
        (tmp_path / f"casework-{day}-023000.backup.sha256").touch()
    done = backups.make_backup(folder=tmp_path, key=KEY, now=noon("2026-03-04"), keep=2)
    assert done.removed == 2 and done.path == only_backup_after(tmp_path, "20260303")
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.sqlite
@pytest.mark.django_db
def test_what_a_killed_backup_left_is_removed_by_the_next(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR, shelf = tmp_path / "tmp", tmp_path / "shelf"
    (tmp_path / "tmp" / "backup-abcd").mkdir(parents=True)
    (tmp_path / "tmp" / "backup-abcd" / "database").write_text("in clear")
    shelf.mkdir()
    now = noon("2026-03-04").timestamp()
    for name, hours in (("casework-20260303-021000.partial", 25), ("casework-20260303-230000.partial", 23)):
        (shelf / name).touch()
        os.utime(shelf / name, (now, now - hours * 3600))
    backups.make_backup(folder=shelf, key=KEY, now=noon("2026-03-04"))
    assert list((tmp_path / "tmp").iterdir()) == []
    assert [path.name for path in shelf.glob("*.partial")] == ["casework-20260303-230000.partial"]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_two_backups_at_once_do_not_remove_the_work_of_each_other(tmp_path, monkeypatch):
    def meanwhile(target):
        with pytest.raises(Refused) as second:
            backups.make_backup(folder=tmp_path, key=KEY, now=noon("2026-03-04"))
        raise second.value

    monkeypatch.setattr(backups, "copy_database", meanwhile)
    with pytest.raises(Refused, match="另一个备份正在进行"):
        backups.make_backup(folder=tmp_path, key=KEY, now=noon("2026-03-04"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_backup_that_is_told_to_stop_leaves_no_copy_in_clear(tmp_path, settings, monkeypatch, key):
    settings.FILE_UPLOAD_TEMP_DIR, settings.BACKUP_KEY = tmp_path / "tmp", key.read_text().strip()
    (tmp_path / "tmp").mkdir()
    before = signal.getsignal(signal.SIGTERM)

    def stopped(partial, **_):
        assert list((tmp_path / "tmp").glob("backup-*/database"))
        partial.touch()
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(backups, "write_archive", stopped)
    with pytest.raises(SystemExit) as ended:
        call_command("backup", to=tmp_path / "shelf")
    assert ended.value.code == 128 + signal.SIGTERM and signal.getsignal(signal.SIGTERM) is before
    assert [*(tmp_path / "tmp").iterdir(), *(tmp_path / "shelf").iterdir()] == []


def only_backup_after(folder: Path, day: str) -> Path:
    first, second = sorted(folder.glob("*.backup"))
    assert first.name == f"casework-{day}-023000.backup"
    return second


def test_without_a_key_no_backup_is_made(tmp_path, settings):
    settings.BACKUP_KEY = ""
    with pytest.raises(CommandError, match="没有备份密钥"):
        call_command("backup", to=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_new_key_is_one_that_can_be_used(key):
    assert len(read_keys(key.read_text().splitlines(), "the file")) == 1
    with pytest.raises(CommandError, match="无法写入"):
        call_command("backup", new_key=key)
