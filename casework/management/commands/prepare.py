"""manage.py prepare: bring database, calendar and static files up to date before a start."""

import errno
import hashlib
import io
import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from casework.law.errors import Refused
from casework.services.data_keys import prepare_keys
from casework.services.versions import refuse_newer_tables
from config import env
from deploy import preflight

# The pages of the API's library need inline scripts; they are switched off, so their files stay out.
LEFT_OUT = ["rest_framework"]


class Command(BaseCommand):
    help = "Migrate, collect static files, load the calendar and, on the first start, the demo data."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--static-only", action="store_true", help="collect static files and do nothing else")

    def handle(self, *args, static_only: bool = False, **options) -> None:
        try:
            if static_only:
                self._collect_static_files()
            else:
                self._prepare()
        except OSError as error:
            if refusal := preflight.refusal_of(error, settings.DATA_DIR):
                raise SystemExit(str(refusal)) from error
            raise
        except OperationalError as error:
            if refusal := refusal_of_database(error):
                raise SystemExit(str(refusal)) from error
            raise
        except (CommandError, ImproperlyConfigured, Refused) as error:
            raise SystemExit(str(error)) from error

    def _prepare(self) -> None:
        refuse_newer_tables()
        # Before the migrations, which encrypt what older versions stored in clear.
        prepare_keys()
        self._say("正在准备数据库 … / Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        self._collect_static_files()
        call_command("load_calendar", verbosity=0)
        if env.flag("CASEWORK_DEMO", default=True):
            self._load_demo()

    def _collect_static_files(self) -> None:
        stamp = settings.STATIC_ROOT / ".collected"
        digest = static_digest()
        if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
            return
        self._say("正在整理静态文件 … / Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=LEFT_OUT)
        stamp.write_text(digest, encoding="ascii")

    def _load_demo(self) -> None:
        """Load the demo into an empty database, or finish what an interrupted start began."""
        marker = settings.DATA_DIR / "demo_state"
        state = marker.read_text(encoding="ascii") if marker.exists() else "none"
        if state == "loaded" or (state == "none" and get_user_model().objects.exists()):
            return
        self._say("正在载入演示数据，仅首次启动需要 … / Loading the demo data, on the first start only …")
        marker.write_text("loading", encoding="ascii")
        call_command("load_demo", stdout=self.stdout)
        accounts = io.StringIO()
        call_command("load_demo", accounts=True, stdout=accounts)
        write_privately(settings.DATA_DIR / "demo_accounts.txt", accounts.getvalue())
        marker.write_text("loaded", encoding="ascii")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def refusal_of_database(error: OperationalError) -> preflight.CannotStart | None:
    """Return the sentence for a database that cannot be reached or written, None for any other error."""
    message = str(error)
    if "disk is full" in message or "No space left on device" in message:
        return preflight.refusal_of(OSError(errno.ENOSPC, message), settings.DATA_DIR)
    if "readonly database" in message or "unable to open database file" in message:
        return preflight.refusal_of(OSError(errno.EACCES, message), settings.DATA_DIR)
    if connection.vendor == "postgresql" and connection.connection is None:
        # The first lines say where and why, the last one only asks whether a server runs there.
        reason = " ".join(message.split())
        return preflight.CannotStart(
            f"无法连接数据库，请检查 DATABASE_URL 和数据库服务（{reason}）。",
            "The database cannot be reached: check DATABASE_URL and the server.",
        )
    return None


def static_digest() -> str:
    """Return a fingerprint of the static sources: their names, sizes and times."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list(LEFT_OUT):
            status = os.stat(storage.path(name))
            lines.append(f"{name} {status.st_size} {status.st_mtime_ns}\n")
    # Sorted: a copy of the source lists its folders in another order.
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def write_privately(file: Path, content: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(content)
