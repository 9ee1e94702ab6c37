"""Files that no row names go after a day; what a row names, and what is young, stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from casework.adapters.clock import utc_now
from casework.services import letters, orphan_files
from casework.services.orphan_files import remove_orphans
from tests.cast import day, noon, register_case
from tests.services.files import upload

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def case(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = register_case(cast, files=[upload("图.pdf")])
    letters.make_letter(
        case_id=found.pk, kind="receipt", about=None, free={}, actor=cast.officer_li, today=day("2026-03-02"),
        now=noon("2026-03-02"),
    )  # fmt: skip
    letters.print_letters()
    return found


def left_behind(name: str, *, hours: int, changed_hours: int | None = None) -> Path:
    """Write a file that no row names, ``hours`` old, in a folder changed so many hours ago."""
    path = Path(default_storage.path(default_storage.save(name, ContentFile(b"x"))))
    now = utc_now().timestamp()
    os.utime(path, (now - hours * HOUR,) * 2)
    if changed_hours is not None:
        os.utime(path.parent, (now - changed_hours * HOUR,) * 2)
    return path


def stored() -> set[Path]:
    return {path for path in Path(default_storage.location).rglob("*") if path.is_file()}


def test_what_no_row_names_goes_after_a_day_and_everything_else_stays(cast, case, monkeypatch):
    # A second round of folders.
    monkeypatch.setattr(orphan_files, "FOLDERS_AT_ONCE", 1)
    for path in stored():
        os.utime(path, (utc_now().timestamp() - 48 * HOUR,) * 2)
    kept = stored()
    assert len(kept) == 3, "the attachment, the letter in Word and in PDF"
    young = left_behind(f"cases/{case.pk}/young", hours=23)
    gone = {
        left_behind(f"cases/{case.pk}/old", hours=25), left_behind("cases/999999/killed", hours=25),
        left_behind(f"letters/{case.pk}/old", hours=25), left_behind("letter-templates/1/old", hours=25),
    }  # fmt: skip
    elsewhere = left_behind("drafts/old", hours=25)
    assert remove_orphans(now=utc_now()) == len(gone)
    assert stored() == kept | {young, elsewhere}
    assert remove_orphans(now=utc_now() + timedelta(hours=2)) == 1 and not young.exists()


def test_a_folder_that_has_long_been_at_rest_is_not_looked_into(cast, case):
    at_rest = left_behind("cases/999999/old", hours=40 * 24, changed_hours=31 * 24)
    assert remove_orphans(now=utc_now()) == 0 and at_rest.exists()
    os.utime(at_rest.parent)
    assert remove_orphans(now=utc_now()) == 1


def test_without_any_file_there_is_nothing_to_do(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "empty"
    assert remove_orphans(now=utc_now()) == 0


def test_a_file_somebody_else_removed_meanwhile_stops_nobody(cast, case, monkeypatch):
    """Two beats, or a letter made again while the files are looked through."""
    gone, old = left_behind(f"cases/{case.pk}/gone", hours=25), left_behind(f"cases/{case.pk}/old", hours=25)
    listed = orphan_files._files

    def removed_after_listing(*given):
        names = list(listed(*given))
        gone.unlink(missing_ok=True)
        return names

    monkeypatch.setattr(orphan_files, "_files", removed_after_listing)
    assert remove_orphans(now=utc_now()) == 1 and not old.exists()


def test_files_of_forms_that_nobody_sent_go_without_another_upload(case):
    old = left_behind(f"drafts/{'a' * 32}", hours=25)
    young = left_behind(f"drafts/{'b' * 32}", hours=23)
    assert remove_orphans(now=utc_now()) == 1
    assert not old.exists() and young.exists()
