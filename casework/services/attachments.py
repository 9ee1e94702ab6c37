"""Storing files with a case: checked by content first, removed again if the act fails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from casework.adapters.image_metadata import JPEG, PNG, BrokenPicture, without_metadata
from casework.adapters.uploads import MAX_FILES, CheckedFile, check_upload
from casework.law.errors import Refused
from casework.models.attachment import Attachment, case_folder
from casework.models.case import Case
from casework.models.user import User
from casework.services.file_scans import first_state, refuse_infected

PICTURES = {JPEG, PNG}


def check_files(files: Iterable[UploadedFile]) -> None:
    """Raise Refused for the first file that may not be stored, or too many."""
    _looked_at(files)


def check_at_the_door(files: Iterable[UploadedFile]) -> None:
    """Raise Refused as ``check_files`` does, and for an infected file. It asks the network: never in a transaction."""
    for name, file, _ in _looked_at(files):
        refuse_infected(name, file)


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
    checked = _looked_at(files)
    if not checked:
        return []
    kept = set(case.attachments.values_list("file", flat=True))
    try:
        return [
            Attachment.objects.create(
                case=case,
                file=file,
                name=name,
                content_type=found.content_type,
                size=found.size,
                sha256=found.sha256,
                scan_state=first_state(),
                purpose=purpose,
                added_at=now,
                added_by=actor,
            )
            for name, file, found in checked
        ]
    except BaseException:
        _remove_all_but(kept, case)
        raise


def _looked_at(files: Iterable[UploadedFile]) -> list[tuple[str, File, CheckedFile]]:
    """Return name, content to be stored and what it is; a picture comes back without its metadata."""
    files = list(files)
    if len(files) > MAX_FILES:
        raise Refused("too_many_files", f"一次最多上传{MAX_FILES}个附件。", field="attachments")
    return [_looked_at_one(_shown_name(file.name), file) for file in files]


def _looked_at_one(name: str, file: UploadedFile) -> tuple[str, File, CheckedFile]:
    found = check_upload(name, file.size or 0, file)
    if found.content_type not in PICTURES:
        return name, file, found
    try:
        data = without_metadata(found.content_type, file.read())
    except BrokenPicture:
        raise Refused(
            "picture_broken", f"“{name}”不是完整的图片，请重新拍照或者扫描后上传。", field="attachments"
        ) from None
    finally:
        file.seek(0)
    kept = ContentFile(data, name=name)
    return name, kept, check_upload(name, len(data), kept)


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
