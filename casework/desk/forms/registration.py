"""登记申请: asked in the order in which a clerk reads a letter; the channel decides the dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django import forms

from casework.desk.forms.fields import Day, DeskForm, Files, LawChoice, LawDay, LawLongText, LawText, Section, Text
from casework.desk.forms.topics import topic_choices
from casework.law.applicants import (
    APPLICANT_KIND_NAMES,
    DOCUMENT_KIND_NAMES,
    ApplicantKind,
    DocumentKind,
    document_warning,
)
from casework.law.policy import Policy
from casework.law.receipt import Channel, rule_for
from casework.services.register import ApplicantData, NewRequest, RepresentativeData

DOCUMENTS = [("", "未提供"), *((item.value, DOCUMENT_KIND_NAMES[item]) for item in DocumentKind)]
KINDS = [(item.value, APPLICANT_KIND_NAMES[item]) for item in ApplicantKind]
ORGANISATIONS = " ".join(item.value for item in ApplicantKind if item is not ApplicantKind.NATURAL)
WANTED_FORMS = [
    ("", "没有要求"),
    *((text, text) for text in (
        "邮寄纸质件", "当面领取纸质件", "电子邮件发送电子件", "光盘等载体", "现场查阅、抄录", "其他形式（见申请内容）",
    )),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChannelDates:
    """The dates one channel has, with their names there. Which one counts is for law.receipt."""

    labels: dict[str, str]
    note: str = ""
    with_postal_number: bool = False


CHANNEL_DATES: dict[Channel, ChannelDates] = {
    Channel.COUNTER: ChannelDates({"submitted_on": "当面提交日期"}),
    Channel.ORAL: ChannelDates(
        {"submitted_on": "当面提出日期"}, "书面申请确有困难的，可以口头提出，由工作人员代填，念给申请人听并请其确认。"
    ),
    Channel.REGISTERED_MAIL: ChannelDates(
        {"signed_on": "签收日期", "submitted_on": "寄出（邮戳）日期"},
        "收发室、门卫签收的，就是签收。",
        with_postal_number=True,
    ),
    Channel.ORDINARY_MAIL: ChannelDates(
        {"confirmed_on": "与申请人确认日期", "submitted_on": "寄出（邮戳）日期"},
        "无需签收的信件，收到当日与申请人确认；还没联系上的先留空，登记以后再补。",
    ),
    Channel.ONLINE: ChannelDates({"submitted_on": "提交成功日期", "confirmed_on": "双方确认日期"}),
    Channel.EMAIL: ChannelDates({"submitted_on": "到达本机关邮箱日期", "confirmed_on": "双方确认日期"}),
    Channel.FAX: ChannelDates({"confirmed_on": "双方确认日期", "submitted_on": "传真到达日期"}),
}
DATE_NAMES = ("submitted_on", "signed_on", "confirmed_on")


class RegistrationForm(DeskForm):
    """One request. Fields of other channels do not exist, so they can neither be asked nor sent."""

    submitted_on = Day(required=False)
    signed_on = Day(required=False)
    confirmed_on = Day(required=False)
    postal_number = Text(label="来件邮件号", max_length=40, required=False)
    addressed_to = Text(
        label="来件所写机关、科室", max_length=120, required=False, help_text="与本机关现名称不同的，照来件填写。"
    )
    late_registration_reason = Text(
        label="补登原因", max_length=200, required=False, help_text="收到日早于今天、已经用去工作日的，必须写明。"
    )
    applicant_confirmed = forms.BooleanField(
        label="代填的内容已念给申请人听，申请人确认无误并签字",
        error_messages={"required": "口头申请由本机关代填的，须经申请人确认；请确认后再登记。"},
    )

    kind = LawChoice(label="申请人类别", choices=KINDS, widget=forms.RadioSelect)
    name = LawText(label="姓名或名称", max_length=120)
    legal_representative = Text(label="法定代表人或负责人", max_length=60, required=False)
    contact_person = Text(label="联系人", max_length=60, required=False)
    document_kind = forms.ChoiceField(label="身份证明", choices=DOCUMENTS, required=False)
    document_number = Text(label="证件号码", max_length=60, required=False)
    telephone = Text(label="联系电话", max_length=40, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)
    address = Text(label="通信地址", max_length=200, required=False)
    postcode = Text(label="邮政编码", max_length=10, required=False)

    has_representative = forms.BooleanField(label="由代理人提出", required=False)
    representative_name = Text(label="代理人姓名", max_length=60, required=False)
    representative_document_kind = forms.ChoiceField(label="代理人身份证明", choices=DOCUMENTS, required=False)
    representative_document_number = Text(label="代理人证件号码", max_length=60, required=False)
    representative_telephone = Text(label="代理人电话", max_length=40, required=False)
    has_power_of_attorney = forms.BooleanField(label="有授权委托书", required=False)

    content = LawLongText(label="申请公开的政府信息", rows=5, help_text="照抄申请人的原话：名称、文号或者其他特征。")
    subject = Text(label="内容摘要", max_length=60, required=False, help_text="列表里显示；不填的取原文开头。")
    topic = forms.ChoiceField(label="主题分类", required=False)
    wanted_form = forms.ChoiceField(label="获取方式和载体", choices=WANTED_FORMS, required=False)
    needs_assistance = forms.BooleanField(label="有阅读困难或者视听障碍，需要协助", required=False)
    attachments = Files(
        label="申请材料", required=False, help_text="PDF、JPG、PNG、DOCX、XLSX、OFD，每个不超过10MB，最多5个。"
    )

    layout = (
        Section((("signed_on", "submitted_on", "confirmed_on"), ("postal_number", "addressed_to"), ("applicant_confirmed",),
                 ("late_registration_reason",)), "收到日期"),
        Section((("kind",), ("name",)), "申请人"),
        Section((("legal_representative", "contact_person"),), "法人或者其他组织", "", f"kind={ORGANISATIONS}"),
        Section((("document_kind", "document_number"), ("telephone", "email"), ("address", "postcode"),
                 ("has_representative",)), "身份证明和联系方式", "没有提供身份证明的也要登记，随后一并告知补正。"),
        Section((("representative_name", "representative_telephone"),
                 ("representative_document_kind", "representative_document_number"), ("has_power_of_attorney",)),
                "代理人", "", "has_representative=on"),
        Section((("content",), ("subject", "topic"), ("wanted_form",), ("needs_assistance",)), "所需信息"),
        Section((("attachments",),), "附件"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        channel: Channel,
        policy: Policy,
        today: date,
        topics: Callable[[], tuple[str, ...]],
        **options: Any,
    ) -> None:
        self.channel, self.policy, self.today = channel, policy, today
        super().__init__(*args, **options)
        # Most requests come without one: the list is read when the form is shown, or when one was chosen.
        self.fields["topic"].choices = cache(lambda: topic_choices(topics()))
        dates = CHANNEL_DATES[channel]
        rule = rule_for(channel, policy)
        for name in DATE_NAMES:
            if name not in dates.labels:
                del self.fields[name]
            elif name == rule.fact and rule.required:
                self.fields[name] = LawDay(label=dates.labels[name])
            else:
                self.fields[name].label = dates.labels[name]
        if not dates.with_postal_number:
            del self.fields["postal_number"]
        if channel is not Channel.ORAL:
            del self.fields["applicant_confirmed"]
        if rule.required and not self.is_bound:
            self.initial.setdefault(rule.fact, today)
        self.initial.setdefault("kind", ApplicantKind.NATURAL.value)
        self.fields["late_registration_reason"].needed_when = "补登的必填"

    def sections(self) -> list[dict[str, Any]]:
        """Return the sections, numbered on from the channel; the first carries the channel's note."""
        found = super().sections()
        number = 1
        for section in found:
            if not section["show_when"]:
                number += 1
                section["number"] = number
        found[0]["note"] = CHANNEL_DATES[self.channel].note
        return found

    def dates(self) -> dict[str, date | None]:
        """Return the dates that could be read so far, whatever else is still missing."""
        given = getattr(self, "cleaned_data", {})
        return {name: given.get(name) for name in DATE_NAMES}

    def document_warnings(self) -> list[str]:
        """Return what looks wrong about document numbers. It never blocks."""
        given, found = getattr(self, "cleaned_data", {}), []
        for prefix in ("", "representative_"):
            kind, number = given.get(f"{prefix}document_kind"), given.get(f"{prefix}document_number") or ""
            text = document_warning(DocumentKind(kind), number, self.today) if kind else ""
            if text:
                found.append(f"{'代理人：' if prefix else ''}{text}。")
        return found

    def request(self, *, taken_down_by: str) -> NewRequest:
        """Return the request as the service takes it in."""
        given = self.cleaned_data
        note = f"口头申请，由{taken_down_by}代填，申请人已确认。" if self.channel is Channel.ORAL else ""
        names = ("content", "subject", "topic", "wanted_form", "needs_assistance", "late_registration_reason")
        return NewRequest(
            channel=self.channel.value,
            applicant=self._applicant(),
            representative=self._representative(),
            postal_number=given.get("postal_number", ""),
            addressed_to=given.get("addressed_to", ""),
            intake_note=note,
            files=given["attachments"],
            **{name: given[name] for name in names},
            **self.dates(),
        )

    def _applicant(self) -> ApplicantData:
        given = self.cleaned_data
        names = ("kind", "name", "document_kind", "document_number", "telephone", "email", "address", "postcode")
        values = {name: given[name] for name in names}
        if given["kind"] != ApplicantKind.NATURAL:
            values |= {name: given[name] for name in ("legal_representative", "contact_person")}
        return ApplicantData(**values)

    def _representative(self) -> RepresentativeData | None:
        given = self.cleaned_data
        if not given["has_representative"]:
            return None
        return RepresentativeData(
            name=given["representative_name"],
            document_kind=given["representative_document_kind"],
            document_number=given["representative_document_number"],
            telephone=given["representative_telephone"],
            has_power_of_attorney=given["has_power_of_attorney"],
        )

    def clean(self) -> dict[str, Any]:
        """A representative has a name; everything else is for the law to say."""
        given = super().clean()
        if given.get("has_representative") and not given.get("representative_name"):
            self.add_error("representative_name", "请填写代理人姓名。")
        return given
