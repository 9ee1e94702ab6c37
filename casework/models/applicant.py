"""Applicants, their representatives, and the checks of who they are (条例第二十九条)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.law.applicants import DOCUMENT_KIND_NAMES, DocumentKind
from casework.models.case import APPLICANT_KIND_CHOICES, Case
from casework.models.kept_insert import KeptInsert
from casework.models.sealed import BlindIndexField, SealedField
from casework.models.user import User

DOCUMENT_KIND_CHOICES = [(item.value, DOCUMENT_KIND_NAMES[item]) for item in DocumentKind]


class Applicant(KeptInsert):
    """Who asks. Only what Art. 29 needs; never a purpose. The first one is the contact."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="applicants", verbose_name="办件")
    kind = models.CharField("类别", max_length=20, choices=APPLICANT_KIND_CHOICES)
    name = models.CharField("姓名或名称", max_length=120)
    document_kind = models.CharField("证件类型", max_length=30, choices=DOCUMENT_KIND_CHOICES, blank=True)
    document_number = SealedField("证件号码", kind="identity", max_length=60, blank=True)
    legal_representative = models.CharField("法定代表人或负责人", max_length=60, blank=True)
    contact_person = models.CharField("联系人", max_length=60, blank=True)
    telephone = SealedField("联系电话", kind="telephone", max_length=40, blank=True)
    email = SealedField("电子邮箱", kind="email", max_length=254, blank=True)
    address = SealedField("通信地址", kind="address", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    document_index = BlindIndexField(of="document_number")
    telephone_index = BlindIndexField(of="telephone")
    email_index = BlindIndexField(of="email")
    address_index = BlindIndexField(of="address")

    class Meta:
        verbose_name = "申请人"
        indexes = [
            # Who asks again is found by the number of the document, else by the name.
            models.Index(fields=["document_index"], condition=~Q(document_index=""), name="applicant_by_document"),
            models.Index(fields=["telephone_index"], condition=~Q(telephone_index=""), name="applicant_by_telephone"),
            models.Index(fields=["name"], name="applicant_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Representative(models.Model):
    """Who acts for the applicant under a power of attorney (民法典第一百六十五条)."""

    applicant = models.OneToOneField(Applicant, models.CASCADE, related_name="representative", verbose_name="申请人")
    name = models.CharField("代理人姓名", max_length=60)
    document_kind = models.CharField("证件类型", max_length=30, choices=DOCUMENT_KIND_CHOICES, blank=True)
    document_number = SealedField("证件号码", kind="identity", max_length=60, blank=True)
    telephone = SealedField("联系电话", kind="telephone", max_length=40, blank=True)
    has_power_of_attorney = models.BooleanField("有授权委托书", default=False)

    class Meta:
        verbose_name = "代理人"

    def __str__(self) -> str:
        return self.name


class IdentityResult(models.TextChoices):
    """Outcome of one identity check."""

    CONFIRMED = "confirmed", "身份相符"
    INCOMPLETE = "incomplete", "证明不全，需补正"
    MISMATCH = "mismatch", "身份不符"


class IdentityCheckMethod(models.TextChoices):
    """How identity was checked."""

    ORIGINAL_SEEN = "original_seen", "当面核对原件"
    COPY_SEEN = "copy_seen", "核对复印件或照片"
    NETWORK_IDENTITY = "network_identity", "国家网络身份认证"
    PHONE = "phone", "电话核实"


class IdentityCheck(models.Model):
    """One check: documents seen, how, result, by whom. A case may have several (身份核验)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="identity_checks", verbose_name="办件")
    documents_seen = models.CharField("所见证件", max_length=200)
    method = models.CharField("核验方式", max_length=20, choices=IdentityCheckMethod.choices)
    result = models.CharField("核验结果", max_length=20, choices=IdentityResult.choices)
    note = models.CharField("说明", max_length=200, blank=True)
    checked_on = models.DateField("核验日期")
    checked_by = models.ForeignKey(User, models.PROTECT, verbose_name="核验人")

    class Meta:
        verbose_name = "身份核验"

    def __str__(self) -> str:
        return f"{self.checked_on} {self.get_result_display()}"
