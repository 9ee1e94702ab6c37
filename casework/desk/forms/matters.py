"""Forms of 事项: listing them, and deciding one of several."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.decisions import DecisionFields
from casework.desk.forms.fields import LawChoices
from casework.desk.forms.rows import Column, Lines
from casework.law.acts import Act
from casework.models.matter import Matter
from casework.services.case_splitting import split_case
from casework.services.matters import Decision, decide_matter, list_matters


class ListMattersForm(ActForm):
    """列出事项."""

    act = Act.LIST_MATTERS
    service = staticmethod(list_matters)
    words = Lines(
        [Column("text", "申请人的原话", rows=2)],
        label="申请人要求公开的各项内容",
        help_text="照录申请人的原话，一项一行。空着的行不算。",
    )

    def defaults(self) -> dict[str, Any]:
        stored = [{"text": matter.words} for matter in self.found.case.matters.all()]
        return {"words": stored or [{"text": self.found.case.content}]}

    def arguments(self) -> dict[str, Any]:
        return {"words": [line["text"] for line in self.cleaned_data["words"]]}

    def consequences(self) -> list[str]:
        return [
            "每个事项都有处理决定以后才能送审。",
            "原话没有改动的事项，已拟定的决定保留；删去的事项，其决定一并删去。",
        ]


class SplitCaseForm(ActForm):
    """拆分申请."""

    act = Act.SPLIT_CASE
    service = staticmethod(split_case)
    positions = LawChoices(
        label="拆分出去的事项",
        widget=forms.CheckboxSelectMultiple,
        help_text="选中的每个事项另立一件；没有选的留在本件。",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["positions"].choices = [
            (str(item.position), f"事项{item.position} {item.words}") for item in self.found.case.matters.all()
        ]

    def arguments(self) -> dict[str, Any]:
        return {"positions": [int(value) for value in self.cleaned_data["positions"]]}

    def consequences(self) -> list[str]:
        return [
            "每件另取编号，收到日、期限、申请人、补正和承办人随本件；年度报告各计一件。",
            "拆出的事项已拟定的决定不带走，在新的办件里重新拟定。",
        ]


class DecideMatterForm(DecisionFields):
    """拟定事项决定."""

    act = Act.DECIDE_MATTER
    service = staticmethod(decide_matter)
    submit_label = "保存这一事项的决定"

    def __init__(self, *args: Any, position: int = 1, **options: Any) -> None:
        self.position = position
        super().__init__(*args, **options)

    def matter_of(self) -> Matter | None:
        return next((item for item in self.found.case.matters.all() if item.position == self.position), None)

    def arguments(self) -> dict[str, Any]:
        given = self.decision()
        code = given.pop("decision_code")
        return {"position": self.position, "decision": Decision(code=code, **given)}
