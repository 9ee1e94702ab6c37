"""Forms of 说明理由 (Art. 35): asked, received, reviewed; the delay set and told."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, LawLongText, LongText, Section
from casework.desk.forms.letter_service import SERVICE_FIELDS, SERVICE_SECTIONS, ServiceFields
from casework.desk.words import told
from casework.law.acts import Act
from casework.law.duties import Duty
from casework.law.errors import CalendarNotPublished
from casework.law.facts import DelayFact
from casework.law.letters.words import legal_date
from casework.queries.same_applicant import OneRequest, RequestCounts, request_counts, requests_alike
from casework.services.reasons import ask_reasons, receive_reasons, review_reasons, serve_delay, set_delay

NAMED_AT_MOST = 5
REASONABLE, UNREASONABLE = "reasonable", "unreasonable"


class AskReasonsForm(ServiceFields, ActForm):
    """要求说明理由: the facts of number and frequency first, because the notice must state them."""

    act = Act.ASK_REASONS
    service = staticmethod(ask_reasons)
    of_service = SERVICE_FIELDS
    worksheet_template = "desk/reasons_worksheet.html"
    counted_from = Day(label="统计自")
    counted_to = Day(label="统计至")
    counted = forms.IntegerField(label="这一期间的申请件数")
    what_to_explain = LawLongText(
        label="要求说明的事项", help_text="写明数量、频次为何明显超过合理范围，请申请人说明什么。"
    )
    answer_by = Day(label="说明期限")
    layout = (
        Section((("counted_from", "counted_to", "counted"),), "数量和频次", "按系统登记自动统计，可以改为所涉期间。"),
        Section((("what_to_explain",), ("answer_by",)), "告知内容"),
        *SERVICE_SECTIONS,
    )

    @cached_property
    def requests(self) -> RequestCounts | None:
        """Return how many requests this applicant made."""
        return request_counts(self.found.case)

    def defaults(self) -> dict[str, Any]:
        year = self.requests.year_requests if self.requests else ()
        try:
            answer_by = self.found.calendar.add_working_days(
                self.today, self.found.case.agency.switches.supplement_days
            )
        except CalendarNotPublished:
            # The notice will name a certain day, so the person chooses it where none can be counted.
            answer_by = None
        return self.service_defaults() | {
            "what_to_explain": self._facts_in_words(),
            "counted_from": date(year[0].received_on.year, 1, 1) if year else None,
            "counted_to": self.today,
            "counted": self.requests.year if self.requests else None,
            "answer_by": answer_by,
        }

    @cached_property
    def alike(self) -> list[OneRequest]:
        """Return the applicant's other requests of the year that ask for the same."""
        return requests_alike(self.found.case)

    def _facts_in_words(self) -> str:
        """Return the number and frequency the notice must state (Art. 35), to be completed by a person."""
        found = self.requests
        if found is None:
            return ""
        text = (
            f"{found.month_of.year}年1月1日至{legal_date(self.today)}，您共提出政府信息公开申请{found.year}件，"
            f"其中{found.month_of.month}月收到{found.month}件"
        )
        if self.alike:
            numbers = "、".join(row.number for row in self.alike[:NAMED_AT_MOST])
            more = "等" if len(self.alike) > NAMED_AT_MOST else ""
            text += f"，与本件内容相同或者相近的{len(self.alike)}件（{numbers}{more}）"
        return f"{text}。请说明提出上述数量、频次申请的理由。"

    def worksheet(self) -> dict[str, Any]:
        """Return the applicant's requests of the year, oldest first, and those of them that ask for the same."""
        found = self.requests
        return {
            "counted": found,
            "cases": [self._row(row) for row in (found.year_requests if found else ())],
            "alike": [self._row(row) for row in self.alike],
        }

    def _row(self, row: OneRequest) -> dict[str, Any]:
        own = row.agency_id == self.found.case.agency_id
        return {
            "number": row.number,
            "received_on": row.received_on,
            "subject": row.subject,
            "url": reverse("desk:case", args=[row.number]) if own else "",
        }

    def arguments(self) -> dict[str, Any]:
        names = ("counted_from", "counted_to", "counted", "what_to_explain", "answer_by")
        return {name: self.cleaned_data[name] for name in names} | {"fact": self.fact()}

    def consequences(self) -> list[str]:
        reply = self.found.reading.reply
        line = f"答复期限照常计算，仍为{told(reply)}。" if reply and reply.due_on else "答复期限照常计算。"
        return [line, "理由不合理的，告知不予处理（决定码 X4）；合理但无法按期答复的，可以确定延迟答复的期限并告知。"]


class ReceiveReasonsForm(ActForm):
    """登记说明的理由."""

    act = Act.RECEIVE_REASONS
    service = staticmethod(receive_reasons)
    answer = LongText(
        label="申请人说明的理由", rows=6, required=False, help_text="期满仍没有说明的，留空提交，登记为没有说明。"
    )
    received_on = Day(label="收到日期", required=False)

    def defaults(self) -> dict[str, Any]:
        return {"received_on": self.today}


class ReviewReasonsForm(ActForm):
    """审查理由."""

    act = Act.REVIEW_REASONS
    service = staticmethod(review_reasons)
    is_reasonable = forms.ChoiceField(
        label="审查结论",
        choices=[(REASONABLE, "理由合理"), (UNREASONABLE, "理由不合理")],
        widget=forms.RadioSelect,
    )
    review = LawLongText(
        label="审查意见", rows=6, help_text="逐项说明数量、频次、前后各件的关系和申请人的理由为何成立或者不成立。"
    )

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"is_reasonable": given["is_reasonable"] == REASONABLE, "review": given["review"]}

    def consequences(self) -> list[str]:
        return [
            "理由不合理：以“无正当理由大量反复申请”（X4）送审答复，审查意见作为必填材料带入。",
            "理由合理：继续办理；无法按期答复的，由负责人确定延迟答复期限，在原期限内告知申请人。",
        ]


class SetDelayForm(ActForm):
    """确定延迟答复期限."""

    act = Act.SET_DELAY
    service = staticmethod(set_delay)
    until = Day(label="延迟答复至")
    reason = LawLongText(label="无法按期答复的原因", rows=3)

    def consequences(self) -> list[str]:
        reply = self.found.reading.reply
        due = f"（现为{told(reply)}）" if reply and reply.due_on else ""
        return [f"在原答复期限{due}内告知申请人以后才生效；条例没有规定上限，须合理。"]


class ServeDelayForm(ServiceFields, ActForm):
    """送达延迟答复告知."""

    act = Act.SERVE_DELAY
    service = staticmethod(serve_delay)
    layout = SERVICE_SECTIONS

    def defaults(self) -> dict[str, Any]:
        return self.service_defaults()

    def arguments(self) -> dict[str, Any]:
        return {"fact": self.fact()}

    def moved_to(self) -> Duty | None:
        asked = getattr(self.found.case, "reasons_request", None)
        if asked is None or asked.delay_until is None:
            return None
        return self.found.reply_if(delay=DelayFact(asked.delay_until, self.today))
