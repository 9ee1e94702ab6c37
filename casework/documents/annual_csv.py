"""Tables 二, 三, 四 as csv: UTF-8 with a mark, so that Excel reads the Chinese; the findings below the figures."""

from __future__ import annotations

import csv
from io import StringIO

from casework.documents.annual_findings import HEADING, finding_lines
from casework.documents.annual_report import PART_FOUR, PART_THREE, PART_TWO, AnnualReport
from casework.documents.safe_text import marked_as_text
from casework.law.annual_entries import FOUR, TWO
from casework.law.annual_formats import COLUMNS, DISPUTE_COLUMNS, DISPUTE_GROUPS

CONTENT_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"


def annual_csv(report: AnnualReport) -> bytes:
    """Return one agency-year's tables as csv. A cell of tables 二 and 四 that nobody filled in is empty."""
    stream = StringIO()
    writer = csv.writer(stream)

    def write(*cells: str | int) -> None:
        writer.writerow([marked_as_text(cell) if isinstance(cell, str) else cell for cell in cells])

    write(report.document_title)
    write(report.source_note)
    write()
    write(PART_TWO)
    for block in report.report_format.proactive_blocks:
        write(block.caption)
        write(*block.columns)
        for row, label in block.rows:
            write(label, *(report.figures.get(f"{TWO}-{row}-{at}", "") for at in range(1, len(block.columns))))
    write()
    write(PART_THREE)
    write("项目", *(column.label for column in COLUMNS))
    headings = {row.key: row.label for row in report.report_format.rows if row.kind == "heading"}
    for row in report.report_format.rows:
        if row.kind != "heading":
            label = f"{headings.get(row.parent, '')} {row.label}".strip()
            write(label, *(report.cells[row.key][column.key] for column in COLUMNS))
    write()
    write(PART_FOUR)
    write("类别", *(label for _, label in DISPUTE_COLUMNS))
    for group, label in DISPUTE_GROUPS:
        write(label, *(report.figures.get(f"{FOUR}-{group}-{column}", "") for column, _ in DISPUTE_COLUMNS))
    write()
    write(HEADING)
    for line in finding_lines(report.checks, report.said):
        write(line.code, line.verdict_word, line.sentence)
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()
