"""A copy of the whole database as one file, taken while people work, and put back into an empty database.

SQLite by its own backup call, PostgreSQL by pg_dump and pg_restore; the rows are counted in the same moment.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

from casework.law.errors import Refused

# What libpq reads from the environment: a password never stands in a list of processes.
_LIBPQ = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
_LIBPQ_OPTIONS = {
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}  # fmt: skip
LAST_LINES = 3

RowCounts = dict[str, int]


def copy_database(target: Path) -> RowCounts:
    """Write the database as it is now to a new file and return the rows of each table in it."""
    return _copy_sqlite(target) if connection.vendor == "sqlite" else _copy_postgresql(target)


def load_database(source: Path) -> None:
    """Put a copy into this database, which must be empty (``is_empty``)."""
    if connection.vendor == "sqlite":
        _load_sqlite(source)
    else:
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
             f"--dbname={connection.settings_dict['NAME']}", str(source))  # fmt: skip


def is_empty() -> bool:
    """Tell whether the database has no table."""
    return not connection.introspection.table_names()


def count_rows() -> RowCounts:
    """Return how many rows each table has now, tables of other programs included."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
        return found


def _copy_sqlite(target: Path) -> RowCounts:
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=20)) as source:
        with closing(sqlite3.connect(target)) as copy:
            # In one step: readers and writers of a WAL database do not hinder each other.
            source.backup(copy)
            fault = copy.execute("PRAGMA quick_check").fetchone()[0]
            if fault != "ok":
                raise Refused("database_damaged", f"数据库文件已损坏，未作备份：{fault}。请用最近一次备份恢复。")
            names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return {
                table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
                for (table,) in sorted(names.fetchall())
            }


def _load_sqlite(source: Path) -> None:
    connection.close()
    name = Path(connection.settings_dict["NAME"])
    for leftover in (name.with_name(f"{name.name}-wal"), name.with_name(f"{name.name}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.move(source, name)


def _copy_postgresql(target: Path) -> RowCounts:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"
        )
        return count_rows()


def _run(program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        raise Refused(
            "database_program_missing", f"本机没有 {program}，请由管理员执行 apt-get install postgresql-client。"
        )
    settings = connection.settings_dict
    environment = os.environ | {name: str(settings[key]) for key, name in _LIBPQ.items() if settings[key]}
    environment |= {
        name: str(settings["OPTIONS"][key]) for key, name in _LIBPQ_OPTIONS.items() if key in settings["OPTIONS"]
    }
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.strip().splitlines()[-LAST_LINES:])
        raise Refused("database_program_failed", f"{program} 没有完成：{said}")
