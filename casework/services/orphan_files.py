"""Files that no row names: what a web server left that was killed between writing a file and keeping its case, and what
was put into forms that nobody sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, islice

from django.conf import settings
from django.core.files.storage import default_storage

from casework.adapters import draft_files
from casework.models.attachment import Attachment
from casework.models.letter import CaseLetter, LetterTemplate

# A file is written before its row is committed; no transaction takes a day.
UNNAMED_FOR = timedelta(days=1)
# Twice as long as a visitor's session holds the form they were put into.
UNSENT_FOR = timedelta(seconds=2 * settings.SESSION_COOKIE_AGE)
# A folder in which nothing was written or removed since then was looked into while it was young.
LOOK_BACK = timedelta(days=30)
FOLDERS_AT_ONCE = 500
# The first part of a stored name: the rows below it, whose id is the second part, and their file columns.
_ROWS = {
    "cases": (Attachment, "case_id", ("file",)),
    "letters": (CaseLetter, "case_id", ("word", "pdf")),
    "letter-templates": (LetterTemplate, "agency_id", ("file",)),
}


def remove_orphans(*, now: datetime) -> int:
    """Remove stored files older than a day that no row names, and those of forms whose session is long over; return how many."""
    removed = draft_files.discard_older_than(now - UNSENT_FOR)
    for top in _ROWS:
        folders = _changed_folders(top, now - LOOK_BACK)
        while owners := list(islice(folders, FOLDERS_AT_ONCE)):
            named = set(_named(top, owners))
            for name in _files(top, owners):
                if name not in named and _written_before(name, now - UNNAMED_FOR):
                    default_storage.delete(name)
                    removed += 1
    return removed


def _written_before(name: str, moment: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < moment
    except FileNotFoundError:
        return False  # another worker was here at the same time, or the letter was made again


def _changed_folders(top: str, since: datetime) -> Iterator[str]:
    if not default_storage.exists(top):
        return
    for owner in default_storage.listdir(top)[0]:
        if owner.isdecimal() and default_storage.get_modified_time(f"{top}/{owner}") >= since:
            yield owner


def _files(top: str, owners: Iterable[str]) -> Iterator[str]:
    for owner in owners:
        yield from (f"{top}/{owner}/{name}" for name in default_storage.listdir(f"{top}/{owner}")[1])


def _named(top: str, owners: Iterable[str]) -> Iterator[str]:
    model, owner, columns = _ROWS[top]
    rows = model.objects.filter(**{f"{owner}__in": [int(one) for one in owners]}).values_list(*columns)
    return chain.from_iterable(rows)
