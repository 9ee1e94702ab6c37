"""信息处理费: the notice, its amount as it was worked out, and the payment (条例第四十二条)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casework.law.fees import TARIFF_NAMES, FeeCharge, Tariff, by_page, by_piece
from casework.models.case import Case


class Fee(models.Model):
    """The one fee of a case. The amount in yuan is frozen as the notice told it.

    ``quantity`` pieces came after ``counted_before`` earlier ones of the month ``month_of`` lies in;
    of pages nothing is counted before. The clock needs ``delivered_on``: the payment period begins
    when the notice arrives.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="fee", verbose_name="办件")
    tariff = models.CharField("计收方式", max_length=10, choices=[(t.value, TARIFF_NAMES[t]) for t in Tariff])
    month_of = models.DateField("计件月份", null=True, blank=True)
    counted_before = models.PositiveIntegerField("本月此前件数", default=0)
    quantity = models.PositiveIntegerField("数量")
    count_note = models.CharField("计数说明", max_length=200, blank=True)
    amount = models.PositiveIntegerField("金额（元）")
    how_to_pay = models.TextField("缴纳方式")
    payment_code = models.CharField("缴款识别码", max_length=40, blank=True)
    sent_on = models.DateField("收费通知发出日期")
    delivered_on = models.DateField("申请人收到通知日期", null=True, blank=True)
    paid_on = models.DateField("缴费日期", null=True, blank=True)
    receipt_number = models.CharField("票据号", max_length=40, blank=True)

    class Meta:
        verbose_name = "信息处理费"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="fee_amount_positive"),
            models.CheckConstraint(
                condition=Q(tariff=Tariff.PIECE.value, month_of__isnull=False)
                | Q(tariff=Tariff.PAGE.value, month_of__isnull=True, counted_before=0),
                name="fee_by_one_tariff",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | ~Q(receipt_number=""), name="fee_paid_has_receipt"
            ),
        ]
        indexes = [
            models.Index(fields=["sent_on"], include=["case", "amount"], name="fee_by_sent"),
            models.Index(fields=["paid_on"], include=["case", "amount"], name="fee_by_paid"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tariff_display()} {self.amount}元"

    @property
    def charge(self) -> FeeCharge:
        """Return the calculation line by line, from the counts that were frozen with the amount."""
        if self.tariff == Tariff.PAGE:
            return by_page(self.quantity)
        return by_piece(self.quantity, before=self.counted_before)
