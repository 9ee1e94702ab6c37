"""Backup, destroy, restore elsewhere: rows, hash chain and files are equal; a bad backup is never put back."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from casework.adapters.data_keys import new_key
from deploy.preflight import ROOT
from tests import an_office, programs, servers

EVENTS = an_office.CASES + 1
FILES = an_office.CASES * an_office.FILES_A_CASE


class Place:
    """One installation: a data directory and a database, asked from outside."""

    def __init__(self, data: Path, key: Path, **settings: str) -> None:
        self.data = data
        self.environment = programs.clean_environment(
            data,
            CASEWORK_DEMO="0",
            CASEWORK_BACKUP_KEY_FILE=str(key),
            SECRET_KEY="k" * 60,
            CASEWORK_DATA_KEYS=programs.DATA_KEYS,
            **settings,
        )
        self.url = settings.get("DATABASE_URL", "")

    def run(self, *arguments: str, expect: int = 0, **settings: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment | settings, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    def manage(self, *arguments: str, expect: int = 0, **settings: str) -> str:
        return self.run("manage.py", *arguments, expect=expect, **settings)

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
    place = Place(tmp_path_factory.mktemp("none"), path)
    del place.environment["CASEWORK_BACKUP_KEY_FILE"]
    assert "另存一份" in place.manage("backup", "--new-key", str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    return path


def shelf(folder: Path) -> Path:
    """Return the one backup in a folder; it is for its owner only."""
    (archive,) = folder.glob("*.backup")
    assert archive.stat().st_mode & 0o777 == 0o600
    return archive


def check_backup_destroy_restore(office: Place, destroy, elsewhere: Place, tmp_path: Path) -> None:
    office.run("-m", "tests.an_office")
    rows, files = office.rows(), office.files()
    assert len(rows["casework_caseevent"]) == EVENTS and len(files) == FILES
    said = office.manage("backup", "--to", str(tmp_path / "shelf"))
    assert f"文件{FILES}个" in said and "已核对" in said
    assert list((office.data / "tmp").iterdir()) == [], "no copy in clear is left behind"
    destroy()
    archive = shelf(tmp_path / "shelf")
    subprocess.run(["sha256sum", "--check", "--quiet", f"{archive.name}.sha256"], cwd=archive.parent, check=True)
    said = elsewhere.manage("restore", str(archive))
    assert "与备份时一致" in said and f"审计链相符：办件记录{EVENTS}条，封存1次" in said and "注意" not in said
    assert elsewhere.rows() == rows
    assert elsewhere.files() == files


@pytest.mark.sqlite
def test_one_pc_from_one_machine_to_another(tmp_path, key):
    office, elsewhere = Place(tmp_path / "office", key), Place(tmp_path / "elsewhere", key)
    programs.copy_tables(office.data)
    check_backup_destroy_restore(office, lambda: shutil.rmtree(office.data), elsewhere, tmp_path)


@pytest.mark.postgres
def test_postgresql_from_one_cluster_to_another(tmp_path, key, database_url):
    name = f"backup_{os.getpid()}"
    template = os.environ.get("CASEWORK_TEST_TEMPLATE", "").rpartition("/")[2]
    url = servers.another_database(database_url, name, template=template or "template1")
    office = Place(tmp_path / "office", key, DATABASE_URL=url)
    if not template:
        office.manage("migrate", "--verbosity=0")

    def destroy() -> None:
        with psycopg.connect(database_url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        shutil.rmtree(office.data)

    with servers.postgres() as other_cluster:
        elsewhere = Place(tmp_path / "elsewhere", key, DATABASE_URL=other_cluster)
        check_backup_destroy_restore(office, destroy, elsewhere, tmp_path)
        # Work goes on: the next number is the next one, and no primary key is given twice.
        elsewhere.run("-m", "tests.an_office")
        assert len(elsewhere.rows()["casework_caseevent"]) == EVENTS + 1


@pytest.fixture(scope="module")
def filled(tmp_path_factory, key) -> Place:
    office = Place(tmp_path_factory.mktemp("filled"), key)
    programs.copy_tables(office.data)
    office.run("-m", "tests.an_office")
    return office


@pytest.fixture
def archive(filled, tmp_path) -> Path:
    filled.manage("backup", "--to", str(tmp_path / "shelf"))
    return shelf(tmp_path / "shelf")


@pytest.mark.sqlite
def test_what_cannot_be_restored_changes_nothing(filled, archive, key, tmp_path):
    before = filled.rows(), filled.files()
    assert "已有数据" in filled.manage("restore", str(archive), expect=1)
    assert (filled.rows(), filled.files()) == before
    empty = Place(tmp_path / "empty", key)
    content = archive.read_bytes()
    for damaged, sentence in (
        (content[: len(content) // 2], "不完整或者已被改动"),
        (content[:-100] + bytes([content[-100] ^ 1]) + content[-99:], "不完整或者已被改动"),
        (b"PK\3\4" + content, "这不是本系统的备份文件"),
    ):
        archive.write_bytes(damaged)
        assert sentence in empty.manage("restore", str(archive), expect=1)
    assert not any((empty.data / "files").iterdir()) and not any((empty.data / "tmp").iterdir())
    assert not (empty.data / "casework.sqlite3").exists() or empty.rows() == {}


@pytest.mark.sqlite
def test_keys_are_not_in_the_backup_and_missing_ones_are_named(filled, archive, key, tmp_path):
    elsewhere = Place(tmp_path / "elsewhere", key)
    said = elsewhere.manage("restore", str(archive), SECRET_KEY="another" * 9, CASEWORK_DATA_KEYS=new_key())
    assert "缺少密钥" in said and "请放回原来的数据密钥" in said and "SECRET_KEY 与备份时不同" in said


@pytest.mark.sqlite
def test_a_backup_with_a_changed_event_is_restored_and_the_event_named(filled, key, tmp_path):
    with closing(sqlite3.connect(filled.data / "casework.sqlite3")) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute("UPDATE casework_caseevent SET note = '改过' WHERE id = 2")
        database.commit()
    filled.manage("backup", "--to", str(tmp_path / "shelf"))
    elsewhere = Place(tmp_path / "elsewhere", key)
    said = elsewhere.manage("restore", str(shelf(tmp_path / "shelf")), expect=3)
    assert "与备份时一致" in said and "审计链不符" in said and "的记录2（" in said


@pytest.mark.sqlite
def test_a_backup_of_a_newer_program_waits_for_that_program(filled, key, tmp_path):
    with closing(sqlite3.connect(filled.data / "casework.sqlite3")) as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('casework', '9999_later', '')")
        database.commit()
    filled.manage("backup", "--to", str(tmp_path / "shelf"))
    elsewhere = Place(tmp_path / "elsewhere", key)
    assert "备份来自更新的版本" in elsewhere.manage("restore", str(shelf(tmp_path / "shelf")), expect=1)
    assert not any((elsewhere.data / "files").iterdir())


@pytest.mark.sqlite
def test_old_backups_give_way_and_without_a_key_none_is_made(filled, tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    for day in ("20260301", "20260302", "20260303"):
        (folder / f"casework-{day}-023000.backup").touch()
        (folder / f"casework-{day}-023000.backup.sha256").touch()
    assert "删去旧备份2份" in filled.manage("backup", "--to", str(folder), "--keep", "2")
    assert min(path.name for path in folder.glob("*.backup")) == "casework-20260303-023000.backup"
    assert len(list(folder.iterdir())) == 4
    said = filled.manage("backup", "--to", str(folder), expect=1, CASEWORK_BACKUP_KEY_FILE="")
    assert said.startswith("CommandError: 没有备份密钥")
