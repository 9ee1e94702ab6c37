"""Forms of 信息处理费: worked out and compared first, then told; delivered; paid."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse

from casework.desk.fee_words import charge_rows
from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import Day, LawLongText, LawText, Section, Text
from casework.desk.forms.letter_service import SERVICE_FIELDS, SERVICE_SECTIONS, ServiceFields
from casework.desk.forms.plain_words import PlainWords
from casework.desk.words import told
from casework.law.acts import Act
from casework.law.duties import FEE_PAYMENT_WORKING_DAYS, Duty
from casework.law.errors import Refused
from casework.law.facts import FeeFact
from casework.law.fees import FeeCharge, Tariff, by_page, by_piece
from casework.queries.fees import usual_way_to_pay
from casework.queries.same_applicant import RequestCounts, request_counts
from casework.services.fees import charge_fee, receive_fee, record_fee_delivery


class FeeCounts(PlainWords):
    """What is counted, asked before anything is charged: read from the address, never stored."""

    pieces = forms.IntegerField(
        label="本件计几件", help_text="一般为1件；一份申请含多项、按合理最小单位拆分的，填拆分后的件数。"
    )
    counted_before = forms.IntegerField(label="本月此前已有几件", min_value=0)
    pages = forms.IntegerField(
        label="提供多少页", required=False, help_text="A4及以下单面为1页；已主动公开、只告知途径的不计。不提供的不填。"
    )


class ChargeFeeForm(ServiceFields, ActForm):
    """收取信息处理费: in two steps, because nobody should send what nobody has compared."""

    act = Act.CHARGE_FEE
    service = staticmethod(charge_fee)
    of_service = SERVICE_FIELDS
    worksheet_template = "desk/fee_worksheet.html"
    tariff = forms.ChoiceField(choices=[(item.value, item.value) for item in Tariff], widget=forms.HiddenInput)
    quantity = forms.IntegerField(widget=forms.HiddenInput)
    counted_before = forms.IntegerField(required=False, widget=forms.HiddenInput)
    count_note = LawText(label="计数说明", max_length=200, required=False, help_text="件数与系统登记不同时必填。")
    how_to_pay = LawLongText(label="缴纳方式", rows=3, help_text="代收银行、缴款渠道和联系电话，原样写入收费通知书。")
    payment_code = Text(label="缴款识别码", max_length=40, required=False, help_text="由非税收入征收系统生成。")
    layout = (Section((("count_note",), ("how_to_pay",), ("payment_code",))), *SERVICE_SECTIONS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        counts = self.counts_form.cleaned_data if self.counts_form.is_valid() else {}
        chosen = self.data.get("tariff", "") if self.is_bound else self.query.get("tariff", "")
        self.tariff = Tariff(chosen) if chosen in set(Tariff) and (self.is_bound or counts) else None
        if self.tariff and not self.is_bound:
            by_page_chosen = self.tariff is Tariff.PAGE
            self.initial |= {
                "tariff": chosen,
                "quantity": counts.get("pages") if by_page_chosen else counts["pieces"],
                "counted_before": None if by_page_chosen else counts["counted_before"],
            }
        before = self.data.get("counted_before") if self.is_bound else self.initial.get("counted_before")
        on_file = self.counted.month_before if self.counted else 0
        if self.tariff is not Tariff.PIECE or str(before) == str(on_file):
            del self.fields["count_note"]

    @cached_property
    def counted(self) -> RequestCounts | None:
        """Return how many requests this applicant made."""
        return request_counts(self.found.case)

    @cached_property
    def counts_form(self) -> FeeCounts:
        """Return what is counted, as the address says it; at first as it is on file."""
        before = self.counted.month_before if self.counted else 0
        return (
            FeeCounts(self.query)
            if "pieces" in self.query
            else FeeCounts(initial={"pieces": 1, "counted_before": before})
        )

    @property
    def is_ready(self) -> bool:
        """Tell whether a tariff was chosen, so that the notice can be told."""
        return self.is_bound or self.charge is not None

    @cached_property
    def charge(self) -> FeeCharge | None:
        """Return the fee by the chosen tariff; None while nothing sensible is chosen."""
        given = self.data if self.is_bound else self.initial
        try:
            quantity, before = int(given.get("quantity") or 0), int(given.get("counted_before") or 0)
            found = by_page(quantity) if self.tariff is Tariff.PAGE else by_piece(quantity, before=before)
        except (ValueError, Refused):
            return None
        return found if self.tariff and found.amount else None

    def worksheet(self) -> dict[str, Any]:
        """Return both calculations side by side, or the chosen one alone."""
        sheet: dict[str, Any] = {
            "counted": self.counted,
            "cases": [
                {"number": row.number, "received_on": row.received_on, "subject": row.subject,
                 "url": reverse("desk:case", args=[row.number]) if row.agency_id == self.found.case.agency_id else "",
                 "pieces": row.pieces}
                for row in (self.counted.month_requests if self.counted else ())
            ],
        }  # fmt: skip
        if self.is_ready:
            return sheet | {"chosen": charge_rows(self.charge) if self.charge else None}
        return sheet | {"form": self.counts_form, "offers": self._offers()}

    def _offers(self) -> list[dict[str, Any]]:
        if not self.counts_form.is_valid():
            return []
        given, found = self.counts_form.cleaned_data, []
        try:
            found.append(by_piece(given["pieces"], before=given["counted_before"]))
            if given["pages"]:
                found.append(by_page(given["pages"]))
        except Refused as refusal:
            name = "pages" if refusal.field == "pages" else "pieces"
            self.counts_form.add_error(name, refusal.sentence)
            return []
        query = self.query.copy()
        offers = []
        for charge in found:
            query["tariff"] = charge.tariff.value
            offers.append(charge_rows(charge) | {"url": f"?{query.urlencode()}" if charge.amount else ""})
        return offers

    def defaults(self) -> dict[str, Any]:
        return self.service_defaults() | {"how_to_pay": usual_way_to_pay(self.found.case.agency_id)}

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        counts = {"pages": given["quantity"]}
        if given["tariff"] == Tariff.PIECE:
            counts = {"pieces": given["quantity"], "counted_before": given["counted_before"]}
        kept = {name: given.get(name, "") for name in ("count_note", "how_to_pay", "payment_code")}
        return counts | kept | {"fact": self.fact()}

    def consequences(self) -> list[str]:
        if not self.is_ready:
            return ["先算出两种标准各是多少，再选定其中一种。"]
        pay_by = self.found.calendar.estimate(self.today, FEE_PAYMENT_WORKING_DAYS)
        lines = [f"申请人今天收到通知的，缴费期限为{told(pay_by)}。"]
        duty = self.found.reply_if(fee=FeeFact(self.today, pay_by.on, self.today))
        if duty and duty.due_on:
            lines.append(f"最后一天缴费的，答复期限为{told(duty)}。")
        return [*lines, "申请人收到通知以后等待缴费；期满不缴的，由人核实后不再处理。"]


class RecordFeeDeliveryForm(ActForm):
    """登记收费通知送达."""

    act = Act.RECORD_FEE_DELIVERY
    service = staticmethod(record_fee_delivery)
    delivered_on = Day(label="申请人收到通知日期")
    receiver = LawText(label="签收人", max_length=60)

    def defaults(self) -> dict[str, Any]:
        return {"delivered_on": self.today}

    def consequences(self) -> list[str]:
        pay_by = self.found.calendar.estimate(self.today, FEE_PAYMENT_WORKING_DAYS)
        return [f"今天收到的，缴费期限为{told(pay_by)}；此前答复期限照常计算。"]


class ReceiveFeeForm(ActForm):
    """登记缴费."""

    act = Act.RECEIVE_FEE
    service = staticmethod(receive_fee)
    paid_on = Day(label="缴费日期")
    amount = forms.IntegerField(label="实收金额（元）")
    receipt_number = LawText(label="财政票据号", max_length=40)
    layout = (Section((("paid_on", "amount"), ("receipt_number",))),)

    def defaults(self) -> dict[str, Any]:
        fee = getattr(self.found.case, "fee", None)
        return {"paid_on": self.today, "amount": fee and fee.amount}

    def moved_to(self) -> Duty | None:
        fee = getattr(self.found.case, "fee", None)
        return fee and self.found.reply_if(fee=FeeFact(fee.delivered_on or self.today, self.today, fee.sent_on))
