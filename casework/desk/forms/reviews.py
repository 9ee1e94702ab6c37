"""Forms of 审核: an opinion on the open step, and what was signed on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Files, LawChoice, LawDay, LongText, Section
from casework.law.acts import Act
from casework.law.approval_chain import StepKind
from casework.law.outcomes import CODES
from casework.models.review import VERDICT_CHOICES
from casework.models.user import User
from casework.services.reviews import record_paper_approval, review

OPINION_LENGTH = 200
SECRECY_NOTE = "涉密文件、密级和密级依据不得写入本系统，这里只登记结论。"


class ReviewForm(ActForm):
    """审核."""

    act = Act.REVIEW
    service = staticmethod(review)
    submit_label = "同意"
    step_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    verdict = LawChoice(
        label="保密审查结论", choices=VERDICT_CHOICES, widget=forms.RadioSelect, help_text=SECRECY_NOTE
    )  # fmt: skip
    opinion = LongText(label="意见", rows=3, max_length=OPINION_LENGTH, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = self.found.review.seats_of(self.user) if self.found.review else ()
        mine = [(step, person_id) for step, person_id in seats if step.kind is not StepKind.SIGN]
        self.step, self.seat = mine[0] if mine else (None, None)
        if self.step is None:
            return
        self.initial["step_id"] = self.step.key
        if self.step.kind is StepKind.SECRECY:
            self.submit_label = "登记结论"
        del self.fields["opinion" if self.step.kind is StepKind.SECRECY else "verdict"]

    def consequences(self) -> list[str]:
        if self.step is None:
            return []
        lines = [f"环节：{self.step.name}", *draft_words(self.found.case), *acting_words(self)]
        if self.step.kind is StepKind.COUNTERSIGN:
            lines.append("会签须每人同意，全部同意后转下一环节。")
        return [*lines, "不同意的，不要在这里办理，请用“退回”并写明理由。"]


class RecordPaperApprovalForm(ActForm):
    """登记纸质签批."""

    act = Act.RECORD_PAPER_APPROVAL
    service = staticmethod(record_paper_approval)
    layout = (Section((("step_id", "signatory"), ("on",), ("files",), ("verdict",), ("opinion",))),)
    step_id = forms.TypedChoiceField(label="签批环节", coerce=int)
    signatory = forms.ModelChoiceField(User.objects.none(), label="签批人", empty_label="请选择")
    on = LawDay(label="签批日期", help_text="呈批单上手写的日期。")
    files = Files(label="呈批单扫描件", required=False, help_text="签批后的呈批单，PDF 或照片，必须上传。")
    verdict = forms.ChoiceField(
        label="保密审查结论", choices=[("", "不是保密审查"), *VERDICT_CHOICES], required=False, help_text=SECRECY_NOTE
    )  # fmt: skip
    opinion = LongText(label="签批意见", rows=3, max_length=OPINION_LENGTH, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        standings = self.found.review.review.open() if self.found.review else ()
        self.fields["step_id"].choices = [(item.step.key, item.step.name) for item in standings]
        if standings:
            self.initial["step_id"] = standings[0].step.key
        self.fields["signatory"].queryset = _people(key for item in standings for key in item.missing)
        if not any(item.step.kind is StepKind.SECRECY for item in standings):
            del self.fields["verdict"]
        if len(standings) == 1 and len(standings[0].missing) == 1:
            self.initial["signatory"] = next(iter(standings[0].missing))

    def consequences(self) -> list[str]:
        return [
            *draft_words(self.found.case), "签发环节登记后，以纸上的签批日期为作出处理决定之日，答复书取得文号。",
            "签批日期不能早于拟稿日期，也不能早于前一环节的同意日期。",
        ]  # fmt: skip


def _people(keys: Any) -> QuerySet[User]:
    return User.objects.filter(pk__in=list(keys)).order_by("display_name")


def draft_words(case: Any) -> list[str]:
    """Return what the draft decides, for somebody about to agree to it."""
    draft = case.replies.last()
    return [f"拟定决定：{draft.decision_code} {CODES[draft.decision_code].name}"] if draft else []


def acting_words(form: ActForm, *, signing: bool = False) -> list[str]:
    """Return in whose name the user acts, where a colleague is absent."""
    if not form.found.review:
        return []
    for step, person_id in form.found.review.seats_of(form.user):
        acting = form.found.review.acting_for(form.user, person_id)
        if (step.kind is StepKind.SIGN) is signing and acting:
            return [f"您代{acting.absent}办理，依据：{acting.basis}（至{acting.until_on}）。代签将记入办件。"]
    return []
