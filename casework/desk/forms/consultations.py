"""Forms of 征求意见: the letter, its arrival, the answer, the agency's own decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, LawChoice, LawLongText, LawText, Section
from casework.desk.forms.letter_service import ServiceFields, service_sections
from casework.desk.words import told
from casework.law.acts import Act
from casework.law.consultations import OPINION_NAMES, RULING_NAMES, Opinion
from casework.law.duties import OPINION_WORKING_DAYS, Duty
from casework.law.facts import CONSULTATION_NAMES, ConsultationKind
from casework.law.remedies import LITIGATION_MONTHS, RECONSIDERATION_DAYS
from casework.models.facts import facts_of, live_consultations
from casework.services.consultations import (
    consult,
    record_delivery,
    record_opinion,
    rule_on_opinion,
    tell_third_party,
    withdraw_consultation,
)


class ConsultForm(ActForm):
    """征求意见."""

    act = Act.CONSULT
    service = staticmethod(consult)
    of_service = frozenset({"sent_on", "delivered_on"})
    layout = (
        Section((("kind",), ("addressee",), ("about",), ("sent_on", "delivered_on"))),
        Section((("answer_by",),), "", "", f"kind={ConsultationKind.OTHER_AGENCY.value}"),
    )
    kind = forms.ChoiceField(
        label="征求谁的意见",
        choices=[(item.value, CONSULTATION_NAMES[item]) for item in ConsultationKind],
        widget=forms.RadioSelect,
        help_text=f"几个第三方的，逐个登记：各有各的送达日期和{OPINION_WORKING_DAYS}个工作日。",
    )
    addressee = LawText(label="对方名称", max_length=120)
    about = LawLongText(label="征求意见的内容", help_text="拟公开的信息名称和涉及对方权益的部分；不写申请人是谁。")
    sent_on = Day(label="发出日期")
    delivered_on = Day(label="对方收到日期", required=False, help_text="还不知道的留空，知道后再登记。")
    answer_by = Day(
        label="请对方在此日前答复",
        required=False,
        help_text="其他机关没有法定期限，由本机关商定；过了仍未答复的，可以决定不再等待。",
    )

    def defaults(self) -> dict[str, Any]:
        return {"kind": ConsultationKind.THIRD_PARTY.value, "sent_on": self.today}

    def arguments(self) -> dict[str, Any]:
        sent = {"sent_on": self.today, "delivered_on": None} if self.presumed else {}
        return super().arguments() | sent

    def consequences(self) -> list[str]:
        lines = [
            "发出次日起不计入答复期限，收到意见的次日恢复计算；几份同时征求的，只停一次，不相加。",
            f"第三方、共同制作机关自收到之日起{OPINION_WORKING_DAYS}个工作日内答复；"
            "第三方逾期由本机关决定，共同制作机关逾期视为同意公开。",
        ]
        if self.found.case.agency.switches.tell_applicant_of_consultation == "yes":
            lines.append("本机关规定把征求意见一事告知申请人：办理后请送达征求意见告知书。")
        return lines


class RecordDeliveryForm(ActForm):
    """登记征求意见送达."""

    act = Act.RECORD_DELIVERY
    service = staticmethod(record_delivery)
    delivered_on = Day(label="对方收到日期")

    def defaults(self) -> dict[str, Any]:
        return {"delivered_on": self.today}


class RecordOpinionForm(ActForm):
    """登记意见."""

    act = Act.RECORD_OPINION
    service = staticmethod(record_opinion)
    opinion = LawChoice(
        label="对方意见",
        choices=[(item.value, text) for item, text in OPINION_NAMES.items()],
        widget=forms.RadioSelect,
    )
    reasons = LawLongText(label="理由", help_text="不同意或者部分同意的，必须写明。")
    answered_on = Day(label="收到意见日期")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Agreement needs no reasons; the service asks for them otherwise.
        self.fields["reasons"].required = False

    def defaults(self) -> dict[str, Any]:
        return {"answered_on": self.today}


class RuleOnOpinionForm(ActForm):
    """对意见作出决定."""

    act = Act.RULE_ON_OPINION
    service = staticmethod(rule_on_opinion)
    ruling = LawChoice(
        label="本机关决定",
        choices=[(item.value, text) for item, text in RULING_NAMES.items()],
        widget=forms.RadioSelect,
    )
    judgement = LawLongText(
        label="本机关的判断",
        help_text="写自己的判断：对方的理由是否成立，是不是商业秘密、个人隐私，公开会造成什么损害。不能只写“第三方不同意”。",
    )
    public_interest = LawLongText(
        label="公共利益理由", help_text="第三方不同意而决定公开的，必须写明；写入决定公开告知书，不写申请人是谁。"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Only a disclosure against a third party needs it; the service asks for it then.
        self.fields["public_interest"].required = False

    def defaults(self) -> dict[str, Any]:
        item = self.consultation
        if item is None:
            return {}
        return {"ruling": item.ruling, "judgement": item.judgement, "public_interest": item.public_interest}

    def consequences(self) -> list[str]:
        item = self.consultation
        if item is None:
            return []
        said = f"{item.addressee}：{OPINION_NAMES[Opinion(item.opinion)]}。{item.reasons}" if item.opinion else ""
        return [
            said or f"{item.addressee}逾期没有提出意见：既不是同意，也不是不同意，由本机关决定。",
            "第三方不同意而决定公开的，签发后先送达决定公开告知书，再送达答复。",
        ]


class WithdrawConsultationForm(ActForm):
    """撤回征求意见."""

    act = Act.WITHDRAW_CONSULTATION
    service = staticmethod(withdraw_consultation)
    danger = True
    reason = LawLongText(label="撤回的原因", rows=3, max_length=200)

    def moved_to(self) -> Duty | None:
        """Return the reply duty as if this letter had never been sent."""
        live = live_consultations(self.found.case)
        kept = [
            fact
            for item, fact in zip(live, facts_of(self.found.case).consultations, strict=True)
            if self.consultation is None or item.pk != self.consultation.pk
        ]
        return self.found.reply_if(consultations=tuple(kept))

    def consequences(self) -> list[str]:
        duty = self.moved_to()
        lines = ["发错的征求意见书自始不停止计算答复期限；请另行通知对方不必答复。"]
        if duty and duty.due_on and _passed(duty, self.today):
            lines.append(f"撤回后答复期限为{told(duty)}，已经届满。")
        return lines


def _passed(duty: Duty, today: date) -> bool:
    return bool(duty.due_on and duty.due_on < today)


class TellThirdPartyForm(ServiceFields, ActForm):
    """告知第三方决定公开."""

    act = Act.TELL_THIRD_PARTY
    service = staticmethod(tell_third_party)
    layout = service_sections("第三方")

    def defaults(self) -> dict[str, Any]:
        return self.service_defaults()

    def arguments(self) -> dict[str, Any]:
        return {"fact": self.fact()}

    def consequences(self) -> list[str]:
        item = self.consultation
        return [
            *([f"公共利益理由：{item.public_interest}"] if item and item.public_interest else []),
            f"第三方不服的，可以自收到之日起{RECONSIDERATION_DAYS}日内申请行政复议，"
            f"或者{LITIGATION_MONTHS}个月内提起行政诉讼；告知书须写明。",
            "告知书不写申请人是谁。",
        ]
