"""Forms of 复议诉讼: the papers come, the agency answers, the result, deciding anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, LawChoice, LawDay, LawText, LongText, Section, Text
from casework.law.acts import Act
from casework.law.annual_formats import DISPUTE_COLUMNS, DISPUTE_GROUPS
from casework.law.annual_table import TOTAL
from casework.law.disputes import (
    AGAINST_NAMES,
    DEFENCE_DAYS,
    DISPUTE_KIND_NAMES,
    ORDINARY_ANSWER_WORKING_DAYS,
    PROCEDURE_NAMES,
    SIMPLIFIED_ANSWER_WORKING_DAYS,
    Against,
    DisputeKind,
    Procedure,
    results_for,
)
from casework.law.duties import RE_DECISION_WORKING_DAYS
from casework.law.outcomes import RECONSIDERATION_FIRST_GROUNDS
from casework.models.dispute import Dispute, disputes_of, ordered_dispute
from casework.queries.disputes import STANDINGS, Wanted
from casework.services import disputes as services


def dispute_words(item: Dispute) -> str:
    """Return a dispute as a choice: kind, authority, number."""
    return " ".join(part for part in (item.get_kind_display(), item.authority, item.authority_number) if part)


class RegisterDisputeForm(ActForm):
    """登记复议诉讼."""

    act = Act.REGISTER_DISPUTE
    service = staticmethod(services.register_dispute)
    layout = (
        Section((("kind", "procedure"), ("against", "received_on")), title="案件"),
        Section((("claimant",), ("authority", "authority_number")), title="当事人和机关"),
        Section(
            (("preceded_by",), ("after_reconsideration",)),
            title="在先的程序",
            note="表四分“未经复议直接起诉”和“复议后起诉”。",
            show_when="kind=first_instance second_instance",
        ),
    )
    kind = LawChoice(label="类别", choices=[(k.value, name) for k, name in DISPUTE_KIND_NAMES.items()])
    procedure = LawChoice(
        label="审理程序",
        choices=[(k.value, name) for k, name in PROCEDURE_NAMES.items()],
        initial=Procedure.ORDINARY.value,
        help_text="见受理通知书；信息公开复议可以适用简易程序。",
    )
    against = LawChoice(label="事由", choices=[(k.value, name) for k, name in AGAINST_NAMES.items()])
    received_on = LawDay(label="收到申请书（起诉状）副本日期", help_text="答复举证期限自次日起算。")
    claimant = LawText(label="申请人（原告）", max_length=120)
    authority = LawText(label="复议机关（人民法院）", max_length=120)
    authority_number = Text(label="案号", max_length=80, required=False)
    preceded_by = forms.ChoiceField(label="在先的复议或者一审", required=False)
    after_reconsideration = forms.BooleanField(
        label="起诉前经过行政复议", required=False, help_text="在先的复议没有登记在本系统时勾选。"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ended = [(str(item.pk), dispute_words(item)) for item in disputes_of(self.found.case) if not item.is_open]
        self.fields["preceded_by"].choices = [("", "没有，或者没有登记"), *ended]

    def defaults(self) -> dict[str, Any]:
        case = self.found.case
        names = [item.name for item in case.applicants.all()[:1]]
        against = Against.REPLY if case.decision_code else Against.NO_REPLY
        return {"received_on": self.today, "claimant": names[0] if names else "", "against": against.value}

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        return given | {"preceded_by": int(given["preceded_by"]) if given["preceded_by"] else None}

    def consequences(self) -> list[str]:
        lines = [
            f"行政复议：收到副本之日起{ORDINARY_ANSWER_WORKING_DAYS}个工作日内提交答复和证据，"
            f"适用简易程序的{SIMPLIFIED_ANSWER_WORKING_DAYS}个工作日。",
            f"行政诉讼：收到副本之日起{DEFENCE_DAYS}日内提交答辩状和证据，末日是休息日的顺延。",
            "不按期提交的，视为没有证据。",
        ]
        if self.found.case.decision_code in RECONSIDERATION_FIRST_GROUNDS:
            lines.append("不予公开的决定须先申请行政复议；未经复议直接起诉的，可以向法院提出。")
        return lines


class _OfOpenDispute(ActForm):
    """An act on one dispute that is not ended."""

    dispute_id = LawChoice(label="复议、诉讼")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.open = [item for item in disputes_of(self.found.case) if item.is_open]
        self.fields["dispute_id"].choices = [(str(item.pk), dispute_words(item)) for item in self.open]

    def defaults(self) -> dict[str, Any]:
        waiting = [item.pk for item in disputes_of(self.found.case) if item.is_open]
        return {"dispute_id": str(waiting[0])} if waiting else {}

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        return given | {"dispute_id": int(given["dispute_id"] or 0)}


class AnswerDisputeForm(_OfOpenDispute):
    """登记答复举证."""

    act = Act.ANSWER_DISPUTE
    service = staticmethod(services.answer_dispute)
    answered_on = LawDay(label="提交答复（答辩状）和证据的日期")

    def defaults(self) -> dict[str, Any]:
        return super().defaults() | {"answered_on": self.today}


class RecordDisputeResultForm(_OfOpenDispute):
    """登记复议诉讼结果."""

    act = Act.RECORD_DISPUTE_RESULT
    service = staticmethod(services.record_dispute_result)
    layout = (
        Section((("dispute_id",), ("result",), ("decided_on", "result_received_on")), title="结果"),
        Section(
            (("reasons",), ("redo_ordered",), ("effective_on", "redo_due_by")),
            title="答复被撤销、确认违法或者责令履行的",
            note=f"责令重新处理而没有写明期限的，按{RE_DECISION_WORKING_DAYS}个工作日计算。",
        ),
    )
    result = LawChoice(label="结果")
    decided_on = LawDay(label="决定（判决）日期")
    result_received_on = LawDay(label="收到决定书（判决书）日期")
    reasons = LongText(label="决定（判决）认定的理由", required=False, help_text="重新办理时显示给承办人。")
    redo_ordered = forms.BooleanField(label="责令本机关重新处理（答复）", required=False)
    effective_on = Day(label="重新办理起算日", required=False, help_text="生效日期；留空的，自收到之日起算。")
    redo_due_by = Day(label="责令期限末日", required=False, help_text="决定、判决写明期限的，填写最后一天。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [kind for kind in DisputeKind if kind in {item.kind for item in self.open}]
        self.fields["result"].choices = [
            (DISPUTE_KIND_NAMES[kind], [(row.key, row.name) for row in results_for(kind)]) for kind in kinds
        ]

    def defaults(self) -> dict[str, Any]:
        return super().defaults() | {"result_received_on": self.today}

    def consequences(self) -> list[str]:
        return ["结果计入作出决定、判决当年的年度报告表四。", "没有审结的，年末计入“尚未审结”。"]


class RedoForm(ActForm):
    """重新办理."""

    act = Act.REDO
    service = staticmethod(services.redo)
    danger = True

    def consequences(self) -> list[str]:
        dispute = ordered_dispute(self.found.case)
        if dispute is None:
            return []
        until = f"{dispute.redo_due_by}前" if dispute.redo_due_by else f"{RE_DECISION_WORKING_DAYS}个工作日内"
        return [
            f"{dispute_words(dispute)}：{dispute.get_result_display()}。",
            f"认定的理由：{dispute.reasons.rstrip('。')}。",
            f"自{dispute.effective_on}次日起，{until}重新答复。",
            "原答复和原文号留存；表三仍按原决定计算，不作新的申请。",
        ]


class DisputeFilter(forms.Form):
    """What the list of disputes is narrowed to; an unknown value narrows nothing."""

    standing = forms.ChoiceField(label="状态", required=False)
    kind = forms.ChoiceField(label="类别", required=False)
    year = forms.ChoiceField(label="表四年度", required=False)
    group = forms.ChoiceField(label="表四类别", required=False)
    column = forms.ChoiceField(label="表四结果", required=False)

    def __init__(self, *args: Any, years: Iterable[int], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = {
            "standing": STANDINGS.items(),
            "kind": [(item.value, name) for item, name in DISPUTE_KIND_NAMES.items()],
            "year": [(str(year), f"{year}年") for year in years],
            "group": DISPUTE_GROUPS,
            "column": [pair for pair in DISPUTE_COLUMNS if pair[0] != TOTAL],
        }
        for name, pairs in choices.items():
            self.fields[name].choices = [("", "全部"), *pairs]

    def wanted(self) -> Wanted:
        """Return what was asked for."""
        self.is_valid()
        given = self.cleaned_data
        year = given.get("year", "")
        return Wanted(
            standing=given.get("standing", ""),
            kind=given.get("kind", ""),
            year=int(year) if year else None,
            group=given.get("group", ""),
            column=given.get("column", ""),
        )
