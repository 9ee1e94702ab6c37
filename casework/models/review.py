"""A drafted reply in review: its steps as they were when it was submitted, and every opinion given."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.law.review import VERDICT_NAMES, Verdict
from casework.models.acting import ActingAuthority
from casework.models.approval_chain import ChainStep
from casework.models.attachment import Attachment
from casework.models.case import Case
from casework.models.reply import Reply
from casework.models.user import User

VERDICT_CHOICES = [(item.value, VERDICT_NAMES[item]) for item in Verdict]


class ReviewStep(ChainStep):
    """One step of the review of one draft. A later change of the agency's chain does not touch it.

    ``opened_at`` is when its people were asked, ``closed_at`` when it was agreed or the review ended.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="review_steps", verbose_name="办件")
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="review_steps", verbose_name="答复")
    opened_at = models.DateTimeField("开始时间", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "审核环节"
        ordering = ["rank", "pk"]
        indexes = [
            models.Index(
                fields=["case"], condition=Q(opened_at__isnull=False, closed_at__isnull=True), name="review_step_open"
            )
        ]


class ReviewOpinion(models.Model):
    """What somebody said on a step. ``person`` is whose seat it is, ``given_by`` who gave or recorded it.

    They differ where a deputy signed (``authority`` says by what right) or a clerk recorded paper
    (``on_paper``, with its ``scan``). ``agreed`` is False for what sent the draft back.
    """

    step = models.ForeignKey(ReviewStep, models.CASCADE, related_name="opinions", verbose_name="环节")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="审核人")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经手人")
    authority = models.ForeignKey(
        ActingAuthority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代签授权"
    )
    agreed = models.BooleanField("同意")
    text = models.CharField("意见", max_length=200, blank=True)
    verdict = models.CharField("保密审查结论", max_length=20, choices=VERDICT_CHOICES, blank=True)
    given_on = models.DateField("日期")
    recorded_at = models.DateTimeField("记录时间")
    on_paper = models.BooleanField("纸质签批", default=False)
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="扫描件")

    class Meta:
        verbose_name = "审核意见"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "person"], condition=Q(agreed=True), name="one_agreement_a_seat"),
            models.CheckConstraint(condition=Q(on_paper=False) | Q(scan__isnull=False), name="paper_opinion_has_scan"),
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(text=""), name="sent_back_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.given_on} {self.person}"
