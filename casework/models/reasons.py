"""说明理由 and 延迟答复: an applicant of very many requests is asked why (条例第三十五条)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.models.case import Case
from casework.models.user import User


class ReasonsRequest(models.Model):
    """The one request to explain, what was answered, what a person found, and the delay that was set.

    ``counted`` requests of the same applicant were received from ``counted_from`` to
    ``counted_to``: frozen as the notice told them. ``closed_on`` is the day on which a person
    recorded that no answer came. ``is_reasonable`` None: not reviewed yet.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="reasons_request", verbose_name="办件")
    counted_from = models.DateField("统计起日")
    counted_to = models.DateField("统计止日")
    counted = models.PositiveIntegerField("申请件数")
    what_to_explain = models.TextField("要求说明的事项")
    served_on = models.DateField("告知送达日期")
    answer_by = models.DateField("说明期限")
    received_on = models.DateField("收到说明日期", null=True, blank=True)
    answer = models.TextField("申请人说明的理由", blank=True)
    closed_on = models.DateField("登记没有说明的日期", null=True, blank=True)
    reviewed_on = models.DateField("审查日期", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审查人"
    )
    is_reasonable = models.BooleanField("理由合理", null=True, blank=True)
    review = models.TextField("审查意见", blank=True)
    delay_until = models.DateField("延迟答复至", null=True, blank=True)
    delay_reason = models.TextField("无法按期答复的原因", blank=True)
    delay_set_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确定延迟期限的人"
    )
    delay_set_on = models.DateField("确定延迟期限日期", null=True, blank=True)
    delay_served_on = models.DateField("延迟答复告知送达日期", null=True, blank=True)

    class Meta:
        verbose_name = "说明理由"
        constraints = [
            models.CheckConstraint(
                condition=Q(delay_until__isnull=True) | Q(is_reasonable=True), name="delay_only_where_reasonable"
            )
        ]

    def __str__(self) -> str:
        return f"{self.served_on}要求说明理由"
