"""Beside table 三 in the spreadsheet: its identities as formulas over the figures, and the list of findings."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.workbook import Workbook

from casework.documents.annual_findings import CHECK_RULES, HEADING, finding_lines
from casework.documents.annual_report import AnnualReport
from casework.law.annual_table import Check

CHECKS_SHEET = "勾稽关系"
FINDINGS_SHEET = HEADING
_SAME, _DIFFERENT = "相符", "不符"
_IDENTITIES = ("C1", "C2", "C3", "C4")

Place = Callable[[str, str], str]


def write_checks(workbook: Workbook, report: AnnualReport, place: Place) -> None:
    """Add the sheet of identities; ``place`` names the cell of a row and column on the first sheet."""
    sheet = workbook.add_worksheet(CHECKS_SHEET)
    head, text = _formats(workbook)
    number = workbook.add_format({"border": 1, "num_format": "0", "font_name": "宋体", "font_size": 10})
    for column, (label, width) in enumerate(
        (("勾稽关系", 10), ("位置", 58), ("等号左边", 12), ("等号右边", 12), ("结果", 10))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    for at, check in enumerate(_of_table_three(report), 1):
        left, right = _sides(check, place)
        sheet.write_string(at, 0, check.identity, text)
        sheet.write_string(at, 1, f"{check.where}：{CHECK_RULES.get(check.identity, '').partition('：')[2]}", text)
        for column, formula, value in ((2, left, check.left), (3, right, check.right)):
            if formula:
                sheet.write_formula(at, column, formula, number, "" if value is None else value)
            elif value is None:
                sheet.write_blank(at, column, None, number)
            else:
                sheet.write_number(at, column, value, number)
        verdict = f'=IF(C{at + 1}=D{at + 1},"{_SAME}","{_DIFFERENT}")'
        sheet.write_formula(at, 4, verdict, text, _SAME if check.left == check.right else _DIFFERENT)
    sheet.freeze_panes(1, 0)


def _of_table_three(report: AnnualReport) -> list[Check]:
    """Return the identities whose cells stand on the first sheet: only those can be formulas."""
    return [check for check in report.checks if check.identity in _IDENTITIES]


def write_findings(workbook: Workbook, report: AnnualReport) -> None:
    """Add the sheet that lists what was found when the file was made."""
    sheet = workbook.add_worksheet(FINDINGS_SHEET)
    head, text = _formats(workbook)
    for column, (label, width) in enumerate((("编号", 8), ("结果", 10), ("说明", 90))):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    for at, line in enumerate(finding_lines(report.checks, report.said), 1):
        for column, value in enumerate((line.code, line.verdict_word, line.sentence)):
            sheet.write_string(at, column, value, text)
    sheet.freeze_panes(1, 0)


def _formats(workbook: Workbook):
    box = {"border": 1, "font_name": "宋体", "font_size": 10, "text_wrap": True, "valign": "vcenter"}
    return workbook.add_format({**box, "bold": True, "bg_color": "#F2F2F2"}), workbook.add_format(box)


def _sides(check: Check, place: Place) -> tuple[str, str]:
    """Return the two sides of an identity as formulas; "" where a side lies outside this table."""
    cells = [place(row, column) for row, column in check.cells]
    if check.identity == "C1":
        new, carried_in, results, carried_out = cells
        return f"={new}+{carried_in}", f"={results}+{carried_out}"
    if check.identity in ("C2", "C3"):
        return f"={cells[0]}", f"={'+'.join(cells[1:])}"
    return (f"={cells[0]}", "") if check.identity == "C4" else ("", "")
