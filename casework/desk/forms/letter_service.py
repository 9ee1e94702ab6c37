"""How a letter was served (送达): the fields every act has that serves one, and what came afterwards."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, Files, LawChoice, LawDay, LawText, LongText, Section, Text
from casework.law.acts import Act
from casework.law.letter_service import (
    CARRIER_NAMES,
    FOLLOW_UP_NAMES,
    RELATION_NAMES,
    SERVICE_METHOD_NAMES,
    Carrier,
    Relation,
    ServiceFact,
    ServiceMethod,
    presumed_service,
)
from casework.models.letter_service import Letter
from casework.services.letter_service import FREELY_SERVED, follow_up_service, serve_letter

_HAND, _ENTRUSTED = ServiceMethod.IN_PERSON.value, ServiceMethod.ENTRUSTED.value
BY_HAND = f"{_HAND} {_ENTRUSTED}"


def service_sections(whom: str = "申请人") -> tuple[Section, ...]:
    """Return the sections of the service fields; ``whom`` is the one the letter is for."""
    return (
        Section((("method",),), "送达"),
        Section(
            (("carrier",), ("posted_on", "postal_number"), ("paid_by_receiver",)), "邮政寄送",
            "按交邮日判断是否按期；只能通过邮政企业，不得到付。", f"method={ServiceMethod.POSTAL.value}",
        ),
        Section(
            (("signed_on", "receiver"), ("relation", "document_seen"), ("place", "entrusted_to")),
            "当面送达或者委托送达", "按签收日判断是否按期；当面送达须核对证件，委托送达须写明受委托的机关。", f"method={BY_HAND}",
        ),
        Section(
            (("refused_because", "witnesses"),), "拒绝签收的",
            "签收日期填拒收当日；两名以上见证人在场，留下文书并拍照，视为送达。", f"method={BY_HAND}",
        ),
        Section(
            (("arrived_on",), ("arrival_proof",), ("consented",)), "电子送达",
            f"按到达{whom}指定系统之日判断是否按期。", f"method={ServiceMethod.ELECTRONIC.value}",
        ),
    )  # fmt: skip


SERVICE_SECTIONS = service_sections()
_DATE_OF = {
    ServiceMethod.POSTAL: "posted_on",
    ServiceMethod.IN_PERSON: "signed_on",
    ServiceMethod.ENTRUSTED: "signed_on",
    ServiceMethod.ELECTRONIC: "arrived_on",
}
_PROOFS = ("posted_on", "signed_on", "arrived_on")
_POSTAL = ("posted_on", "postal_number", "carrier", "paid_by_receiver")
_BY_HAND = ("signed_on", "receiver", "relation", "place", "refused_because", "witnesses")
_ELECTRONIC = ("arrived_on", "arrival_proof", "consented")


class ServiceFields(forms.Form):
    """Mixed into the form of an act that serves a letter; only the chosen way's fields count."""

    method = forms.ChoiceField(
        label="送达方式",
        choices=[(item.value, SERVICE_METHOD_NAMES[item]) for item in ServiceMethod],
        widget=forms.RadioSelect,
    )
    carrier = LawChoice(label="寄送方式", choices=[(item.value, text) for item, text in CARRIER_NAMES.items()])
    posted_on = LawDay(label="交邮日期")
    postal_number = LawText(label="邮政挂号或EMS单号", max_length=40)
    paid_by_receiver = forms.BooleanField(label="邮费由对方到付", required=False)
    signed_on = LawDay(label="签收日期")
    receiver = LawText(label="签收人", max_length=60)
    relation = LawChoice(
        label="与受送达人的关系", choices=[(item.value, text) for item, text in RELATION_NAMES.items()]
    )
    document_seen = LawText(label="所见证件", max_length=60, help_text="例如：居民身份证、单位介绍信。")
    place = Text(label="送达地点", max_length=200, required=False)
    entrusted_to = LawText(label="受委托的行政机关", max_length=120)
    refused_because = Text(label="拒收事由", max_length=200, required=False)
    witnesses = Text(label="见证人", max_length=120, required=False, help_text="两名以上，用顿号隔开。")
    arrived_on = LawDay(label="到达日期")
    arrival_proof = Text(
        label="到达凭证", max_length=200, required=False, help_text="例如：邮件送达回执、系统显示的到达时间和编号。"
    )
    consented = forms.BooleanField(label="申请人同意电子送达，有记录可查", required=False)

    def service_defaults(self) -> dict[str, Any]:
        """Return what the service fields show before anybody typed."""
        today = self.today
        return {
            "method": ServiceMethod.POSTAL.value, "carrier": Carrier.EMS.value, "relation": Relation.SELF.value,
            "posted_on": today, "signed_on": today, "arrived_on": today,
        }  # fmt: skip

    def fact(self) -> ServiceFact:
        """Return the service as it was; the fields of other ways are left out."""
        if self.presumed:
            return presumed_service(self.today)
        given, method = self.cleaned_data, ServiceMethod(self.cleaned_data["method"])
        names = {
            ServiceMethod.POSTAL: _POSTAL,
            ServiceMethod.IN_PERSON: (*_BY_HAND, "document_seen"),
            ServiceMethod.ENTRUSTED: (*_BY_HAND, "entrusted_to"),
            ServiceMethod.ELECTRONIC: _ELECTRONIC,
        }[method]
        values = {name: given[name] for name in names if given[name] not in ("", None)}
        # An unanswered choice keeps the default of the law.
        for name, kind in (("carrier", Carrier), ("relation", Relation)):
            if name in values:
                values[name] = kind(values[name])
        return ServiceFact(method, **values)

    def field_at_fault(self, name: str) -> str:
        """Return the date of the chosen way where the refusal is about the day of service."""
        name = super().field_at_fault(name)
        if name in (*_PROOFS, "served_on", "concluded_on") and "method" in self.cleaned_data:
            return _DATE_OF[ServiceMethod(self.cleaned_data["method"])]
        return name


