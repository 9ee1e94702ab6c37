"""Forms of the first acts: confirming receipt, checking identity, assigning, accepting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, LawText, Section, Text
from casework.law.acts import Act
from casework.law.applicants import DOCUMENT_KIND_NAMES, DocumentKind
from casework.law.clock import Duty, read
from casework.law.errors import Refused
from casework.models.agency import Unit
from casework.models.applicant import IdentityCheckMethod, IdentityResult
from casework.models.facts import facts_of
from casework.models.user import Role, User
from casework.services.acceptance import accept, assign
from casework.services.identity_checks import check_identity
from casework.services.receipt import confirm_receipt, record_confirmation


class ConfirmReceiptForm(ActForm):
    """确认收件."""

    act = Act.CONFIRM_RECEIPT
    service = staticmethod(confirm_receipt)
    confirmed_on = Day(label="与申请人确认日期", help_text="系统自动回执不算在内；当日确认的填今天。")

    def defaults(self) -> dict[str, Any]:
        return {"confirmed_on": self.today}

    def consequences(self) -> list[str]:
        try:
            facts = replace(facts_of(self.found.case), confirmed_on=self.today)
            receipt = read(facts, self.found.calendar, self.today).receipt
        except Refused as refusal:
            return [str(refusal)]
        return [f"收到日为 {receipt.received_on}：{receipt.explanation}（{receipt.basis}）。"]


class RecordConfirmationForm(ActForm):
    """登记双方确认."""

    act = Act.RECORD_CONFIRMATION
    service = staticmethod(record_confirmation)
    confirmed_on = Day(label="双方确认日期")
    note = Text(label="联系记录", max_length=200, help_text="何时、用什么电话、与谁确认。")

    def defaults(self) -> dict[str, Any]:
        return {"confirmed_on": self.today}

    def moved_to(self) -> Duty | None:
        return self.found.reply_if(confirmed_on=self.today)


class CheckIdentityForm(ActForm):
    """身份核验."""

    act = Act.CHECK_IDENTITY
    service = staticmethod(check_identity)
    documents_seen = LawText(
        label="所见证件", max_length=200, help_text="例如：居民身份证原件；营业执照复印件加盖公章。"
    )
    method = forms.ChoiceField(label="核验方式", choices=IdentityCheckMethod.choices, widget=forms.RadioSelect)
    result = forms.ChoiceField(label="核验结果", choices=IdentityResult.choices, widget=forms.RadioSelect)
    note = Text(label="说明", max_length=200, required=False)

    def defaults(self) -> dict[str, Any]:
        kinds = (item.document_kind for item in self.found.case.applicants.all())
        seen = "、".join(DOCUMENT_KIND_NAMES[DocumentKind(kind)] for kind in kinds if kind)
        return {"documents_seen": seen, "method": IdentityCheckMethod.COPY_SEEN, "result": IdentityResult.CONFIRMED}


class AssignForm(ActForm):
    """分办."""

    act = Act.ASSIGN
    service = staticmethod(assign)
    layout = (Section((("unit", "officer"), ("note",))),)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办科室", required=False, empty_label="不分到科室")
    officer = forms.ModelChoiceField(User.objects.none(), label="承办人", required=False, empty_label="暂不指定")
    note = Text(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        agency = self.found.case.agency_id
        people = User.objects.filter(agency=agency, is_active=True)
        self.fields["unit"].queryset = Unit.objects.filter(agency=agency).order_by("name")
        self.fields["officer"].queryset = people.filter(role__in=[Role.CLERK, Role.HANDLER]).order_by("display_name")

    def defaults(self) -> dict[str, Any]:
        return {"unit": self.found.case.unit_id, "officer": self.found.case.officer_id}


class AcceptForm(ActForm):
    """受理."""

    act = Act.ACCEPT
    service = staticmethod(accept)

    def consequences(self) -> list[str]:
        return ["内容不明确的，不要受理，先告知补正：补正只能告知一次，须在收到之日起7个工作日内。"]
