"""What people do to an agency's annual report: figures entered, opening balance, freezes, findings judged.

Every row is written once. What holds now is the last row of its kind; the rows before it are the history.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models

from casework.models.agency import Agency
from casework.models.user import User


class RecordIsPermanent(TypeError):
    """Somebody tried to change or delete a record of the annual report."""


class RecordQuerySet(models.QuerySet["AnnualRecord"]):
    """Records can be read and added; changing or deleting them is refused."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise RecordIsPermanent("records of the annual report are never changed")

    def delete(self) -> NoReturn:
        raise RecordIsPermanent("records of the annual report are never deleted")

    def bulk_create(self, objs: Iterable[AnnualRecord], *args: Any, **kwargs: Any) -> list[AnnualRecord]:
        """Add records; with ``update_conflicts`` it would change old ones and is refused."""
        if kwargs.get("update_conflicts"):
            raise RecordIsPermanent("records of the annual report are never changed")
        return super().bulk_create(objs, *args, **kwargs)


class AnnualRecord(models.Model):
    """One act on one agency-year: who and when. ``key`` is the form's once-only key."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年度")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经手人")
    actor_name = models.CharField("经手人姓名", max_length=60)
    recorded_at = models.DateTimeField("记录时间")
    reason = models.CharField("理由", max_length=500, blank=True)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}年度"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the record; a second save is refused."""
        if self.pk is not None:
            raise RecordIsPermanent("records of the annual report are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise RecordIsPermanent("records of the annual report are never deleted")


class AnnualFigure(AnnualRecord):
    """One cell of table 二 or 四 entered by hand. ``slot`` is ``law.annual_entries.Slot.key``; null is a blank cell."""

    slot = models.CharField("单元格", max_length=60)
    old = models.DecimalField("原数", max_digits=18, decimal_places=6, null=True, blank=True)
    new = models.DecimalField("新数", max_digits=18, decimal_places=6, null=True, blank=True)

    class Meta(AnnualRecord.Meta):
        verbose_name = "手工填报的数据"
        indexes = [models.Index(fields=["agency", "year"], name="annual_figure_of_year")]


class OpeningBalance(AnnualRecord):
    """The carry-in of the first year as last year's report had it, or its unlocking. ``cells``: kind -> count."""

    class Act(models.TextChoices):
        ENTERED = "entered", "填报并锁定"
        UNLOCKED = "unlocked", "解除锁定"

    act = models.CharField("行为", max_length=10, choices=Act.choices)
    cells = models.JSONField("数据", default=dict)

    class Meta(AnnualRecord.Meta):
        verbose_name = "期初余额"
        indexes = [models.Index(fields=["agency"], name="opening_balance_of_agency")]


class AnnualFreeze(AnnualRecord):
    """A year frozen or opened again. ``document`` is the canonical text that ``sha256`` was made over.

    ``members`` are the cases behind the figures (``law.annual_freezing.packed``): they tell why a figure is another now.
    """

    class Act(models.TextChoices):
        FROZEN = "frozen", "冻结"
        UNFROZEN = "unfrozen", "解除冻结"

    act = models.CharField("行为", max_length=10, choices=Act.choices)
    document = models.TextField("冻结的数据", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    members = models.JSONField(default=dict)

    class Meta(AnnualRecord.Meta):
        verbose_name = "年度报告冻结"
        indexes = [models.Index(fields=["year", "agency"], name="annual_freeze_of_year")]


class FindingVerdict(AnnualRecord):
    """A person's word on one finding. ``fingerprint`` names place and numbers: another number is another finding."""

    class Word(models.TextChoices):
        CONFIRMED = "confirmed", "属实"
        DISMISSED = "dismissed", "不成立"

    fingerprint = models.CharField(max_length=32)
    sentence = models.CharField("核对结果", max_length=500)
    word = models.CharField("结论", max_length=10, choices=Word.choices)

    class Meta(AnnualRecord.Meta):
        verbose_name = "核对结果的结论"
        indexes = [models.Index(fields=["agency", "year"], name="finding_verdict_of_year")]


class AnnualText(AnnualRecord):
    """The running text of the year's report as somebody brought it, without its tables; an empty one takes it back.

    Its sentences are held against the tables at every look.
    """

    prose = models.TextField("正文", blank=True)
    source = models.CharField("来源", max_length=200)

    class Meta(AnnualRecord.Meta):
        verbose_name = "年度报告正文"
        indexes = [models.Index(fields=["agency", "year"], name="annual_text_of_year")]
