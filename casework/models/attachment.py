"""Files that belong to a case. Names on disk are ours; the sender's name is only shown."""

from __future__ import annotations

import uuid

from django.db import models

from casework.models.case import Case
from casework.models.user import User


def case_folder(case_id: int) -> str:
    """Return the folder that holds the files of one case."""
    return f"cases/{case_id}"


def stored_name(attachment: Attachment, filename: str) -> str:
    """Return where a file is kept: by case, under a random name, whatever it was called."""
    return f"{case_folder(attachment.case_id)}/{uuid.uuid4().hex}"


class ScanState(models.TextChoices):
    """What the virus scanner has said of a file."""

    NOT_SCANNED = "", "未查毒"
    PENDING = "pending", "查毒中"
    CLEAN = "clean", "无病毒"
    INFECTED = "infected", "含病毒，已隔离"
    UNREADABLE = "unreadable", "无法查毒"


class Attachment(models.Model):
    """One stored file with its checked type, size in bytes and SHA-256, all of what is stored."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments", verbose_name="办件")
    file = models.FileField("文件", upload_to=stored_name)
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField(max_length=64)
    scan_state = models.CharField("查毒", max_length=10, choices=ScanState.choices, blank=True, default="")
    purpose = models.CharField("用途", max_length=60, blank=True)
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = "附件"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(scan_state="pending"), name="attachment_to_be_scanned")
        ]

    def __str__(self) -> str:
        return self.name
