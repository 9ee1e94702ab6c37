"""Beside the tables in the spreadsheet: its identities as formulas over the figures, and the list of findings."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.workbook import Workbook

from casework.documents.annual_findings import CHECK_RULES, HEADING, VERDICT_WORDS, finding_lines
from casework.documents.annual_report import AnnualReport
from casework.documents.annual_xlsx_other import places_of
from casework.law.annual_entries import FOUR
from casework.law.annual_table import Check

CHECKS_SHEET = "勾稽关系"
FINDINGS_SHEET = HEADING
_SAME, _DIFFERENT, _UNKNOWN = VERDICT_WORDS.values()
_IDENTITIES = ("C1", "C2", "C3", "C4", "C5")

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
    others = places_of(report)

    def place_of(row: str, column: str) -> str:
        return others.get(f"{FOUR}-{row}-{column}") or place(row, column)

    for at, check in enumerate(_with_formulas(report), 1):
        left, right = _sides(check, place_of)
        sheet.write_string(at, 0, check.identity, text)
        sheet.write_string(at, 1, f"{check.where}：{CHECK_RULES.get(check.identity, '').partition('：')[2]}", text)
        for column, formula, value in ((2, left, check.left), (3, right, check.right)):
            if formula:
                sheet.write_formula(at, column, formula, number, "" if value is None else value)
            elif value is None:
                sheet.write_blank(at, column, None, number)
            else:
                sheet.write_number(at, column, value, number)
        verdict = f'IF(C{at + 1}=D{at + 1},"{_SAME}","{_DIFFERENT}")'
        if check.identity == "C5":
            # A blank cell counts as 0 in a sum: it must not pass for one.
            cells = ",".join(place_of(*cell) for cell in check.cells)
            verdict = f'IF(COUNT({cells})<{len(check.cells)},"{_UNKNOWN}",{verdict})'
        sheet.write_formula(at, 4, f"={verdict}", text, VERDICT_WORDS[check.verdict])
    sheet.freeze_panes(1, 0)


def _with_formulas(report: AnnualReport) -> list[Check]:
    """Return the identities whose cells stand on the sheets of tables 三 and 四: only those can be formulas."""
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
    if check.identity in ("C2", "C3", "C5"):
        return f"={cells[0]}", f"={'+'.join(cells[1:])}"
    return (f"={cells[0]}", "") if check.identity == "C4" else ("", "")
