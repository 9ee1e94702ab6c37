"""Files chosen in an unsent form: kept on the server, named in the session, so that going back loses none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, MutableMapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from casework.adapters import draft_files
from casework.adapters.rate_counter import count_one, is_spent
from casework.adapters.uploads import MAX_FILES
from casework.law.errors import Refused
from casework.services.attachments import check_at_the_door
from casework.services.orphan_files import UNSENT_FOR


class KeptFiles:
    """The files of one draft. ``draft`` is the part of the session that belongs to it."""

    def __init__(self, draft: MutableMapping[str, Any]) -> None:
        self.rows: list[dict[str, Any]] = draft.setdefault("files", [])
        self._opened: list[UploadedFile] = []

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __iter__(self) -> Iterator[UploadedFile]:
        """Open the files when a service asks for them. Raises Refused when one is gone."""
        if not self._opened:
            self._opened = [_open(row) for row in self.rows]
        yield from self._opened

    def add(self, files: list[UploadedFile], now: datetime, address: str) -> list[str]:
        """Keep what may be kept; return a sentence for every file that may not. A file that is there already is kept once:
        whoever saw no answer sends it again.

        ``address`` is whose files of the hour are counted: a form that is never sent would fill the disk.
        """
        draft_files.discard_older_than(now - UNSENT_FOR)
        refused = []
        for file in files:
            digest = _digest(file)
            if any((row["name"], row.get("sha256")) == (file.name, digest) for row in self.rows):
                continue
            if len(self.rows) >= MAX_FILES:
                refused.append(f"最多上传{MAX_FILES}个附件，“{file.name}”没有上传。其余材料可以当面提交或者邮寄。")
                continue
            if is_spent("upload", address, now=now):
                refused.append(f"从这个网络上传的附件过多，“{file.name}”没有上传。请一小时后再试，或者当面提交、邮寄。")
                continue
            count_one("upload", address, now=now)
            try:
                check_at_the_door([file])
            except Refused as refusal:
                refused.append(refusal.sentence)
                continue
            row = {"token": draft_files.keep(file), "name": file.name, "size": file.size, "sha256": digest}
            self.rows.append(row)
        return refused

    def remove(self, token: str) -> None:
        """Remove one file, if it belongs to this draft."""
        for row in [row for row in self.rows if row["token"] == token]:
            self.rows.remove(row)
            draft_files.discard(token)

    def clear(self) -> None:
        """Remove them all: they were handed in, or nobody wants them any more."""
        for file in self._opened:
            file.close()
        for row in list(self.rows):
            self.remove(row["token"])


def _digest(file: UploadedFile) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _open(row: dict[str, Any]) -> UploadedFile:
    stored = draft_files.open_kept(row["token"])
    if stored is None:
        raise Refused("draft_file_gone", f"“{row['name']}”已过保存时间，请移除后重新上传。", field="attachments")
    return UploadedFile(stored, name=row["name"], size=row["size"])
