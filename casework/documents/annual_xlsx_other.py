"""Tables 二 and 四 in the workbook, a sheet each: the figures as numbers, a cell that nobody filled in empty."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from casework.documents.annual_other_layout import Lines, other_tables, placed, width_of
from casework.documents.annual_report import PARTS, AnnualReport
from casework.law.annual_entries import TABLE_NAMES

FIRST_LINE = 3
LABEL_WIDTH, FIGURE_WIDTH = 24, 12


def write_other_table(workbook: Workbook, report: AnnualReport, table: str) -> None:
    """Add the sheet of table 二 or 四, by the names of ``law.annual_entries``."""
    lines = other_tables(report.report_format)[table]
    sheet = workbook.add_worksheet(TABLE_NAMES[table])
    box = {"border": 1, "valign": "vcenter", "font_name": "宋体", "font_size": 10, "text_wrap": True}
    head = workbook.add_format({**box, "bold": True, "align": "center"})
    # Amounts have up to six decimals, counts none: the general format prints both as they are.
    figure = workbook.add_format({**box, "align": "right"})
    title = workbook.add_format({"bold": True, "font_size": 14, "font_name": "宋体", "align": "center"})
    part = workbook.add_format({"bold": True, "font_size": 12, "font_name": "宋体"})
    note = workbook.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#595959"})
    last = width_of(lines) - 1
    above = ((report.document_title, title), (PARTS[table], part), (report.source_note, note))
    for at, (text, style) in enumerate(above):
        sheet.merge_range(at, 0, at, last, "", style)
        sheet.write_string(at, 0, text, style)
    for row, column, item in placed(lines):
        at, style = FIRST_LINE + row, head if item.is_heading else figure
        if item.columns > 1 or item.rows > 1:
            sheet.merge_range(at, column, at + item.rows - 1, column + item.columns - 1, "", style)
        value = item.text if item.is_heading else report.figure(item.key)
        if isinstance(value, Decimal):
            sheet.write_number(at, column, value, style)
        elif value:
            sheet.write_string(at, column, value, style)
        else:
            sheet.write_blank(at, column, None, style)
    sheet.set_column(0, last, FIGURE_WIDTH)
    if not _begins_with_figures(lines):
        sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def places_of(report: AnnualReport) -> dict[str, str]:
    """Return the address of every figure of tables 二 and 四, as formulas on other sheets name it."""
    return {
        item.key: f"'{TABLE_NAMES[table]}'!{xl_rowcol_to_cell(FIRST_LINE + row, column)}"
        for table, lines in other_tables(report.report_format).items()
        for row, column, item in placed(lines)
        if not item.is_heading
    }


def _begins_with_figures(lines: Lines) -> bool:
    return not lines[-1][0].is_heading
