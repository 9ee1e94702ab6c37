"""Ledgers (台账) brought in from an office's own file: what was uploaded, how it was read, which rows became cases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.user import User


class ImportedLedger(models.Model):
    """One uploaded file. Until it is imported, ``kept`` opens the file; afterwards only its SHA-256 is left.

    ``mapping`` says which sheet, heading row and columns are read, and what the wordings mean.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="imported_ledgers", verbose_name="机关")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    kept = models.CharField(max_length=32, blank=True)
    mapping = models.JSONField("对应关系", default=dict, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")
    imported_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人"
    )
    imported_at = models.DateTimeField("导入时间", null=True, blank=True)
    case_count = models.PositiveIntegerField("导入件数", default=0)

    class Meta:
        verbose_name = "导入的台账"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "sha256"], condition=Q(imported_at__isnull=False), name="ledger_file_imported_once"
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportedRow(models.Model):
    """One row of an imported ledger and the case it became; a registration number comes in once."""

    ledger = models.ForeignKey(ImportedLedger, models.PROTECT, related_name="rows", verbose_name="台账")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    row_number = models.PositiveIntegerField("行号")
    registration_number = models.CharField("原登记号", max_length=60)
    case = models.OneToOneField(Case, models.PROTECT, related_name="imported_row", verbose_name="办件")

    class Meta:
        verbose_name = "导入的台账行"
        constraints = [
            models.UniqueConstraint(fields=["agency", "registration_number"], name="registration_number_imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.row_number} {self.registration_number}"
