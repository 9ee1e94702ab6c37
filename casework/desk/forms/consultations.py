"""Forms of 征求意见: the letter, its arrival, the answer."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, LawChoice, LawLongText, LawText, Section
from casework.law.acts import Act
from casework.law.facts import CONSULTATION_NAMES, ConsultationKind
from casework.models.consultation import Opinion
from casework.services.consultations import consult, record_delivery, record_opinion


class ConsultForm(ActForm):
    """征求意见."""

    act = Act.CONSULT
    service = staticmethod(consult)
    layout = (Section((("kind",), ("addressee",), ("about",), ("sent_on", "delivered_on"))),)
    kind = forms.ChoiceField(
        label="征求谁的意见",
        choices=[(item.value, CONSULTATION_NAMES[item]) for item in ConsultationKind],
        widget=forms.RadioSelect,
    )
    addressee = LawText(label="对方名称", max_length=120)
    about = LawLongText(label="征求意见的内容", help_text="拟公开的信息名称和涉及对方权益的部分；不写申请人是谁。")
    sent_on = Day(label="发出日期")
    delivered_on = Day(label="对方收到日期", required=False, help_text="还不知道的留空，知道后再登记。")

    def defaults(self) -> dict[str, Any]:
        return {"kind": ConsultationKind.THIRD_PARTY.value, "sent_on": self.today}

    def consequences(self) -> list[str]:
        return [
            "发出次日起不计入答复期限，收到意见的次日恢复计算。",
            "第三方、共同制作机关自收到之日起15个工作日内答复；第三方逾期由本机关决定，共同制作机关逾期视为同意公开。",
        ]


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
    opinion = LawChoice(label="对方意见", choices=Opinion.choices, widget=forms.RadioSelect)
    reasons = LawLongText(label="理由", help_text="不同意或者部分同意的，必须写明。")
    answered_on = Day(label="收到意见日期")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Agreement needs no reasons; the service asks for them otherwise.
        self.fields["reasons"].required = False

    def defaults(self) -> dict[str, Any]:
        return {"answered_on": self.today}
