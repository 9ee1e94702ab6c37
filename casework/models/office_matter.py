"""What an office keeps registers of beside its cases: mail, rectification, assistance, complaints. None enters table 三."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Cast

from casework.law.assistance import ASSISTANCE_KIND_NAMES, ASSISTANCE_RESULT_NAMES
from casework.law.complaints import COMPLAINT_FINDING_NAMES
from casework.law.incoming_mail import MAIL_OUTCOME_NAMES
from casework.law.rectifications import RECTIFICATION_OUTCOME_NAMES
from casework.models.agency import Agency
from casework.models.case import Case
from casework.models.duty_names import ASSISTANCE_FEEDBACK, COMPLAINT_ANSWER, INCOMING_MAIL, RECTIFICATION
from casework.models.office_duty import OfficeDuty
from casework.models.sealed import SealedField
from casework.models.user import Role, User


class OfficeMatterQuerySet(models.QuerySet["OfficeMatter"]):
    """Matters by who may see them and how they stand."""

    def visible_to(self, user: User) -> Self:
        """Return the matters of the user's agency; a supervisor sees those of all agencies below."""
        if not user.handles_cases:
            return self.none()
        if user.role == Role.SUPERVISOR:
            return self.filter(agency__path__startswith=user.agency.path)
        mine = self.filter(agency=user.agency)
        return mine.filter(officer=user) if user.role == Role.HANDLER else mine

    def dated(self) -> Self:
        """Add ``provisional``: the day is counted by a calendar that is not published yet."""
        duty = OfficeDuty.objects.filter(
            duty=self.model.duty, about=Cast(models.OuterRef("pk"), models.CharField()), provisional=True
        )
        return self.annotate(provisional=models.Exists(duty))

    def open(self) -> Self:
        """Return what waits for its end."""
        return self.filter(closed_on__isnull=True)


class OfficeMatter(models.Model):
    """One entry of a register: from whom, what, since when, until when, and how it ended.

    ``closed_on`` is the day of the answer. ``due_on`` is the day of the ``OfficeDuty`` named ``duty``, which
    follows the calendar.
    """

    duty: ClassVar[str]

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="机关")
    number = models.CharField("编号", max_length=40, unique=True)
    received_on = models.DateField("收到日期")
    from_whom = models.CharField("提出人", max_length=120)
    contact = SealedField("联系方式", kind="contact", max_length=120, blank=True)
    subject = models.TextField("事项")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="相关办件")
    officer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人")
    due_on = models.DateField("办理期限")
    answer = models.TextField("办理情况", blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人")
    created_at = models.DateTimeField("登记时间")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    objects = OfficeMatterQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-received_on", "-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for its end."""
        return self.closed_on is None


class Rectification(OfficeMatter):
    """更正 (条例第四十一条): ``subject`` is the record said to be wrong, ``evidence`` what the applicant showed."""

    duty = RECTIFICATION
    evidence = models.TextField("证据", blank=True)
    outcome = models.CharField(
        "处理结果", max_length=20, blank=True, choices=[(k.value, v) for k, v in RECTIFICATION_OUTCOME_NAMES.items()]
    )
    proof = models.TextField("核实结果", blank=True)
    addressee = models.CharField("有权更正的机关", max_length=200, blank=True)
    letter_number = models.CharField("文号", max_length=60, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)
    archive_number = models.CharField("归档号", max_length=60, blank=True)
    retention_years = models.PositiveSmallIntegerField("保管期限（年）", null=True, blank=True)

    class Meta(OfficeMatter.Meta):
        verbose_name = "更正申请"
        indexes = [models.Index(fields=["agency", "-received_on"], name="rectification_newest")]


class Assistance(OfficeMatter):
    """协查、协办: ``from_whom`` is the agency that asks, ``hours`` what it took."""

    duty = ASSISTANCE_FEEDBACK
    kind = models.CharField("类别", max_length=10, choices=[(k.value, v) for k, v in ASSISTANCE_KIND_NAMES.items()])
    result = models.CharField(
        "反馈结果", max_length=10, blank=True, choices=[(k.value, v) for k, v in ASSISTANCE_RESULT_NAMES.items()]
    )
    hours = models.DecimalField("用时（小时）", max_digits=6, decimal_places=1, null=True, blank=True)

    class Meta(OfficeMatter.Meta):
        verbose_name = "协查协办"
        indexes = [models.Index(fields=["agency", "-received_on"], name="assistance_newest")]


class Complaint(OfficeMatter):
    """投诉举报 (条例第四十七条): ``against`` is the agency it is about, often one below the one that looks into it."""

    duty = COMPLAINT_ANSWER
    against = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="被投诉机关")
    finding = models.CharField(
        "核实结果", max_length=10, blank=True, choices=[(k.value, v) for k, v in COMPLAINT_FINDING_NAMES.items()]
    )
    measures = models.TextField("督促整改、通报等措施", blank=True)

    class Meta(OfficeMatter.Meta):
        verbose_name = "投诉举报"
        indexes = [models.Index(fields=["agency", "-received_on"], name="complaint_newest")]


class IncomingMail(OfficeMatter):
    """来件: ``from_whom`` is the sender, ``received_on`` the day somebody of the house signed for it.

    ``closed_by`` took it from the mail room on ``closed_on``; ``case`` is the request found in it.
    """

    duty = INCOMING_MAIL
    addressed_to = models.CharField("信封所写收件人", max_length=120, blank=True)
    postal_number = models.CharField("邮件号", max_length=40, blank=True)
    signed_by = models.CharField("签收人", max_length=60)
    outcome = models.CharField(
        "来件是什么", max_length=10, blank=True, choices=[(k.value, v) for k, v in MAIL_OUTCOME_NAMES.items()]
    )
    passed_to = models.CharField("转交给", max_length=120, blank=True)

    class Meta(OfficeMatter.Meta):
        verbose_name = "来件"
        indexes = [models.Index(fields=["agency", "-received_on"], name="incoming_mail_newest")]


REGISTERS: dict[str, type[OfficeMatter]] = {
    model.duty: model for model in (Rectification, Assistance, Complaint, IncomingMail)
}
