"""Storing files with a case: checked by content first, removed again if the act fails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from casework.adapters.uploads import MAX_FILES, CheckedFile, check_upload
from casework.law.errors import Refused
from casework.models.attachment import Attachment, case_folder
from casework.models.case import Case
from casework.models.user import User


def check_files(files: Iterable[UploadedFile]) -> list[CheckedFile]:
    """Return what each file is. Raise Refused for the first that may not be stored, or too many."""
    files = list(files)
    if len(files) > MAX_FILES:
        raise Refused("too_many_files", f"一次最多上传{MAX_FILES}个附件。", field="attachments")
    return [check_upload(_shown_name(file.name), file.size or 0, file) for file in files]


def attach_files(
    *,
    case: Case,
    files: Iterable[UploadedFile],
    purpose: str,
    actor: User | None,
    now: datetime,
) -> list[Attachment]:
    """Store files with the case; call it inside the act's transaction and as its last step.

    Raises Refused before anything is stored when a file is not allowed. When writing fails,
    what this call has written is removed; a transaction undone later would leave it behind.
    """
    files = list(files)
    checked = check_files(files)
    if not files:
        return []
    kept = set(case.attachments.values_list("file", flat=True))
    try:
        return [
            Attachment.objects.create(
                case=case,
                file=file,
                name=_shown_name(file.name),
                content_type=found.content_type,
                size=found.size,
                sha256=found.sha256,
                purpose=purpose,
                added_at=now,
                added_by=actor,
            )
            for file, found in zip(files, checked, strict=True)
        ]
    except BaseException:
        _remove_all_but(kept, case)
        raise


def _remove_all_but(kept: set[str], case: Case) -> None:
    """Remove what a failed act wrote. The case is locked, so nobody else writes to its folder.

    By the folder and not by the rows: a full disk leaves half a file that no row names.
    """
    folder = case_folder(case.pk)
    if not default_storage.exists(folder):
        return
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" not in kept:
            default_storage.delete(f"{folder}/{name}")


def _shown_name(name: str | None) -> str:
    """Return the sender's file name without folders or control characters, for display only."""
    last = PurePath((name or "").replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable())[:200]
    return shown if shown.strip(". ") else "附件"
