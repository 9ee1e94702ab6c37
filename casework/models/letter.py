"""Letters (文书) of a case: what they were made from, their files, their number, and whether they still hold."""

from __future__ import annotations

import uuid

from django.db import models

from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.letter_number import LetterNumber
from casework.models.sealed import SealedJSONField
from casework.models.user import User


def letter_path(letter: CaseLetter, filename: str) -> str:
    """Return where a file of a letter is kept: by case, under a random name."""
    return f"letters/{letter.case_id}/{uuid.uuid4().hex}"


def template_path(template: LetterTemplate, filename: str) -> str:
    """Return where an agency's template is kept, whatever it was called."""
    return f"letter-templates/{template.agency_id}/{uuid.uuid4().hex}"


class LetterTemplate(models.Model):
    """One version of an agency's own template of one kind. A version is never changed."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="letter_templates", verbose_name="机关")
    kind = models.CharField("文书种类", max_length=40)
    version = models.PositiveIntegerField("版本")
    name = models.CharField("文件名", max_length=200)
    file = models.FileField("文件", upload_to=template_path)
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    retired_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "文书模板"
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "version"], name="letter_template_version")]

    def __str__(self) -> str:
        return f"{self.kind}第{self.version}版"


class LetterSettings(models.Model):
    """How an agency's letters look and are numbered. ``patterns`` maps a series to its number pattern."""

    agency = models.OneToOneField(Agency, models.CASCADE, related_name="letter_settings", verbose_name="机关")
    page_style = models.CharField("版式", max_length=20, default="plain")
    contact = models.CharField("联系人", max_length=60, blank=True)
    patterns = models.JSONField("文号格式", default=dict, blank=True)

    class Meta:
        verbose_name = "文书设置"

    def __str__(self) -> str:
        return f"{self.agency} 文书设置"


class RemedyAuthority(models.Model):
    """Where decisions of an agency are taken to, from a day on (行政复议法第二十四条; 行政诉讼法第十八条)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="remedy_authorities", verbose_name="机关")
    valid_from = models.DateField("生效日期")
    authority = models.CharField("行政复议机关", max_length=120)
    alternative_authority = models.CharField("可选的另一复议机关（2023年底以前的决定）", max_length=120, blank=True)
    court = models.CharField("管辖法院", max_length=120)
    online_channel = models.CharField("网上提交复议申请的渠道", max_length=200, blank=True)

    class Meta:
        verbose_name = "救济机关"
        ordering = ["-valid_from"]
        constraints = [models.UniqueConstraint(fields=["agency", "valid_from"], name="remedy_authority_day")]

    def __str__(self) -> str:
        return f"{self.valid_from}起：{self.authority}"


class PdfState(models.TextChoices):
    """How far the PDF of a letter has come; it is set by a worker, never by a page."""

    WAITING = "waiting", "正在生成"
    READY = "ready", "已生成"
    FAILED = "failed", "未能生成"


class CaseLetter(models.Model):
    """One letter of a case. A draft has no number; a voided one stays, with its number and the reason.

    ``free`` holds what a clerk wrote, ``text`` the composed letter as plain values, ``about`` the
    consultation or service it speaks of. ``template`` is None for the standard layout ``page_style``.
    ``prepared_for`` names the act a letter was written for while that act is not on record yet, ``typed``
    what was typed into its form.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters", verbose_name="办件")
    kind = models.CharField("文书种类", max_length=40)
    about = models.PositiveBigIntegerField("所涉事项", null=True, blank=True)
    title = models.CharField("标题", max_length=200)
    free = models.JSONField("人工填写部分", default=dict)
    text = SealedJSONField("正文", default=dict)
    template = models.ForeignKey(LetterTemplate, models.PROTECT, null=True, blank=True, related_name="+")
    page_style = models.CharField("版式", max_length=20, default="plain")
    number = models.ForeignKey(LetterNumber, models.PROTECT, null=True, blank=True, related_name="letters")
    dated_on = models.DateField("成文日期", null=True, blank=True)
    made_at = models.DateTimeField("生成时间")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="生成人")
    times_made = models.PositiveIntegerField("生成次数", default=1)
    word = models.FileField("Word文件", upload_to=letter_path)
    word_sha256 = models.CharField(max_length=64)
    pdf = models.FileField("PDF文件", upload_to=letter_path, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_state = models.CharField(max_length=10, choices=PdfState.choices, default=PdfState.WAITING)
    pdf_problem = models.CharField(max_length=300, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作废人")
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    prepared_for = models.CharField("先于办理制作", max_length=40, blank=True, default="")
    typed = SealedJSONField("已填内容", null=True)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "文书"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["made_at"], condition=models.Q(pdf_state="waiting"), name="letter_pdf_waiting"),
        ]

    def __str__(self) -> str:
        return self.title