SERVICE_FIELDS = frozenset(ServiceFields.base_fields)


def proof_files() -> Files:
    """Return the field for what proves a service: waybill, receipt, photograph."""
    return Files(label="凭证", required=False, help_text="面单、回执、签收底单或者照片；每个不超过10MB。")


class ServeLetterForm(ServiceFields, ActForm):
    """登记文书送达: a letter without an act of its own, or another attempt of one that failed."""

    act = Act.SERVE_LETTER
    service = staticmethod(serve_letter)
    layout = (Section((("letter",),), "文书"), *SERVICE_SECTIONS)
    letter = LawChoice(
        label="文书",
        choices=[(item.value, item.label) for item in Letter if item in FREELY_SERVED],
        widget=forms.RadioSelect,
    )
    files = proof_files()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.record is not None:
            del self.fields["letter"]

    def defaults(self) -> dict[str, Any]:
        return self.service_defaults() | {"letter": Letter.CONSULTATION_NOTICE.value}

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        again = {"again_id": self.record.pk} if self.record is not None else {}
        return {"letter": given.get("letter", ""), "fact": self.fact(), "files": given["files"], **again}

    def subject(self) -> dict[str, Any]:
        return {"case_id": self.found.case.pk}

    def consequences(self) -> list[str]:
        if self.record is None:
            return []
        return [f"第一次送达：{self.record}。按期与否看第一次，救济期限自实际收到之日起算。"]


class FollowUpServiceForm(ActForm):
    """登记送达后续."""

    act = Act.FOLLOW_UP_SERVICE
    service = staticmethod(follow_up_service)
    kind = LawChoice(
        label="情况", choices=[(item.value, text) for item, text in FOLLOW_UP_NAMES.items()], widget=forms.RadioSelect
    )
    happened_on = Day(label="日期", help_text="签收日、退回日；有争议的，填对方主张的日期。")
    note = LongText(
        label="说明", rows=3, max_length=200, required=False, help_text="退回的原因；争议的，写双方的说法和凭证在哪里。"
    )
    files = proof_files()

    def defaults(self) -> dict[str, Any]:
        return {"happened_on": self.today}

    def consequences(self) -> list[str]:
        if self.record is None:
            return []
        return [f"已登记：{self.record}。", "原登记的日期保留，两个日期并存，不改动办结和期限。"]
