"""How a letter was served (送达): the fields every act has that serves one."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import LawDay, LawText, Section
from casework.law.letter_service import SERVICE_METHOD_NAMES, ServiceFact, ServiceMethod

BY_HAND = f"{ServiceMethod.IN_PERSON.value} {ServiceMethod.ENTRUSTED.value}"
SERVICE_SECTIONS = (
    Section((("method",),), "送达"),
    Section(
        (("posted_on", "postal_number"),), "邮政寄送",
        "按交邮日判断是否按期；只能通过邮政企业，不得到付。", f"method={ServiceMethod.POSTAL.value}",
    ),
    Section((("signed_on", "receiver"),), "当面送达或者委托送达", "按签收日判断是否按期。", f"method={BY_HAND}"),
    Section(
        (("arrived_on",), ("consented",)), "电子送达",
        "按到达申请人指定系统之日判断是否按期。", f"method={ServiceMethod.ELECTRONIC.value}",
    ),
)  # fmt: skip
_DATE_OF = {
    ServiceMethod.POSTAL: "posted_on",
    ServiceMethod.IN_PERSON: "signed_on",
    ServiceMethod.ENTRUSTED: "signed_on",
    ServiceMethod.ELECTRONIC: "arrived_on",
}
_PROOFS = ("posted_on", "signed_on", "arrived_on")


class ServiceFields(forms.Form):
    """Mixed into the form of an act that serves a letter; only the chosen way's fields count."""

    method = forms.ChoiceField(
        label="送达方式",
        choices=[(item.value, SERVICE_METHOD_NAMES[item]) for item in ServiceMethod],
        widget=forms.RadioSelect,
    )
    posted_on = LawDay(label="交邮日期")
    postal_number = LawText(label="邮政挂号或EMS单号", max_length=40)
    signed_on = LawDay(label="签收日期")
    receiver = LawText(label="签收人", max_length=60)
    arrived_on = LawDay(label="到达日期")
    consented = forms.BooleanField(label="申请人同意电子送达，有记录可查", required=False)

    def service_defaults(self) -> dict[str, Any]:
        """Return what the service fields show before anybody typed."""
        today = self.today
        return {"method": ServiceMethod.POSTAL.value, "posted_on": today, "signed_on": today, "arrived_on": today}

    def fact(self) -> ServiceFact:
        """Return the service as it was; the fields of other ways are left out."""
        given, method = self.cleaned_data, ServiceMethod(self.cleaned_data["method"])
        if method is ServiceMethod.POSTAL:
            return ServiceFact(method, posted_on=given["posted_on"], postal_number=given["postal_number"])
        if method is ServiceMethod.ELECTRONIC:
            return ServiceFact(method, arrived_on=given["arrived_on"], consented=given["consented"])
        return ServiceFact(method, signed_on=given["signed_on"], receiver=given["receiver"])

    def field_at_fault(self, name: str) -> str:
        """Return the date of the chosen way where the refusal is about the day of service."""
        name = super().field_at_fault(name)
        if name in (*_PROOFS, "served_on", "concluded_on") and "method" in self.cleaned_data:
            return _DATE_OF[ServiceMethod(self.cleaned_data["method"])]
        return name
