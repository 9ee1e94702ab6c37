"""Forms of the registers beside the cases: 来件, 更正, 协查协办, 投诉举报."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import Day, DeskForm, LawChoice, LawDay, LawLongText, LawText, LongText, Text
from casework.law.assistance import ASSISTANCE_KIND_NAMES, ASSISTANCE_RESULT_NAMES
from casework.law.complaints import COMPLAINT_FINDING_NAMES
from casework.law.incoming_mail import MAIL_OUTCOME_NAMES
from casework.law.rectifications import RECTIFICATION_OUTCOME_NAMES
from casework.models.agency import Agency
from casework.models.user import User
from casework.services.permissions import CASE_WORKERS


class MatterForm(DeskForm):
    """What every register asks when something is entered."""

    from_whom = LawText(label="提出人", max_length=120)
    contact = Text(label="联系方式", max_length=120, required=False)
    received_on = LawDay(label="收到日期")
    subject = LawLongText(label="事项", max_length=4000)
    officer = forms.ModelChoiceField(
        label="承办人", queryset=User.objects.none(), required=False, empty_label="登记人自己"
    )
    case_number = Text(label="相关办件编号", max_length=40, required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        staff = User.objects.filter(agency=user.agency_id, is_active=True, role__in=sorted(CASE_WORKERS))
        self.fields["officer"].queryset = staff.order_by("role", "pk")


class RectificationForm(MatterForm):
    """登记更正申请."""

    evidence = LongText(
        label="申请人提供的证据", required=False, max_length=4000, help_text="没有证据的也登记，但不能据以更正。"
    )
    field_order = ["from_whom", "contact", "received_on", "subject", "evidence", "officer", "case_number"]


class AssistanceForm(MatterForm):
    """登记协查协办."""

    kind = LawChoice(label="类别", choices=[(k.value, name) for k, name in ASSISTANCE_KIND_NAMES.items()])
    due_on = Day(label="来函要求的反馈日期", required=False, help_text="没有要求的留空，按本机关设定的工作日计算。")
    field_order = ["kind", "from_whom", "contact", "received_on", "due_on", "subject", "officer", "case_number"]


class ComplaintForm(MatterForm):
    """登记投诉举报."""

    against = forms.ModelChoiceField(label="被投诉机关", queryset=Agency.objects.none(), required=False)
    field_order = ["from_whom", "contact", "against", "received_on", "subject", "officer", "case_number"]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, user=user, **options)
        field = self.fields["against"]
        field.queryset, field.empty_label = Agency.objects.below(user.agency).order_by("path"), "本机关"


class MailForm(MatterForm):
    """登记来件: sender, number, day, and who signed."""

    addressed_to = Text(
        label="信封所写收件人",
        max_length=120,
        required=False,
        help_text="写给负责人、科室的也一样登记，不得拒收、退回。",
    )
    postal_number = Text(label="邮件号", max_length=40, required=False, help_text="EMS、挂号信的号码；平信留空。")
    signed_by = LawText(label="签收人", max_length=60, help_text="本机关实际签收的人；门卫、收发室签收的也是签收。")
    field_order = ["from_whom", "addressed_to", "postal_number", "received_on", "signed_by", "subject", "officer"]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, user=user, **options)
        self.fields["from_whom"].label, self.fields["received_on"].label = "寄件人", "签收日期"
        self.fields["subject"].label, self.fields["officer"].label = "来件概况", "应由谁领取"
        for name in ("contact", "case_number"):
            del self.fields[name]


class _ClosingForm(DeskForm):
    closed_on = LawDay(label="办结（反馈、告知）日期")
    answer = LawLongText(label="办理情况和告知内容", max_length=4000)


class DecideRectificationForm(_ClosingForm):
    """办理更正申请."""

    outcome = LawChoice(label="处理结果", choices=[(k.value, name) for k, name in RECTIFICATION_OUTCOME_NAMES.items()])
    rectification_proof = LawLongText(label="更正的证据与核实结果", max_length=4000)
    addressee = Text(label="有权更正的机关和联系方式", max_length=200, required=False)
    field_order = ["outcome", "rectification_proof", "addressee", "answer", "closed_on"]

    def field_at_fault(self, name: str) -> str:
        return name.removeprefix("evidence_")


class FeedbackForm(_ClosingForm):
    """反馈协查协办."""

    result = LawChoice(label="反馈结果", choices=[(k.value, name) for k, name in ASSISTANCE_RESULT_NAMES.items()])
    hours = forms.DecimalField(label="用时（小时）", max_digits=6, decimal_places=1, required=False)
    field_order = ["result", "answer", "hours", "closed_on"]


class AnswerComplaintForm(_ClosingForm):
    """办理投诉举报."""

    finding = LawChoice(label="核实结果", choices=[(k.value, name) for k, name in COMPLAINT_FINDING_NAMES.items()])
    measures = LongText(label="督促整改、通报等措施", required=False, max_length=4000)
    field_order = ["finding", "measures", "answer", "closed_on"]


class TakeOverMailForm(DeskForm):
    """领取来件: whoever submits this signs for it."""

    outcome = LawChoice(label="来件是什么", choices=[(k.value, name) for k, name in MAIL_OUTCOME_NAMES.items()])
    case_number = Text(label="办件编号", max_length=40, required=False, help_text="是申请的，先登记办件，再填编号。")
    passed_to = Text(label="转交给", max_length=120, required=False, help_text="不是申请的，写明转交哪个科室、何人。")
    closed_on = LawDay(label="领取日期")
    answer = LongText(label="备注", required=False, max_length=4000)
