"""Files of a form that is not sent yet: checked, kept under random names, removed when it is over."""

from __future__ import annotations

import re
import uuid
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage

FOLDER = "drafts"
_TOKEN = re.compile(r"[0-9a-f]{32}")


def keep(file: File) -> str:
    """Store a checked file and return the token that opens it; the token never leaves the server."""
    token = uuid.uuid4().hex
    default_storage.save(_path(token), file)
    return token


def open_kept(token: str) -> File | None:
    """Return the kept file, opened for reading, or None when it is gone."""
    try:
        return default_storage.open(_path(token), "rb")
    except FileNotFoundError:
        return None


def discard(token: str) -> None:
    """Remove a kept file; one that is gone already is no error."""
    default_storage.delete(_path(token))


def discard_older_than(moment: datetime) -> int:
    """Remove the files of drafts that nobody came back to; return how many there were."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return 0
    old = [name for name in names if _is_older(name, moment)]
    for name in old:
        discard(name)
    return len(old)


def _is_older(token: str, moment: datetime) -> bool:
    if not _TOKEN.fullmatch(token):
        return False
    try:
        return default_storage.get_modified_time(_path(token)) < moment
    except FileNotFoundError:
        return False


def _path(token: str) -> str:
    if not _TOKEN.fullmatch(token):
        raise ValueError(f"not a token of a kept file: {token!r}")
    return f"{FOLDER}/{token}"
