"""A small office with everything a backup must bring back: people, cases, files, sealed events.

As a program it fills the database of a prepared place, or registers one more case in a filled one:
python -m tests.an_office
"""

from __future__ import annotations

import os
from datetime import date, timedelta
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
    from casework.models import User
    from tests.cast import register_case

    officer = User.objects.select_related("agency").get(username="officer_li")
    register_case(SimpleNamespace(bureau=officer.agency, officer_li=officer), "2026-03-04")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from casework.models import User

    one_more() if User.objects.exists() else fill()


if __name__ == "__main__":
    main()
