"""Tables 二, 三, 四 as a spreadsheet in the printed layout: real numbers, totals and checks as formulas.

Every formula carries its value, so a viewer that does not calculate shows the right figure.
"""

from __future__ import annotations

from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from casework.documents.annual_layout import (
    HEAD_COLUMNS,
    ORGANISATION_COLUMNS,
    Head,
    PrintedRow,
    printed_rows,
)
from casework.documents.annual_report import AnnualReport
from casework.documents.annual_xlsx_checks import write_checks, write_findings
from casework.documents.annual_xlsx_other import write_other_table
from casework.documents.charts_xlsx import write_charts
from casework.law.annual_entries import FOUR, TWO
from casework.law.annual_formats import (
    APPLICANTS_HEADING,
    COLUMNS,
    CORNER_NOTE,
    ORGANISATIONS_HEADING,
)
from casework.law.annual_table import TOTAL

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME = "表三"
HEADER_ROW = 2
FIRST_ROW = HEADER_ROW + 3
LAST_COLUMN = HEAD_COLUMNS + len(COLUMNS) - 1
# Whatever a cell's text begins with, it stays text.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = ((0, 0, 5), (1, 1, 15), (2, 2, 44), (HEAD_COLUMNS, LAST_COLUMN, 9))


def annual_xlsx(report: AnnualReport) -> bytes:
    """Return the workbook of one agency-year."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"title": report.document_title})
        write_other_table(workbook, report, TWO)
        sheet = workbook.add_worksheet(SHEET_NAME)
        # It opens at the table that the register fills.
        sheet.activate()
        table = _Sheet(workbook, sheet, report)
        table.write()
        write_other_table(workbook, report, FOUR)
        write_checks(workbook, report, table.place)
        write_findings(workbook, report)
        write_charts(workbook, report.charts)
    return stream.getvalue()


class _Sheet:
    """Writes one table; keeps the few formats it needs."""

    def __init__(self, workbook: Workbook, sheet: Worksheet, report: AnnualReport) -> None:
        box = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 10}
        self.title = workbook.add_format(
            {"bold": True, "font_size": 14, "font_name": "宋体", "align": "center", "valign": "vcenter"}
        )
        self.note = workbook.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#595959"})
        self.head = workbook.add_format({**box, "bold": True, "align": "center", "text_wrap": True})
        self.label = workbook.add_format({**box, "text_wrap": True})
        self.vertical = workbook.add_format({**box, "bold": True, "align": "center", "rotation": 270})
        self.figure = workbook.add_format({**box, "num_format": "0", "align": "right"})
        self.total = workbook.add_format(
            {**box, "num_format": "0", "align": "right", "bold": True, "bg_color": "#F2F2F2"}
        )
        self.sheet, self.report = sheet, report
        self.rows = printed_rows(report.report_format)

    def write(self) -> None:
        """Write title, headings, figures and the print settings."""
        report = self.report
        self._merge(0, 0, 0, LAST_COLUMN, report.title, self.title)
        self.sheet.set_row(0, 26)
        self._merge(1, 0, 1, LAST_COLUMN, report.source_note, self.note)
        self._write_headings()
        for offset, line in enumerate(self.rows):
            self._write_line(FIRST_ROW + offset, line)
        for first_column, last_column, width in _WIDTHS:
            self.sheet.set_column(first_column, last_column, width)
        self.sheet.freeze_panes(FIRST_ROW, HEAD_COLUMNS)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.center_horizontally()

    def place(self, row_key: str, column_key: str) -> str:
        """Return the address of a figure, as formulas on other sheets name it."""
        at = FIRST_ROW + [line.row.key for line in self.rows].index(row_key)
        column = HEAD_COLUMNS + [column.key for column in COLUMNS].index(column_key)
        return f"'{SHEET_NAME}'!{xl_rowcol_to_cell(at, column)}"

    def _write_headings(self) -> None:
        top, first = HEADER_ROW, HEAD_COLUMNS
        self._merge(top, 0, top + 2, first - 1, CORNER_NOTE, self.head)
        self._merge(top, first, top, LAST_COLUMN, APPLICANTS_HEADING, self.head)
        self._merge(top + 1, first, top + 2, first, COLUMNS[0].label, self.head)
        self._merge(top + 1, first + 1, top + 1, LAST_COLUMN - 1, ORGANISATIONS_HEADING, self.head)
        for offset, column in enumerate(ORGANISATION_COLUMNS):
            self.sheet.write_string(top + 2, first + 1 + offset, column.label, self.head)
        self._merge(top + 1, LAST_COLUMN, top + 2, LAST_COLUMN, COLUMNS[-1].label, self.head)
        self.sheet.set_row(top + 2, 28)

    def _write_line(self, at: int, line: PrintedRow) -> None:
        for head in line.heads:
            self._write_head(at, head)
        cells = self.report.cells[line.row.key]
        for offset, column in enumerate(COLUMNS):
            place, value = HEAD_COLUMNS + offset, cells[column.key]
            if line.row.kind == "computed":
                self.sheet.write_formula(at, place, self._sum_of_results(place), self.total, value)
            elif column.key == TOTAL:
                formula = self._sum(at, HEAD_COLUMNS, at, LAST_COLUMN - 1)
                self.sheet.write_formula(at, place, formula, self.total, value)
            else:
                self.sheet.write_number(at, place, value, self.figure)

    def _write_head(self, at: int, head: Head) -> None:
        if head.vertical:
            style = self.vertical
        else:
            style = self.head if head.rows > 1 else self.label
        left = head.column - 1
        self._merge(at, left, at + head.rows - 1, left + head.columns - 1, head.text, style)

    def _sum_of_results(self, column: int) -> str:
        leaves = [
            FIRST_ROW + offset for offset, line in enumerate(self.rows) if line.row.parent and line.row.kind == "input"
        ]
        return self._sum(leaves[0], column, leaves[-1], column)

    def _sum(self, top: int, left: int, bottom: int, right: int) -> str:
        return f"=SUM({xl_rowcol_to_cell(top, left)}:{xl_rowcol_to_cell(bottom, right)})"

    def _merge(self, top: int, left: int, bottom: int, right: int, text: str, style) -> None:
        if (top, left) == (bottom, right):
            self.sheet.write_string(top, left, text, style)
        else:
            self.sheet.merge_range(top, left, bottom, right, "", style)
            self.sheet.write_string(top, left, text, style)
