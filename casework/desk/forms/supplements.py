"""Forms of 补正: asking once and receiving."""

from __future__ import annotations

from typing import Any

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, Files, LawLongText, LongText, Section
from casework.desk.forms.letter_service import SERVICE_FIELDS, SERVICE_SECTIONS, ServiceFields
from casework.desk.words import told
from casework.law.acts import Act
from casework.law.duties import Duty
from casework.law.errors import CalendarNotPublished
from casework.law.facts import SupplementFact
from casework.services.supplements import receive_supplement, request_supplement


class RequestSupplementForm(ServiceFields, ActForm):
    """告知补正."""

    act = Act.REQUEST_SUPPLEMENT
    service = staticmethod(request_supplement)
    of_service = SERVICE_FIELDS
    layout = (Section((("what_is_unclear",), ("guidance",), ("answer_by",))), *SERVICE_SECTIONS)
    what_is_unclear = LawLongText(label="需要补正的事项", help_text="逐项写明哪里不明确；身份证明不全的一并写上。")
    guidance = LongText(label="补正指引", required=False, help_text="怎样写才清楚，举一个例子。")
    answer_by = Day(label="补正期限")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        days = self.found.case.agency.switches.supplement_days
        self.fields["answer_by"].help_text = f"默认自今天起{days}个工作日，可以改，须合理。"

    def defaults(self) -> dict[str, Any]:
        days = self.found.case.agency.switches.supplement_days
        try:
            answer_by = self.found.calendar.add_working_days(self.today, days)
        except CalendarNotPublished:
            # The notice will name a certain day, so the person chooses it where none can be counted.
            answer_by = None
        return self.service_defaults() | {"answer_by": answer_by}

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in ("what_is_unclear", "guidance", "answer_by")} | {"fact": self.fact()}

    def consequences(self) -> list[str]:
        answer_by = self.defaults()["answer_by"]
        lines = ["送达之日起等待补正，答复期限不再走；申请人逾期不补正的，由人确认有无正当理由。"]
        if answer_by:
            answered = SupplementFact(self.today, answer_by, answer_by)
            duty = self.found.reply_if(supplement=answered)
            if duty and duty.due_on:
                lines.append(f"今天送达、申请人在{answer_by}补正的，答复期限为{told(duty)}。")
        return lines


class ReceiveSupplementForm(ActForm):
    """收到补正."""

    act = Act.RECEIVE_SUPPLEMENT
    service = staticmethod(receive_supplement)
    answer = LawLongText(label="补正内容", rows=6)
    received_on = Day(label="收到补正日期")
    files = Files(
        label="补正材料", required=False, help_text="PDF、JPG、PNG、DOCX、XLSX、OFD，每个不超过10MB，最多5个。"
    )

    def defaults(self) -> dict[str, Any]:
        return {"received_on": self.today}

    def field_at_fault(self, name: str) -> str:
        return "files" if name == "attachments" else super().field_at_fault(name)

    def moved_to(self) -> Duty | None:
        asked = self.found.case.supplement
        return self.found.reply_if(supplement=SupplementFact(asked.served_on, asked.answer_by, self.today))
