"""What a decision asks on any form: its code, exactly the evidence it requires, the findings."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, LawChoice, LawLongText, LawText
from casework.desk.forms.letter_service import ServiceFields
from casework.desk.forms.rows import Column, Lines
from casework.law.consultations import ThirdPartyCheck
from casework.law.evidence import EVIDENCE_CHOICES, EVIDENCE_DAYS, EVIDENCE_NAMES, OUTSIDE_CHANNELS, Evidence
from casework.law.outcomes import CODES, WITHHOLDABLE_GROUNDS, Category
from casework.law.withheld import Withheld
from casework.models.case import Case
from casework.models.matter import Matter
from casework.queries.known_evidence import earlier_replies, evidence_of_reply, known_evidence
from casework.queries.related_cases import drafts_together
from casework.queries.similar_requests import Similar

EVIDENCE_PREFIX = "evidence_"
TYPED = ""
RESTING_ON_A_REPLY = frozenset({Evidence.EARLIER_REPLY, Evidence.EARLIER_REPLY_ON, Evidence.EARLIER_PROVISION})
HINTS = {
    Evidence.NOT_SEPARABLE: "能够区分的，应当部分公开（条例第三十七条），请改选 P1。",
    Evidence.SECRECY_BASIS: "只写密级依据，不写涉密内容。",
    Evidence.DISCRETION: "条例第十六条是“可以”不予公开，为何不公开、有无应当公开的特别规定都要写明。",
    **dict.fromkeys(OUTSIDE_CHANNELS, "“文书设置”中“告知渠道”登记的内容会自动填入，可以按件修改。"),
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
        self.earlier: dict[str, Similar] = {}
        self.matter = self.matter_of()
        self.code = self._chosen(code)
        self.ask()

    def ask(self) -> None:
        """Add the fields the code asks for; none without a code."""
        if self.code is None:
            return
        self.initial["decision_code"] = self.code.code
        self.earlier = {item.case.number: item for item in earlier_replies(self.user, self.found.case, self.code)}
        if self.earlier:
            self._offer_earlier_replies()
        for item in self.code.evidence:
            if item is Evidence.WITHHELD_LIST:
                self._ask_what_is_withheld()
            elif item is not Evidence.SEARCH_RECORD:
                field = self.fields[f"{EVIDENCE_PREFIX}{item.value}"] = _field(item)
                field.required = not (self.earlier and item in RESTING_ON_A_REPLY)
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

    def _offer_earlier_replies(self) -> None:
        """Let the earlier reply be chosen from those on file; what is chosen need not be typed."""
        rows = [(number, _reply_words(item)) for number, item in self.earlier.items()]
        self.fields["earlier"] = LawChoice(
            label="原答复", choices=[*rows, (TYPED, "不在其中，另行填写")], widget=forms.RadioSelect, required=False,
            help_text="同一申请人以前的申请，疑似重复的在前。选定的，不必再填文号、日期。",
        )  # fmt: skip
        self.initial["earlier"] = next((number for number, item in self.earlier.items() if item.is_repeat), TYPED)

    def _start_from_the_draft(self) -> None:
        known = known_evidence(self.found.case, self.code)
        self.initial = {f"{EVIDENCE_PREFIX}{name.value}": text for name, text in known.items()} | self.initial
        like = next((row for row in self.drafts_together if row[0].number == self.query.get("like")), None)
        if self.matter is not None and self.matter.decision_code == self.code.code:
            self._start_from(self.matter)
            if "earlier" in self.fields:
                self.initial["earlier"] = self._chosen_before()
        elif like and like[1].decision_code == self.code.code:
            self._start_from(like[1])

    def _start_from(self, draft: Matter) -> None:
        self.initial |= {f"{EVIDENCE_PREFIX}{name}": value for name, value in draft.evidence.items()}
        self.initial |= {"findings": draft.findings, "withheld": draft.withheld}

    def _chosen_before(self) -> str:
        """Return which offered reply the draft rests on."""
        for number, item in self.earlier.items():
            given = evidence_of_reply(item, self.code)
            if all(self.matter.evidence.get(name.value) == text for name, text in given.items()):
                return number
        return TYPED

    @cached_property
    def drafts_together(self) -> list[tuple[Case, Matter]]:
        """Return what was decided in the cases answered together with this one."""
        return drafts_together(self.found.case)

    def decision(self) -> dict[str, Any]:
        """Return the service's arguments about the decision."""
        given = self.cleaned_data
        evidence = {
            name.removeprefix(EVIDENCE_PREFIX): str(value or "")
            for name, value in given.items()
            if name.startswith(EVIDENCE_PREFIX)
        }
        chosen = self.earlier.get(given.get("earlier", "")) if self.code else None
        if chosen:
            evidence |= {name.value: text for name, text in evidence_of_reply(chosen, self.code).items()}
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


def _reply_words(item: Similar) -> str:
    repeat = "疑似重复，" if item.is_repeat else ""
    return f"{item.letter_number}（{item.case.decided_on}，{repeat}{item.case.number}：{item.case.subject}）"


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
    if item is Evidence.EARLIER_REPLY:
        return LawText(label=label, help_text=hint)
    return LawLongText(label=label, rows=3, help_text=hint)
