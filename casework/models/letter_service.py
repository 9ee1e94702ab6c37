"""送达: which letter reached whom, how, when, and by what it is proved."""

from __future__ import annotations

from django.db import models

from casework.law.letter_service import SERVICE_METHOD_NAMES, ServiceMethod
from casework.models.case import Case
from casework.models.user import User


class Letter(models.TextChoices):
    """Kinds of letter that are served on the applicant."""

    SUPPLEMENT_NOTICE = "supplement_notice", "补正告知书"
    EXTENSION_NOTICE = "extension_notice", "延期答复告知书"
    REASONS_NOTICE = "reasons_notice", "说明理由告知书"
    DELAY_NOTICE = "delay_notice", "延迟答复告知书"
    FEE_NOTICE = "fee_notice", "收费通知书"
    REPLY = "reply", "答复书"


def letter_choices() -> list[tuple[str, str]]:
    """Return value and name of every letter; called late, so that a new letter needs no migration."""
    return Letter.choices


class ServiceRecord(models.Model):
    """One service of one letter (送达回证). ``in_time_on`` is the day law.letter_service names."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="service_records", verbose_name="办件")
    letter = models.CharField("文书", max_length=30, choices=letter_choices)
    method = models.CharField(
        "送达方式", max_length=20, choices=[(m.value, SERVICE_METHOD_NAMES[m]) for m in ServiceMethod]
    )
    posted_on = models.DateField("交邮日期", null=True, blank=True)
    postal_number = models.CharField("邮件号", max_length=40, blank=True)
    signed_on = models.DateField("签收日期", null=True, blank=True)
    receiver = models.CharField("签收人", max_length=60, blank=True)
    arrived_on = models.DateField("电子到达日期", null=True, blank=True)
    consented = models.BooleanField("申请人同意电子送达", default=False)
    in_time_on = models.DateField("判断按期之日")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "送达"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_letter_display()} {self.get_method_display()} {self.in_time_on}"
