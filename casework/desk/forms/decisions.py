"""What a decision asks on any form: its code, exactly the evidence it requires, the findings."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, LawChoice, LawLongText, LawText
from casework.desk.forms.letter_service import ServiceFields
from casework.desk.forms.rows import Column, Lines
from casework.law.consultations import ThirdPartyCheck
from casework.law.evidence import EVIDENCE_CHOICES, EVIDENCE_DAYS, EVIDENCE_NAMES, Evidence
from casework.law.outcomes import CODES, WITHHOLDABLE_GROUNDS, Category
from casework.law.withheld import Withheld
from casework.models.matter import Matter

EVIDENCE_PREFIX = "evidence_"
HINTS = {
    Evidence.NOT_SEPARABLE: "能够区分的，应当部分公开（条例第三十七条），请改选 P1。",
    Evidence.SECRECY_BASIS: "只写密级依据，不写涉密内容。",
    Evidence.DISCRETION: "条例第十六条是“可以”不予公开，为何不公开、有无应当公开的特别规定都要写明。",
    Evidence.PETITION_CHANNEL: "本机关设置的渠道已经填好，可以按件修改。",
}


# How somebody begins who never wrote one; evidence, article and remedy are written into the letter by themselves.
EXAMPLES = {
    Category.DISCLOSED: "经查，您申请的《……》由本机关于……年制作，不属于不予公开的情形。",
    Category.DENIED: "经查，您申请的……由本机关制作，其中……属于……，公开会……",
    Category.UNABLE: "经检索和核实，本机关没有制作、也没有获取您申请的……",
    Category.NOT_PROCESSED: "经查，您提出的事项是……，不属于政府信息公开申请的处理范围。",
    Category.OTHER: "经查，您申请的……不是本机关在履行行政管理职能过程中制作或者获取的信息。",
}


class DecisionFields(ActForm):
    """The chosen decision code and exactly the evidence it requires.

    ``code`` comes from the address before the code is posted, then from the draft; without one no
    field is asked, because the page then offers the codes to choose from.
    """

    decision_code = LawText(label="决定码", max_length=4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, code: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.matter = self.matter_of()
        self.code = self._chosen(code)
        self.ask()

    def ask(self) -> None:
        """Add the fields the code asks for; none without a code."""
        if self.code is None:
            return
        self.initial["decision_code"] = self.code.code
        for item in self.code.evidence:
            if item is Evidence.WITHHELD_LIST:
                self._ask_what_is_withheld()
            elif item is not Evidence.SEARCH_RECORD:
                self.fields[f"{EVIDENCE_PREFIX}{item.value}"] = _field(item)
        self.fields["findings"] = LawLongText(
            label="查明的情况和处理理由",
            rows=6,
            help_text=f"逐字进入答复书；对照上方申请人的原话，问什么答什么。例如：{EXAMPLES[self.code.category]}",
        )
        self._start_from_the_draft()
        self.order_fields([name for name in self.fields if name not in ServiceFields.base_fields])

    @property
    def chooses_code(self) -> bool:
        """Tell whether the page offers the codes before anything is asked."""
        return self.code is None

    def matter_of(self) -> Matter | None:
        """Return the matter decided here, or None when it has not been stored yet."""
        stored = list(self.found.case.matters.all())
        return stored[0] if len(stored) == 1 else None

    def _chosen(self, code: str) -> Any:
        if self.is_bound:
            return CODES.get(self.data.get("decision_code", ""))
        drafted = self.matter.decision_code if self.matter and code != "new" else ""
        return CODES.get(code) or CODES.get(drafted)

    def _ask_what_is_withheld(self) -> None:
        grounds = [(code, f"{code} {CODES[code].name}") for code in sorted(WITHHOLDABLE_GROUNDS)]
        self.fields["withheld"] = Lines(
            [Column("what", "不予提供的内容（页、段、字段）"), Column("ground", "依据", grounds), Column("reason", "理由")],
            label="不予提供部分的清单",
            help_text="每处一行：遮盖了什么、依据哪一款、为什么。救济途径由依据决定。",
        )  # fmt: skip

    def _start_from_the_draft(self) -> None:
        if Evidence.PETITION_CHANNEL in self.code.evidence:
            self.initial.setdefault("evidence_petition_channel", self.found.case.agency.petition_channel)
        asked = getattr(self.found.case, "reasons_request", None)
        if asked and Evidence.REASONS_REVIEW in self.code.evidence:
            self.initial.setdefault("evidence_reasons_review", asked.review)
        if self.matter is None or self.matter.decision_code != self.code.code:
            return
        self.initial |= {f"{EVIDENCE_PREFIX}{name}": value for name, value in self.matter.evidence.items()}
        self.initial |= {"findings": self.matter.findings, "withheld": self.matter.withheld}

    def decision(self) -> dict[str, Any]:
        """Return the service's arguments about the decision."""
        given = self.cleaned_data
        evidence = {
            name.removeprefix(EVIDENCE_PREFIX): str(value or "")
            for name, value in given.items()
            if name.startswith(EVIDENCE_PREFIX)
        }
        return {
            "decision_code": given.get("decision_code", ""),
            "evidence": evidence,
            "findings": given.get("findings", ""),
            "withheld": [Withheld(**line) for line in given.get("withheld", [])],
        }

    def consequences(self) -> list[str]:
        if self.code is None:
            return ["先选定决定码，再填写它要求的材料。"]
        return [f"决定：{self.code.code} {self.code.name}", *(f"依据：{article}" for article in self.code.articles)]


def _field(item: Evidence) -> forms.Field:
    label, hint = EVIDENCE_NAMES[item], HINTS.get(item, "")
    if item is Evidence.THIRD_PARTY_CHECK:
        choices = [(answer.value, answer.value) for answer in ThirdPartyCheck]
        return LawChoice(label="是否含有商业秘密、个人隐私", choices=choices, widget=forms.RadioSelect)
    if item in EVIDENCE_CHOICES:
        return LawChoice(
            label=label, choices=[(kind, kind) for kind in EVIDENCE_CHOICES[item]], widget=forms.RadioSelect,
            help_text=hint,
        )  # fmt: skip
    if item in EVIDENCE_DAYS:
        return Day(label=label, help_text=hint)
    return LawLongText(label=label, rows=3, help_text=hint)
