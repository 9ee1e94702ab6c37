"""送达: which letter reached whom, how, when, by what it is proved, and what was learnt afterwards."""

from __future__ import annotations

from django.db import models

from casework.law.letter_service import (
    CARRIER_NAMES,
    FOLLOW_UP_NAMES,
    RELATION_NAMES,
    SERVICE_METHOD_NAMES,
    FollowUp,
    ServiceMethod,
)
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.sealed import SealedField
from casework.models.user import User


class Letter(models.TextChoices):
    """Kinds of letter that are served: on the applicant, or on a third party."""

    RECEIPT = "receipt", "登记回执"
    SUPPLEMENT_NOTICE = "supplement_notice", "补正告知书"
    EXTENSION_NOTICE = "extension_notice", "延期答复告知书"
    REASONS_NOTICE = "reasons_notice", "说明理由告知书"
    DELAY_NOTICE = "delay_notice", "延迟答复告知书"
    FEE_NOTICE = "fee_notice", "收费通知书"
    CONSULTATION_NOTICE = "consultation_notice", "征求意见告知书"
    DISCLOSURE_NOTICE = "disclosure_notice", "决定公开告知书"
    REPLY = "reply", "答复书"


def letter_choices() -> list[tuple[str, str]]:
    """Return value and name of every letter; called late, so that a new letter needs no migration."""
    return Letter.choices


class ServiceRecord(models.Model):
    """One service of one letter (送达回证). ``in_time_on`` is the day law.letter_service names.

    ``consultation`` is set when the letter is for a third party and not for the applicant;
    ``again`` is the service that failed before this one.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="service_records", verbose_name="办件")
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="service_records", verbose_name="征求意见"
    )
    again = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="attempts", verbose_name="前一次送达"
    )
    letter = models.CharField("文书", max_length=30, choices=letter_choices)
    method = models.CharField(
        "送达方式", max_length=20, choices=[(m.value, SERVICE_METHOD_NAMES[m]) for m in ServiceMethod]
    )
    posted_on = models.DateField("交邮日期", null=True, blank=True)
    postal_number = models.CharField("邮件号", max_length=40, blank=True)
    carrier = models.CharField(
        "寄送方式", max_length=20, blank=True, choices=[(c.value, text) for c, text in CARRIER_NAMES.items()]
    )
    signed_on = models.DateField("签收日期", null=True, blank=True)
    receiver = models.CharField("签收人", max_length=60, blank=True)
    relation = models.CharField(
        "与受送达人的关系", max_length=20, blank=True, choices=[(r.value, text) for r, text in RELATION_NAMES.items()]
    )
    document_seen = models.CharField("所见证件", max_length=60, blank=True)
    # Mostly somebody's home.
    place = SealedField("送达地点", kind="address", max_length=200, blank=True)
    entrusted_to = models.CharField("受委托的行政机关", max_length=120, blank=True)
    refused_because = models.CharField("拒收事由", max_length=200, blank=True)
    witnesses = models.CharField("见证人", max_length=120, blank=True)
    arrived_on = models.DateField("电子到达日期", null=True, blank=True)
    arrival_proof = models.CharField("到达凭证", max_length=200, blank=True)
    consented = models.BooleanField("申请人同意电子送达", default=False)
    in_time_on = models.DateField("判断按期之日")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "送达"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_letter_display()} {self.get_method_display()} {self.in_time_on}"


class ServiceFollowUp(models.Model):
    """What became known of a service afterwards; the service itself stays as it was recorded.

    ``happened_on`` is the day signed for or returned, and for a dispute the day the other side claims.
    """

    service = models.ForeignKey(ServiceRecord, models.CASCADE, related_name="follow_ups", verbose_name="送达")
    kind = models.CharField("情况", max_length=20, choices=[(k.value, FOLLOW_UP_NAMES[k]) for k in FollowUp])
    happened_on = models.DateField("日期")
    note = models.CharField("说明", max_length=200, blank=True)
    recorded_on = models.DateField("登记日期")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "送达后续"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"
