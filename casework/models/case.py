"""The case (办件): its stored facts, its stage, and who may see it.

Dates the clock derives (``reply_due_on`` and the ``next_*`` columns) are caches, written only by
``services.deadlines`` from ``law.clock``; a nightly comparison can rebuild them.
"""

from __future__ import annotations

from datetime import date
from typing import Self

import django_fsm as fsm
from django.db import models
from django.db.models import Exists, OuterRef, Q

from casework.law.applicants import APPLICANT_KIND_NAMES, ApplicantKind
from casework.law.approval_chain import StepKind
from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.law.stages import OPEN_STAGES, STAGE_NAMES, Stage, sources
from casework.law.topics import LONGEST_TOPIC
from casework.models.agency import Agency, Unit
from casework.models.kept_insert import KeptInsert
from casework.models.user import REVIEW_ONLY_ROLES, UNIT_ROLES, Role, User

CHANNEL_CHOICES = [(item.value, CHANNEL_NAMES[item]) for item in Channel]
STAGE_CHOICES = [(item.value, STAGE_NAMES[item]) for item in Stage]
APPLICANT_KIND_CHOICES = [(item.value, APPLICANT_KIND_NAMES[item]) for item in ApplicantKind]


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by who may see them and how they stand. Never update ``stage`` through it."""

    def visible_to(self, user: User) -> Self:
        """Return the cases ``user`` may see; nobody sees another agency's.

        A handler and a unit head see the cases of the unit, a legal or secrecy reviewer those whose
        reply was to be reviewed by them, a supervisor those of all agencies below; the three
        administrators see none.
        """
        if not user.handles_cases:
            return self.none()
        if user.role == Role.SUPERVISOR:
            return self.filter(agency__path__startswith=user.agency.path)
        mine = self.filter(agency=user.agency)
        if user.role in UNIT_ROLES:
            own = Q(officer=user) | Q(unit__isnull=False, unit=user.unit)
            return mine.filter(own | Q(_asked_to_review(user)) if user.role == Role.UNIT_HEAD else own)
        if user.role in REVIEW_ONLY_ROLES:
            return mine.filter(_asked_to_review(user))
        return mine

    def open(self) -> Self:
        """Return the cases not yet concluded."""
        return self.filter(stage__in=OPEN_STAGES)

    def together_with(self, case: Case) -> Self:
        """Return the other cases that are answered together with ``case``; none when it stands alone."""
        if case.answered_with_id is None:
            return self.none()
        return self.filter(answered_with=case.answered_with_id).exclude(pk=case.pk)

    def overdue(self, *, today: date) -> Self:
        """Return the open cases whose last lawful reply day lies before ``today``."""
        return self.filter(overdue_on(today))


def overdue_on(today: date) -> Q:
    """Return the condition of an open case whose last day to reply, known for certain, lies before ``today``."""
    return Q(stage__in=OPEN_STAGES, reply_due_on__lt=today, reply_provisional=False)


# What a reviewer is there for, also where a step names a colleague who may be absent.
_KINDS_OF = {
    Role.LEGAL_REVIEWER: (StepKind.LEGAL.value, StepKind.LAWYER.value),
    Role.SECRECY_REVIEWER: (StepKind.SECRECY.value,),
}


# What the counters and the filters of a list ask, so that they read the index and not the cases.
_LISTED_BY = [
    "id", "number", "officer", "unit", "channel", "stage", "received_on", "reply_due_on", "reply_provisional", "next_due_on",
    "next_provisional",
]  # fmt: skip


def _asked_to_review(user: User) -> Exists:
    """Return whether a step of the case asks this person, the role or the unit. Steps name cases, not they them."""
    steps = Case._meta.get_field("review_steps").related_model.objects.filter(case=OuterRef("pk"))
    asked = Q(people=user) | Q(role=user.role) | Q(kind__in=_KINDS_OF.get(user.role, ()))
    if user.unit_id:
        asked |= Q(unit=user.unit_id)
    return Exists(steps.filter(asked))


class Case(fsm.ConcurrentTransitionMixin, KeptInsert):
    """One request handled under one number (一事一申请).

    Facts: ``channel`` and its dates, what is asked, stage and results. ``applicant_kind`` is
    the column of table 三; ``decided_on`` is the day of decision, which the table counts by;
    ``concluded_on`` is the day of service, which the clock is measured by. Cases answered together
    all name the first of them in ``answered_with``, that one itself as well.
    """

    # Every index that a foreign key would bring is a page more to write for each request: those that another index begins
    # with have none, those that are empty in nearly every row only hold the others.
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases", verbose_name="机关", db_index=False)
    number = models.CharField("编号", max_length=40, unique=True)
    stage = fsm.FSMField("环节", default=Stage.REGISTERED, choices=STAGE_CHOICES, protected=True)
    channel = models.CharField("渠道", max_length=20, choices=CHANNEL_CHOICES)
    submitted_on = models.DateField("提交（寄出）日期", null=True, blank=True)
    signed_on = models.DateField("签收日期", null=True, blank=True)
    confirmed_on = models.DateField("双方确认日期", null=True, blank=True)
    postal_number = models.CharField("来件邮件号", max_length=40, blank=True)
    addressed_to = models.CharField("来件所写名称", max_length=120, blank=True)
    received_on = models.DateField("收到日", null=True, blank=True)
    registered_at = models.DateTimeField("登记时间")
    late_registration_reason = models.CharField("补登原因", max_length=200, blank=True)
    applicant_kind = models.CharField("申请人类别", max_length=20, choices=APPLICANT_KIND_CHOICES)
    subject = models.CharField("内容摘要", max_length=200)
    topic = models.CharField("主题分类", max_length=LONGEST_TOPIC, blank=True)
    content = models.TextField("申请内容")
    wanted_form = models.CharField("获取方式和载体", max_length=100, blank=True)
    needs_assistance = models.BooleanField("需要阅读等协助", default=False)
    query_code_hash = models.CharField(max_length=128, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="承办科室", db_index=False
    )
    officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="承办人"
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_off", verbose_name="拆分自", db_index=False
    )
    answered_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_together", verbose_name="合并办理的首件",
        db_index=False,
    )  # fmt: skip
    identity_checked = models.BooleanField("身份已核验", default=False)
    decision_code = models.CharField("决定码", max_length=4, blank=True)
    decided_on = models.DateField("作出决定日期", null=True, blank=True)
    concluded_on = models.DateField("办结（送达）日期", null=True, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)
    archive_number = models.CharField("归档号", max_length=60, blank=True)
    disputed = models.BooleanField("登记过复议诉讼", default=False, editable=False)
    retention_years = models.PositiveSmallIntegerField("保管期限（年）", null=True, blank=True)
    appraise_on = models.DateField("到期鉴定日期", null=True, blank=True)

    reply_due_on = models.DateField("答复期限", null=True, blank=True, editable=False)
    reply_provisional = models.BooleanField(default=False, editable=False)
    next_duty = models.CharField(max_length=30, blank=True, editable=False)
    next_due_on = models.DateField("下一期限", null=True, blank=True, editable=False)
    next_provisional = models.BooleanField(default=False, editable=False)
    alarm_on = models.DateField("预警日", null=True, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "办件"
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=[item.value for item in Stage]), name="case_stage_known"),
            models.CheckConstraint(
                condition=Q(channel__in=[item.value for item in Channel]), name="case_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(applicant_kind__in=[item.value for item in ApplicantKind]),
                name="case_applicant_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | ~Q(decision_code=""),
                name="case_decided_has_code",
            ),
        ]
        indexes = [
            models.Index(
                # The day of receipt is a key so that later years' cases are passed over inside the index.
                fields=["agency", "decided_on", "received_on"],
                include=["decision_code", "applicant_kind"],
                name="case_by_decision",
            ),
            models.Index(
                # The same for agencies whose report counts by the day of service (policy report_year_by).
                fields=["agency", "concluded_on", "received_on"],
                include=["decision_code", "applicant_kind"],
                name="case_by_service",
            ),
            models.Index(
                fields=["agency", "received_on"],
                include=["decided_on", "applicant_kind"],
                name="case_by_receipt",
            ),
            models.Index(
                fields=["agency", "alarm_on"],
                include=_LISTED_BY,
                condition=Q(stage__in=sorted(item.value for item in OPEN_STAGES)),
                name="case_open_listed",
            ),
            # Without what is filtered by, the planner takes the index of all agencies and passes over the others' cases.
            models.Index(fields=["agency", "-registered_at", "-id"], include=["stage", "channel"], name="case_newest"),
            # A supervisor leafs through the cases of all agencies below.
            models.Index(fields=["-registered_at", "-id"], name="case_newest_of_all"),
            models.Index(fields=["appraise_on"], condition=Q(appraise_on__isnull=False), name="case_to_appraise"),
            models.Index(fields=["unit"], condition=Q(unit__isnull=False), name="case_of_unit"),
            models.Index(fields=["split_from"], condition=Q(split_from__isnull=False), name="case_split_off"),
            models.Index(
                fields=["answered_with"], condition=Q(answered_with__isnull=False), name="case_answered_together"
            ),
            # The sweep asks for them again and again; there are never many.
            models.Index(fields=["submitted_on"], condition=Q(stage=Stage.SUBMITTED.value), name="case_unread"),
        ]

    @property
    def state_fields(self) -> tuple[models.Field, ...]:
        """Return the one field whose transitions are guarded; the library would look for it among all, for every object."""
        return (self._meta.get_field("stage"),)

    def __str__(self) -> str:
        return self.number

    @property
    def is_being_drafted(self) -> bool:
        """Tell whether its matters are still listed and decided; afterwards the reply's items say what was."""
        return self.stage in (Stage.REGISTERED, Stage.PROCESSING)

    @property
    def is_open(self) -> bool:
        """Tell whether the case still waits for its conclusion."""
        return self.stage in OPEN_STAGES

    # Transitions only change the stage in memory; services check, lock, save and record.

    @fsm.transition(field=stage, source=list(sources("confirm_receipt")), target=Stage.REGISTERED)
    def confirm_receipt(self) -> None:
        """确认收件: the request becomes a registered case (条例第三十一条)."""

    @fsm.transition(field=stage, source=list(sources("accept")), target=Stage.PROCESSING)
    def accept(self) -> None:
        """受理: identity checked and content clear (条例第二十九条)."""

    @fsm.transition(field=stage, source=list(sources("request_supplement")), target=Stage.SUPPLEMENTING)
    def request_supplement(self) -> None:
        """告知补正 (条例第三十条)."""

    @fsm.transition(field=stage, source=list(sources("receive_supplement")), target=Stage.PROCESSING)
    def receive_supplement(self) -> None:
        """收到补正 (条例第三十条)."""

    @fsm.transition(field=stage, source=list(sources("ask_reasons")), target=Stage.AWAITING_REASONS)
    def ask_reasons(self) -> None:
        """要求说明理由 (条例第三十五条)."""

    @fsm.transition(field=stage, source=list(sources("receive_reasons")), target=Stage.PROCESSING)
    def receive_reasons(self) -> None:
        """收到说明的理由 (条例第三十五条)."""

    @fsm.transition(field=stage, source=list(sources("charge_fee")), target=Stage.AWAITING_FEE)
    def charge_fee(self) -> None:
        """收费通知 (条例第四十二条)."""

    @fsm.transition(field=stage, source=list(sources("receive_fee")), target=Stage.PROCESSING)
    def receive_fee(self) -> None:
        """缴费 (条例第四十二条)."""

    @fsm.transition(field=stage, source=list(sources("submit_for_review")), target=Stage.IN_REVIEW)
    def submit_for_review(self) -> None:
        """送审答复 (条例第三十六条)."""

    @fsm.transition(field=stage, source=list(sources("send_back")), target=Stage.PROCESSING)
    def send_back(self) -> None:
        """退回承办人."""

    @fsm.transition(field=stage, source=list(sources("sign")), target=Stage.SIGNED)
    def sign(self) -> None:
        """签发: the decision is made."""

    @fsm.transition(field=stage, source=list(sources("conclude")), target=Stage.CONCLUDED)
    def conclude(self) -> None:
        """送达答复 (条例第三十三条)."""

    @fsm.transition(field=stage, source=list(sources("reply_on_the_spot")), target=Stage.CONCLUDED)
    def reply_on_the_spot(self) -> None:
        """当场答复 (条例第三十三条第一款)."""

    @fsm.transition(field=stage, source=list(sources("lapse")), target=Stage.CONCLUDED)
    def lapse(self) -> None:
        """逾期不补正或者逾期不缴费，视为放弃 (条例第三十、四十二条)."""

    @fsm.transition(field=stage, source=list(sources("withdraw")), target=Stage.CONCLUDED)
    def withdraw(self) -> None:
        """申请人撤回."""

    @fsm.transition(field=stage, source=list(sources("archive")), target=Stage.ARCHIVED)
    def archive(self) -> None:
        """归档 (条例第四十五条)."""

    @fsm.transition(field=stage, source=list(sources("redo")), target=Stage.PROCESSING)
    def redo(self) -> None:
        """重新办理: decided again after reconsideration or judgment; the first decision's facts stay."""
