"""What an annual table is handed out with: whose it is, for which period, and its checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from casework.documents.charts import Chart
from casework.law.annual_counting import first_and_last_day
from casework.law.annual_entries import FOUR, TABLE_TITLES, TWO
from casework.law.annual_formats import ReportFormat
from casework.law.annual_table import Check

TITLE = "收到和处理政府信息公开申请情况"
DOCUMENT = "年度报告表"
# The three parts of the report that are tables, as they are printed.
PART_TWO, PART_THREE, PART_FOUR = f"二、{TABLE_TITLES[TWO]}", f"三、{TITLE}", f"四、{TABLE_TITLES[FOUR]}"
PARTS = {TWO: PART_TWO, FOUR: PART_FOUR}


@dataclass(frozen=True, slots=True)
class FrozenMark:
    """When and by whom the figures were frozen, and the hash of what was."""

    on: date
    by: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """Tables 二, 三 and 四 of one agency-year, ready to be written to a file. ``as_of`` is the day it was read.

    ``frozen`` says that the figures are frozen ones. ``said`` is what people said of findings, by fingerprint.
    ``figures`` are tables 二 and 四 as printed, by the keys of ``law.annual_entries``; "" is a blank cell.
    ``fee_sentence`` is what part 六 says of fees.
    """

    agency_name: str
    year: int
    report_format: ReportFormat
    cells: Mapping[str, Mapping[str, int]]
    checks: Sequence[Check]
    as_of: date
    frozen: FrozenMark | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    charts: Sequence[Chart] = ()
    fee_sentence: str = ""

    @property
    def period(self) -> tuple[date, date]:
        """The days the figures cover; a running year ends on the day it was read."""
        first, last = first_and_last_day(self.year)
        return first, min(last, max(first, self.as_of))

    @property
    def title(self) -> str:
        """The printed heading of table 三."""
        return f"{self.agency_name}{self.year}年{TITLE}"

    @property
    def document_title(self) -> str:
        """The title of the report the tables belong to, as every file begins."""
        return f"{self.agency_name}{self.year}年政府信息公开工作年度报告"

    def figure(self, key: str) -> Decimal | None:
        """Return a figure of table 二 or 四; None for a blank cell, which is not 0."""
        text = self.figures.get(key, "")
        return Decimal(text) if text else None

    @property
    def source_note(self) -> str:
        """Period, format and the day the figures were read, as every file states them."""
        first, last = self.period
        read = f"统计期限：{first}至{last}　格式：{self.report_format.document}　取数日期：{self.as_of}"
        if self.frozen is None:
            return f"{read}　未冻结"
        return f"{read}　{self.frozen.on}由{self.frozen.by}冻结的数据，SHA-256：{self.frozen.sha256}"

    @property
    def file_name(self) -> str:
        """A file name without its ending, free of signs that a file system refuses."""
        name = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in self.agency_name)
        return f"{name}-{self.year}{DOCUMENT}"
