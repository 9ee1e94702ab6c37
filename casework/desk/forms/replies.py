"""Forms of 答复: the draft with its decision code and evidence, review, signing, service."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.decisions import DecisionFields
from casework.desk.forms.fields import LawChoice, LawLongText, LongText, Section, Text
from casework.desk.forms.letter_service import SERVICE_SECTIONS, ServiceFields
from casework.desk.forms.reviews import OPINION_LENGTH, acting_words, draft_words
from casework.law.acts import Act
from casework.law.approval_chain import StepPlan
from casework.law.letter_service import ServiceMethod
from casework.law.matters import proposed_code, statistical_choices
from casework.law.outcomes import CODES
from casework.queries.reviews import chain_of
from casework.services.letter_service import conclude
from casework.services.replies import reply_on_the_spot, send_back, sign, submit_for_review


def chain_words(plans: Iterable[StepPlan]) -> str:
    """Return the steps of a chain in order; those of one rank stand together."""
    ranks = groupby(sorted(plans, key=lambda plan: plan.rank), key=lambda plan: plan.rank)
    return " → ".join("、".join(plan.name for plan in steps) for _, steps in ranks)


class ReplyFields(DecisionFields):
    """The decision of a request with one matter; of several, the code the case is counted by."""

    def ask(self) -> None:
        self.codes = [matter.decision_code for matter in self.found.case.matters.all()]
        if not self.several:
            super().ask()
        elif all(self.codes):
            self._ask_statistical_code()

    @property
    def several(self) -> bool:
        """Tell whether the matters were decided one by one."""
        return len(self.codes) > 1

    @property
    def chooses_code(self) -> bool:
        return not self.several and super().chooses_code

    def _ask_statistical_code(self) -> None:
        self.proposal = proposed_code(self.codes)
        choices = statistical_choices(self.codes)
        self.fields["decision_code"] = LawChoice(
            label="年度报告按哪一项统计",
            choices=[(code, f"{code} {CODES[code].name}") for code in choices],
            widget=forms.RadioSelect,
            help_text=f"一件申请只计一项。按规则应为 {self.proposal.code}：{self.proposal.why}。请核对后确认。",
        )
        self.initial["decision_code"] = self.proposal.code
        if len(choices) > 1:
            self.fields["statistical_reason"] = Text(
                label="改计其他项的理由", max_length=200, required=False, help_text="按规则统计的不填。"
            )

    def decision(self) -> dict[str, Any]:
        given = super().decision()
        return given | {"statistical_reason": self.cleaned_data.get("statistical_reason", "")}

    def consequences(self) -> list[str]:
        if not self.several:
            return super().consequences()
        return ["各事项的决定和申请人的原话一起送审，答复书逐项作答。"]


class SubmitForReviewForm(ReplyFields):
    """送审答复."""

    act = Act.SUBMIT_FOR_REVIEW
    service = staticmethod(submit_for_review)

    def consequences(self) -> list[str]:
        return [*super().consequences(), f"送审后依次办理：{chain_words(chain_of(self.found.case.agency))}。"]

    def arguments(self) -> dict[str, Any]:
        return self.decision()


class ReplyOnTheSpotForm(ServiceFields, ReplyFields):
    """当场答复."""

    act = Act.REPLY_ON_THE_SPOT
    service = staticmethod(reply_on_the_spot)

    def sections(self) -> list[dict[str, Any]]:
        self.layout = (
            Section(tuple((name,) for name in self.fields if name not in ServiceFields.base_fields and name != "key")),
            *SERVICE_SECTIONS,
        )
        return super().sections()

    def defaults(self) -> dict[str, Any]:
        return self.service_defaults() | {"method": ServiceMethod.IN_PERSON.value}

    def arguments(self) -> dict[str, Any]:
        return self.decision() | {"fact": self.fact()}


class SendBackForm(ActForm):
    """退回."""

    act = Act.SEND_BACK
    service = staticmethod(send_back)
    danger = True
    reason = LawLongText(label="退回理由", rows=3, max_length=200)


class SignForm(ActForm):
    """签发."""

    act = Act.SIGN
    service = staticmethod(sign)
    opinion = LongText(label="签发意见", rows=2, max_length=OPINION_LENGTH, required=False)

    def consequences(self) -> list[str]:
        return [
            *draft_words(self.found.case), *acting_words(self, signing=True),
            "今天为作出处理决定之日，答复书取得文号；之后由公开办送达。",
        ]  # fmt: skip


class ConcludeForm(ServiceFields, ActForm):
    """送达答复."""

    act = Act.CONCLUDE
    service = staticmethod(conclude)
    layout = SERVICE_SECTIONS

    def defaults(self) -> dict[str, Any]:
        return self.service_defaults()

    def arguments(self) -> dict[str, Any]:
        return {"fact": self.fact()}

    def consequences(self) -> list[str]:
        reply = self.found.reading.reply
        lines = ["送达即办结；复议和诉讼的期限自申请人收到之日起算。"]
        if reply and reply.due_on and not reply.provisional:
            standing = "今天送达是按期" if self.today <= reply.due_on else "今天送达已经逾期"
            lines.insert(0, f"答复期限{reply.due_on}，{standing}。")
        return lines
