"""答复: the drafted and signed decision, one item a matter (条例第三十六条)."""

from __future__ import annotations

from django.db import models

from casework.models.case import Case
from casework.models.matter import Decided, Matter
from casework.models.user import User


class Reply(models.Model):
    """What was sent to review; the newest counts. ``items`` say what is answered to each matter.

    ``decision_code`` is the one code the case is counted by (统计码), confirmed by a person;
    ``statistical_reason`` says why, where it is not the one proposed by law.matters.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="replies", verbose_name="办件")
    decision_code = models.CharField("统计码", max_length=4)
    statistical_reason = models.CharField("改计理由", max_length=200, blank=True)
    drafted_on = models.DateField("拟稿日期")
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟稿人")
    sent_back_reason = models.CharField("退回理由", max_length=200, blank=True)
    signed_on = models.DateField("签发日期", null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人")
    letter_number = models.CharField("文号", max_length=60, blank=True)
    on_the_spot = models.BooleanField("当场答复", default=False)

    class Meta:
        verbose_name = "答复"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.decision_code} {self.letter_number}".strip()

    @property
    def withheld_grounds(self) -> list[str]:
        """Return the decision codes anything in this reply is withheld on, each once."""
        return list(dict.fromkeys(ground for item in self.items.all() for ground in item.grounds()))


class ReplyItem(Decided):
    """The answer to one matter as it was sent to review; never changed afterwards."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="items", verbose_name="答复")
    matter = models.ForeignKey(Matter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="事项")
    position = models.PositiveSmallIntegerField("序号", default=1)

    class Meta:
        verbose_name = "答复事项"
        ordering = ["reply", "position"]
        constraints = [models.UniqueConstraint(fields=["reply", "position"], name="reply_item_position_unique")]

    def __str__(self) -> str:
        return f"{self.position}. {self.decision_code}"
