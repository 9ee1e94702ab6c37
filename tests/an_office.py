"""A small office with everything a backup must bring back: people, cases, files, sealed events.

As a program it does several things in one process, each a word or a command of manage.py with its arguments:

    python -m tests.an_office fill : backup --to folder
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta
from itertools import groupby
from types import SimpleNamespace

import django

CASES = 4
FILES_A_CASE = 2


def fill() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from casework.services.audit import seal_events
    from tests.cast import make_cast, noon, register_case

    cast, on = make_cast(), date(2026, 3, 2)
    for number in range(CASES):
        files = [
            SimpleUploadedFile(f"申请表{number}-{sheet}.pdf", f"%PDF-1.4 {number} {sheet}\n".encode() * 50_000)
            for sheet in range(FILES_A_CASE)
        ]
        register_case(cast, str(on), files=files)
    seal_events(now=noon(on + timedelta(days=1)))
    register_case(cast, str(on + timedelta(days=1)))


def one_more() -> None:
    """Register one more case in a filled office."""
    from casework.models import User
    from tests.cast import register_case

    officer = User.objects.select_related("agency").get(username="officer_li")
    register_case(SimpleNamespace(bureau=officer.agency, officer_li=officer), "2026-03-04")


def tamper() -> None:
    """Change the second event past the program and past the database's own guard, as its owner can."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (trigger,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{trigger}"')
        cursor.execute("UPDATE casework_caseevent SET note = '改过' WHERE id = 2")


OWN = {"fill": fill, "one_more": one_more, "tamper": tamper}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import ManagementUtility

    for is_end, words in groupby(sys.argv[1:], lambda word: word == ":"):
        if not is_end:
            name, *arguments = words
            OWN[name]() if name in OWN else ManagementUtility(["manage.py", name, *arguments]).execute()


if __name__ == "__main__":
    main()
