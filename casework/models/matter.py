"""事项: one numbered matter of a request, in the applicant's own words, with the decision drafted for it."""

from __future__ import annotations

from django.db import models

from casework.law.outcomes import RECONSIDERATION_FIRST_GROUNDS
from casework.law.withheld import Withheld
from casework.models.case import Case
from casework.models.user import User


class Decided(models.Model):
    """What is decided about one matter: the draft beside the matter, and its copy inside a reply.

    ``evidence`` maps evidence keys to text; ``withheld`` is the list of a partial disclosure, each
    piece a mapping of ``what``, ``ground`` (a decision code) and ``reason``.
    """

    words = models.TextField("申请人的原话")
    decision_code = models.CharField("决定码", max_length=4, blank=True)
    findings = models.TextField("查明情况与理由", blank=True)
    evidence = models.JSONField("必填材料", default=dict, blank=True)
    withheld = models.JSONField("不予提供部分的清单", default=list, blank=True)

    class Meta:
        abstract = True

    def withheld_rows(self) -> list[Withheld]:
        """Return the list of what is left out."""
        return [Withheld(**row) for row in self.withheld]

    def grounds(self) -> list[str]:
        """Return the decision codes something is withheld on: those of the list, or the refusal itself."""
        if self.decision_code in RECONSIDERATION_FIRST_GROUNDS:
            return [self.decision_code]
        return [row["ground"] for row in self.withheld]


class Matter(Decided):
    """One matter of a case. ``decision_code`` is empty until somebody drafted its decision.

    A case that was never divided has no row before its reply is drafted.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="matters", verbose_name="办件")
    position = models.PositiveSmallIntegerField("序号")
    drafted_on = models.DateField("拟定日期", null=True, blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟定人")

    class Meta:
        verbose_name = "事项"
        ordering = ["case", "position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="matter_position_unique")]

    def __str__(self) -> str:
        return f"{self.position}. {self.words}"
