"""What an annual table is handed out with: whose it is, for which period, and its checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.law.annual_counting import first_and_last_day
from casework.law.annual_formats import ReportFormat
from casework.law.annual_table import Check

TITLE = "收到和处理政府信息公开申请情况"


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """Table 三 of one agency-year, ready to be written to a file. ``as_of`` is the day it was read."""

    agency_name: str
    year: int
    report_format: ReportFormat
    cells: Mapping[str, Mapping[str, int]]
    checks: Sequence[Check]
    as_of: date

    @property
    def period(self) -> tuple[date, date]:
        """The days the figures cover; a running year ends on the day it was read."""
        first, last = first_and_last_day(self.year)
        return first, min(last, max(first, self.as_of))

    @property
    def title(self) -> str:
        """The printed heading."""
        return f"{self.agency_name}{self.year}年{TITLE}"

    @property
    def source_note(self) -> str:
        """Period, format and the day the figures were read, as every file states them."""
        first, last = self.period
        return f"统计期限：{first}至{last}　格式：{self.report_format.document}　取数日期：{self.as_of}"

    @property
    def file_name(self) -> str:
        """A file name without its ending, free of signs that a file system refuses."""
        name = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in self.agency_name)
        return f"{name}-{self.year}年度报告表三"
