"""信息处理费: the two tariffs, worked out step by step (Art. 42; 国办函〔2020〕109号).

By piece the requests of one applicant in one natural month are counted; by page the pages handed
over in one case. Both are progressive on the excess, and one case is charged by one of them only.
Amounts are whole yuan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from casework.law.errors import Refused
from casework.law.sources import FEE_MEASURES


class Tariff(StrEnum):
    """By what a case is charged."""

    PIECE = "piece"
    PAGE = "page"


TARIFF_NAMES: dict[Tariff, str] = {Tariff.PIECE: "按件计收", Tariff.PAGE: "按量计收"}
UNIT_NAMES: dict[Tariff, str] = {Tariff.PIECE: "件", Tariff.PAGE: "页"}
TARIFF_RULES: dict[Tariff, str] = {
    Tariff.PIECE: "同一申请人一个自然月累计，10件以内不收；第11—30件每件100元；第31件起每10件一档，每档每件加100元。",
    Tariff.PAGE: "按单件申请计页，30页以内不收；第31—100页每页10元；第101—200页每页20元；第201页起每页40元。",
}
# 国办函〔2020〕109号: only what follows from not paying can be taken further.
NOT_SUED_ALONE = "对收费决定本身不能单独申请行政复议或者提起行政诉讼"
# What nobody pays for, in pieces a natural month and in pages a case.
FREE: dict[Tariff, int] = {Tariff.PIECE: 10, Tariff.PAGE: 30}
# No office counts further; beyond it somebody mistyped.
MOST: dict[Tariff, int] = {Tariff.PIECE: 9_999, Tariff.PAGE: 999_999}


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One line of the calculation: units ``first`` to ``last``, at ``unit_price`` yuan each."""

    first: int
    last: int
    unit_price: int

    @property
    def count(self) -> int:
        """Return how many units the line charges."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Return the line's amount in yuan."""
        return self.count * self.unit_price


@dataclass(frozen=True, slots=True)
class FeeCharge:
    """A fee worked out: ``quantity`` units after ``before`` earlier ones, line by line."""

    tariff: Tariff
    before: int
    quantity: int
    steps: tuple[FeeStep, ...]

    @property
    def amount(self) -> int:
        """Return the whole amount in yuan."""
        return sum(step.amount for step in self.steps)


def by_piece(pieces: int, *, before: int = 0) -> FeeCharge:
    """Return the fee for ``pieces`` requests, ``before`` of the same month having come earlier.

    Up to 10 a month are free, the 11th to 30th cost 100 yuan each, and from the 31st every ten
    cost 100 more. Raises Refused for a count that makes no sense. Source: 国办函〔2020〕109号.
    """
    return _charge(Tariff.PIECE, pieces, before)


def by_page(pages: int) -> FeeCharge:
    """Return the fee for ``pages`` pages of one case.

    Up to 30 are free; then 10, from the 101st 20, from the 201st 40 yuan a page. Raises Refused
    for a count that makes no sense. Source: 国办函〔2020〕109号.
    """
    return _charge(Tariff.PAGE, pages, 0)


def fee_of(*, pieces: int | None = None, pages: int | None = None, before: int = 0) -> FeeCharge:
    """Return the fee by the one tariff whose count is given.

    Raises Refused when both are given or none, or when nothing is due. Source: 国办函〔2020〕109号.
    """
    if pieces is not None and pages is not None:
        raise Refused("fee_tariffs_combined", "按件、按量只能择一计收，同一件申请不得重复计。", article=FEE_MEASURES)
    if pieces is None and pages is None:
        raise Refused(
            "fee_tariff_missing", "请选择按件还是按量计收，并填写数量。", article=FEE_MEASURES, field="tariff"
        )
    charge = by_piece(pieces, before=before) if pieces is not None else by_page(pages or 0)
    if charge.amount == 0:
        unit = UNIT_NAMES[charge.tariff]
        raise Refused(
            "fee_not_due",
            f"累计{charge.before + charge.quantity}{unit}，没有超过免费的{FREE[charge.tariff]}{unit}，不收取信息处理费。",
            article=FEE_MEASURES,
            field=_FIELDS[charge.tariff],
        )
    return charge


def step_words(charge: FeeCharge) -> tuple[str, ...]:
    """Return the lines of a calculation as a letter prints them: 第31—44页，14×10元＝140元 (109号)."""
    unit = UNIT_NAMES[charge.tariff]
    return tuple(
        f"第{step.first}{'' if step.last == step.first else f'—{step.last}'}{unit}，"
        f"{step.count}×{step.unit_price}元＝{step.amount}元"
        for step in charge.steps
    )


_FIELDS = {Tariff.PIECE: "pieces", Tariff.PAGE: "pages"}
_PAGE_TIERS = ((30, 0), (100, 10), (200, 20), (MOST[Tariff.PAGE], 40))


def _charge(tariff: Tariff, quantity: int, before: int) -> FeeCharge:
    most = MOST[tariff]
    if not 1 <= quantity <= most or not 0 <= before <= most:
        raise Refused(
            "fee_quantity_wrong",
            f"{UNIT_NAMES[tariff]}数不对：本次应为1到{most}，此前应为0到{most}。",
            article=FEE_MEASURES,
            field="counted_before" if 1 <= quantity <= most else _FIELDS[tariff],
        )
    first, last = before + 1, before + quantity
    steps = []
    lower = 1
    for upper, price in _tiers(tariff):
        begin, end = max(first, lower), min(last, upper)
        if begin <= end:
            steps.append(FeeStep(begin, end, price))
        if upper >= last:
            break
        lower = upper + 1
    return FeeCharge(tariff, before, quantity, tuple(steps))


def _tiers(tariff: Tariff) -> Iterator[tuple[int, int]]:
    """Yield the last unit and the unit price of every tier, without end for pieces."""
    if tariff is Tariff.PAGE:
        yield from _PAGE_TIERS
        return
    yield 10, 0
    yield 30, 100
    upper, price = 40, 200
    while True:
        yield upper, price
        upper, price = upper + 10, price + 100
