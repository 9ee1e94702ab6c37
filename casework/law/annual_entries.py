"""The figures of tables 二 and 四 that a person enters: which cells there are, and what may stand in one.

Table 二 counts what no case of this register knows (law.md 3.1, 3.4). A cell is a number, 0 included;
a blank cell, "/" or "—" is not 0 (check C7 of law.md 3.2).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from casework.law.annual_formats import DISPUTE_COLUMNS, DISPUTE_GROUPS, ReportFormat
from casework.law.annual_table import APPLICANT_KINDS
from casework.law.errors import Refused

TWO, FOUR = "two", "four"
TABLE_NAMES = {TWO: "表二", FOUR: "表四"}
TABLE_TITLES = {TWO: "主动公开政府信息情况", FOUR: "政府信息公开行政复议、行政诉讼情况"}


class FigureKind(StrEnum):
    """What may stand in a cell."""

    COUNT = "count"
    CHANGE = "change"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell to fill in. ``row`` and ``column`` are keys, the labels are the printed ones."""

    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    kind: FigureKind
    caption: str = ""

    @property
    def key(self) -> str:
        """The cell's name in forms and in the frozen document."""
        return f"{self.table}-{self.row}-{self.column}"

    @property
    def label(self) -> str:
        """The cell's name for a person."""
        return f"{TABLE_NAMES[self.table]} {self.row_label} {self.column_label}"

    @property
    def meaning(self) -> str:
        """What the cell counts and where the Regulation asks for it."""
        basis = f"条例{self.caption}" if self.table == TWO else "年度报告格式第四部分"
        return f"{self.row_label}：{self.column_label}（{basis}）"


_AMOUNTS = frozenset({"本年收费金额（单位：万元）", "采购总金额"})
_CHANGE = "本年增/减"
_PATTERNS = {
    FigureKind.COUNT: (re.compile(r"\d{1,9}"), "应填不小于0的整数"),
    FigureKind.CHANGE: (re.compile(r"[+-]?\d{1,9}"), "应填整数，减少的前面加“-”"),
    FigureKind.AMOUNT: (re.compile(r"\d{1,11}(\.\d{1,6})?"), "应填不小于0的金额，单位万元，最多6位小数"),
}
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", ",": None, " ": None})


def slots(report_format: ReportFormat) -> tuple[Slot, ...]:
    """Return every cell of tables 二 and 四 of a format, in printed order. Source: law.md 3.1, 3.4."""
    two = [
        Slot(TWO, row, str(number), label, heading, _kind(heading), block.caption)
        for block in report_format.proactive_blocks
        for row, label in block.rows
        for number, heading in enumerate(block.columns[1:], 1)
    ]
    four = [
        Slot(FOUR, group, column, label, heading, FigureKind.COUNT)
        for group, label in DISPUTE_GROUPS
        for column, heading in DISPUTE_COLUMNS
    ]
    return (*two, *four)


def _kind(heading: str) -> FigureKind:
    if heading in _AMOUNTS:
        return FigureKind.AMOUNT
    return FigureKind.CHANGE if heading == _CHANGE else FigureKind.COUNT


def read_figure(text: str, slot: Slot) -> Decimal | None:
    """Return what a person typed into a cell; None for an empty one, which is never 0.

    Raises Refused for anything that is no number, a fraction in a count, or a negative number
    where there can be none. Source: law.md 3.2, C7.
    """
    typed = unicodedata.normalize("NFKC", text).translate(_MINUS).strip()
    if not typed:
        return None
    pattern, rule = _PATTERNS[slot.kind]
    if not pattern.fullmatch(typed) or not typed.isascii():
        raise Refused("figure_invalid", f"{slot.label}：“{text.strip()[:20]}”不对，{rule}。没有的填0。", field=slot.key)
    return Decimal(typed)


def read_opening(typed: dict[str, str]) -> dict[str, int]:
    """Return an opening balance by applicant kind: every column a count, none left blank.

    Raises Refused naming the column. Source: law.md 3.3, 上年结转.
    """
    found = {}
    for kind in APPLICANT_KINDS:
        text = unicodedata.normalize("NFKC", typed.get(kind, "")).strip()
        if not re.fullmatch(r"[0-9]{1,7}", text):
            raise Refused("opening_invalid", "期初余额每一栏都要填不小于0的整数，没有的填0。", field=kind)
        found[kind] = int(text)
    return found


def shown(value: Decimal | None) -> str:
    """Return a figure as it is printed: no needless zeros; a cell that was not filled in stays empty."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
