"""Storing files with a case: checked by content first, removed again if the act fails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile

from casework.adapters.uploads import MAX_FILES, check_upload
from casework.law.errors import Refused
from casework.models.attachment import Attachment
from casework.models.case import Case
from casework.models.user import User


def check_files(files: Iterable[UploadedFile]) -> None:
    """Raise Refused for the first file that may not be stored, or for too many files."""
    files = list(files)
    if len(files) > MAX_FILES:
        raise Refused("too_many_files", f"一次最多上传{MAX_FILES}个附件。", field="attachments")
    for file in files:
        check_upload(file.name or "附件", file.size or 0, file)


def attach_files(
    *,
    case: Case,
    files: Iterable[UploadedFile],
    purpose: str,
    actor: User | None,
    now: datetime,
) -> list[Attachment]:
    """Store files with the case; call it inside the act's transaction.

    Raises Refused before anything is stored when a file is not allowed. A file already written
    is removed when a later one fails.
    """
    files = list(files)
    check_files(files)
    stored: list[Attachment] = []
    try:
        for file in files:
            checked = check_upload(file.name or "附件", file.size or 0, file)
            stored.append(
                Attachment.objects.create(
                    case=case,
                    file=file,
                    name=_shown_name(file.name or "附件"),
                    content_type=checked.content_type,
                    size=checked.size,
                    sha256=checked.sha256,
                    purpose=purpose,
                    added_at=now,
                    added_by=actor,
                )
            )
    except BaseException:
        for attachment in stored:
            attachment.file.delete(save=False)
        raise
    return stored


def _shown_name(name: str) -> str:
    """Return the sender's file name without folders or control characters, for display only."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[:200] or "附件"
