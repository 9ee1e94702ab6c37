"""What was charged and received: the sums of a year, and how an agency is usually paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from casework.models.agency import Agency
from casework.models.fee import Fee


@dataclass(frozen=True, slots=True)
class FeeYear:
    """Notices sent and sums of one year, in yuan (年度报告第六部分)."""

    year: int
    notices: int
    charged: int
    payments: int
    received: int

    @property
    def sentence(self) -> str:
        """Return the sentence of the report's part six; both sums even where nothing was charged."""
        if not self.notices and not self.payments:
            return f"{self.year}年，本机关没有收取政府信息公开信息处理费。"
        return (
            f"{self.year}年，本机关发出政府信息公开信息处理费收费通知{self.notices}件，"
            f"总金额{self.charged}元，实际收取{self.received}元。"
        )


def fee_year(agency: Agency, year: int, *, below: bool = False, own: bool = True) -> FeeYear:
    """Return the sums of an agency's year, ``below`` with all agencies under it, or without ``own``.

    One statement. Notices count by the day they were sent, payments by the day they were paid.
    """
    within = (date(year, 1, 1), date(year, 12, 31))
    of = Q(case__agency__path__startswith=agency.path) if below else Q(case__agency=agency)
    if not own:
        of &= ~Q(case__agency=agency)
    sent, paid = Q(sent_on__range=within), Q(paid_on__range=within)
    sums = Fee.objects.filter(of, sent | paid).aggregate(
        notices=Count("pk", filter=sent),
        charged=Sum("amount", filter=sent, default=0),
        payments=Count("pk", filter=paid),
        received=Sum("amount", filter=paid, default=0),
    )
    return FeeYear(year, **sums)


def usual_way_to_pay(agency_id: int) -> str:
    """Return how the agency's last notice said to pay, or nothing."""
    last = Fee.objects.filter(case__agency=agency_id).order_by("-pk").values_list("how_to_pay", flat=True).first()
    return last or ""
