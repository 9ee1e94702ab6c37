"""Forms of the first acts: confirming receipt, checking identity, assigning, accepting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, LawLongText, LawText, Section, Text
from casework.desk.words import told
from casework.law.acts import Act
from casework.law.applicants import DOCUMENT_KIND_NAMES, DocumentKind
from casework.law.clock import read
from casework.law.duties import SUPPLEMENT_NOTICE_WORKING_DAYS, Duty
from casework.law.errors import Refused
from casework.models.agency import Unit
from casework.models.applicant import IdentityCheckMethod, IdentityResult
from casework.models.facts import facts_of
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.services.acceptance import accept
from casework.services.assignments import assign, claim, return_to_desk, standing_of
from casework.services.identity_checks import check_identity
from casework.services.identity_copies import IDENTITY_COPY, REMOVED_COPY
from casework.services.permissions import CASE_WORKERS
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
        return [f"收到日为{receipt.received_on}：{receipt.explanation}（{receipt.basis}）。"]


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
    copies = forms.TypedMultipleChoiceField(
        label="证件复印件", coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="勾选附件中的身份证等证件复印件，本机关设有保存期限的，办结后按期删除。",
    )  # fmt: skip
    note = Text(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        files = [item for item in self.found.case.attachments.all() if item.purpose != REMOVED_COPY]
        if files:
            self.fields["copies"].choices = [(item.pk, item.name) for item in files]
            self.initial.setdefault("copies", [item.pk for item in files if item.purpose == IDENTITY_COPY])
        else:
            del self.fields["copies"]

    def defaults(self) -> dict[str, Any]:
        kinds = (item.document_kind for item in self.found.case.applicants.all())
        seen = "、".join(DOCUMENT_KIND_NAMES[DocumentKind(kind)] for kind in kinds if kind)
        return {"documents_seen": seen, "method": IdentityCheckMethod.COPY_SEEN, "result": IdentityResult.CONFIRMED}

    def consequences(self) -> list[str]:
        return [
            "对照“申请人信息”一栏登记的姓名、证件号码核验。",
            "身份相符、内容明确的，下一步受理。",
            "证明不全的，告知补正时一并写明，不另行要求。",
        ]


class AssignForm(ActForm):
    """分办."""

    act = Act.ASSIGN
    service = staticmethod(assign)
    layout = (Section((("unit", "officer"), ("note",))),)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办科室", required=False, empty_label="不分到科室")
    officer = forms.ModelChoiceField(User.objects.none(), label="承办人", required=False, empty_label="暂不指定")
    note = Text(label="说明", max_length=200, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        agency = self.found.case.agency_id
        people = User.objects.filter(agency=agency, is_active=True)
        self.fields["unit"].queryset = Unit.objects.filter(agency=agency).order_by("name")
        self.fields["officer"].queryset = people.filter(role__in=sorted(CASE_WORKERS)).order_by("display_name")

    def defaults(self) -> dict[str, Any]:
        case = self.found.case
        return {"unit": case.unit_id, "officer": case.officer_id, "seen": standing_of(case)}

    def consequences(self) -> list[str]:
        return [*running_on(self.found), "收到日不因内部转办改变，内部流转的时间都计入期限。"]


class ClaimForm(ActForm):
    """认领."""

    act = Act.CLAIM
    service = staticmethod(claim)

    def consequences(self) -> list[str]:
        return ["认领后由您承办。", *running_on(self.found)]


class ReturnToDeskForm(ActForm):
    """退回分办."""

    act = Act.RETURN_TO_DESK
    service = staticmethod(return_to_desk)
    danger = True
    reason = LawLongText(label="退回理由", rows=3, max_length=200, help_text="说明应由哪个科室承办、为什么。")

    def consequences(self) -> list[str]:
        return ["公开办立即收到通知，重新分办。", *running_on(self.found)]


def running_on(found: CaseRead) -> list[str]:
    """Return that the clock runs on, with the date and what is left of it."""
    reply = found.reading.reply
    if reply is None or reply.due_on is None:
        return ["期限照常计算。"]
    left = found.reading.left(is_open=found.case.is_open)
    return [f"期限照常计算：答复期限{told(reply)}，已用{reply.used}个工作日，剩余{left}个工作日。"]


class AcceptForm(ActForm):
    """受理."""

    act = Act.ACCEPT
    service = staticmethod(accept)

    def consequences(self) -> list[str]:
        return [
            "内容不明确的，不要受理，先告知补正：补正只能告知一次，"
            f"须在收到之日起{SUPPLEMENT_NOTICE_WORKING_DAYS}个工作日内。"
        ]
