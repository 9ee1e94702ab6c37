"""The audit record as csv and as a spreadsheet, line by line: memory stays flat, and no text becomes a formula."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

import xlsxwriter

from casework.adapters.clock import LEGAL_ZONE
from casework.documents.safe_text import begins_a_formula, marked_as_text
from casework.queries.audit import AuditRow

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The number of lines a sheet may have, less its heading (ISO/IEC 29500).
MOST_ROWS = 1_048_575
_COLUMNS = (
    ("序号", 10), ("时间", 20), ("经手人", 14), ("事项", 16), ("编号或账号", 24), ("机关", 26), ("依据", 24),
    ("说明", 50), ("来源地址", 16), ("记录哈希", 66),
)  # fmt: skip


class _Line:
    """What csv writes to: the line is handed on instead of kept."""

    def write(self, text: str) -> bytes:
        return text.encode()


def audit_csv(rows: Iterable[AuditRow]) -> Iterator[bytes]:
    """Yield the lines of the csv file, the heading first, with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Line())
    yield codecs.BOM_UTF8 + writer.writerow([label for label, _ in _COLUMNS])
    for row in rows:
        yield writer.writerow([marked_as_text(str(value)) for value in _values(row)])


def write_audit_xlsx(rows: Iterable[AuditRow], target: BinaryIO, *, folder: str | None = None) -> int:
    """Write the spreadsheet to an open file; return the number of lines, at most ``MOST_ROWS``."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
    written = 0
    with xlsxwriter.Workbook(target, options) as workbook:
        head = workbook.add_format({"bold": True, "border": 1, "bg_color": "#F2F2F2"})
        quoted = workbook.add_format({"quote_prefix": True})
        sheet = workbook.add_worksheet("审计记录")
        for at, (label, width) in enumerate(_COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, label, head)
        sheet.freeze_panes(1, 2)
        for row in rows:
            if written == MOST_ROWS:
                break
            written += 1
            for at, value in enumerate(_values(row)):
                text = str(value)
                sheet.write_string(written, at, text, quoted if begins_a_formula(text) else None)
    return written


def _values(row: AuditRow) -> tuple[object, ...]:
    return (
        row.pk, _moment(row.at), row.who, row.act, row.about, row.agency, row.article, row.note, row.address, row.hash,
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return at.astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M:%S")
