"""Forms of 答复: the draft with its decision code and evidence, review, signing, service."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import LawChoice, LawChoices, LawLongText, LawText, LongText, Section
from casework.desk.forms.letter_service import SERVICE_SECTIONS, ServiceFields
from casework.desk.forms.reviews import OPINION_LENGTH, acting_words, draft_words
from casework.law.acts import Act
from casework.law.consultations import ThirdPartyCheck
from casework.law.letter_service import ServiceMethod
from casework.law.outcomes import CODES, EVIDENCE_NAMES, WITHHOLDABLE_GROUNDS, Evidence
from casework.services.letter_service import conclude
from casework.services.replies import reply_on_the_spot, send_back, sign, submit_for_review

PARTIAL, EXCESSIVE = "P1", "X4"
EVIDENCE_PREFIX = "evidence_"


class DecisionFields(ActForm):
    """The chosen decision code and exactly the evidence it requires.

    ``code`` comes from the address before the code is posted; without one no field is asked,
    because the page then offers the codes to choose from.
    """

    decision_code = LawText(label="决定码", max_length=4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, code: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.code = CODES.get(self.data.get("decision_code", "") if self.is_bound else code)
        if self.code is None:
            return
        self.initial["decision_code"] = self.code.code
        if self.code.code == PARTIAL:
            self.fields["withheld_grounds"] = LawChoices(
                label="不予提供部分的依据",
                choices=[(code, f"{code} {CODES[code].name}") for code in sorted(WITHHOLDABLE_GROUNDS)],
                widget=forms.CheckboxSelectMultiple,
                help_text="至少一项；救济途径由此决定。",
            )
        for item in self.code.evidence:
            self.fields[f"{EVIDENCE_PREFIX}{item.value}"] = _field_of(item)
        asked = getattr(self.found.case, "reasons_request", None)
        if asked and self.code.code == EXCESSIVE:
            self.initial.setdefault(f"{EVIDENCE_PREFIX}{Evidence.REASONS_REVIEW.value}", asked.review)
        self.fields["findings"] = LawLongText(label="查明的情况和处理理由", rows=6)
        self.order_fields([name for name in self.fields if name not in ServiceFields.base_fields])

    def decision(self) -> dict[str, Any]:
        """Return the service's arguments about the decision."""
        given = self.cleaned_data
        evidence = {
            name.removeprefix(EVIDENCE_PREFIX): value
            for name, value in given.items()
            if name.startswith(EVIDENCE_PREFIX)
        }
        return {
            "decision_code": given.get("decision_code", ""),
            "evidence": evidence,
            "findings": given.get("findings", ""),
            "withheld_grounds": given.get("withheld_grounds", []),
        }

    def consequences(self) -> list[str]:
        if self.code is None:
            return ["先选定决定码，再填写它要求的材料。"]
        return [f"决定：{self.code.code} {self.code.name}", *(f"依据：{article}" for article in self.code.articles)]


def _field_of(item: Evidence) -> forms.Field:
    if item is Evidence.THIRD_PARTY_CHECK:
        choices = [(answer.value, answer.value) for answer in ThirdPartyCheck]
        return LawChoice(label="是否含有商业秘密、个人隐私", choices=choices, widget=forms.RadioSelect)
    return LawLongText(label=EVIDENCE_NAMES[item], rows=3)


class SubmitForReviewForm(DecisionFields):
    """送审答复."""

    act = Act.SUBMIT_FOR_REVIEW
    service = staticmethod(submit_for_review)

    def arguments(self) -> dict[str, Any]:
        return self.decision()


class ReplyOnTheSpotForm(ServiceFields, DecisionFields):
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
            lines.insert(0, f"答复期限 {reply.due_on}，{standing}。")
        return lines
