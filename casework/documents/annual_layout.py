"""Table 三 as it is printed: which label stands where, merged over how many rows and columns.

The page and the spreadsheet both draw from this, so they cannot look different.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.law.annual_formats import COLUMNS, RESULTS_HEADING, ReportFormat, Row

HEAD_COLUMNS = 3
ORGANISATION_COLUMNS = tuple(c for c in COLUMNS if c.key not in ("natural", "total"))


@dataclass(frozen=True, slots=True)
class Head:
    """One label left of the figures: its first column (1..3), and how far it is merged."""

    text: str
    column: int
    columns: int = 1
    rows: int = 1
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One printed line with figures; ``heads`` are the labels that begin on it."""

    row: Row
    heads: tuple[Head, ...]


def printed_rows(report_format: ReportFormat) -> list[PrintedRow]:
    """Return the lines of table 三 that carry figures, in printed order.

    A heading (such as （三）不予公开) has no line of its own: it stands left of its leaves.
    """
    with_figures = [row for row in report_format.rows if row.kind != "heading"]
    headings = {row.key: row for row in report_format.rows if row.kind == "heading"}
    results = [row for row in with_figures if row.parent]
    printed: list[PrintedRow] = []
    begun: set[str] = set()
    for row in with_figures:
        heads: list[Head] = []
        if row in results and "results" not in begun:
            begun.add("results")
            heads.append(Head(RESULTS_HEADING, 1, rows=len(results), vertical=True))
        if not row.parent:
            heads.append(Head(row.label, 1, columns=HEAD_COLUMNS))
        elif row.parent in headings:
            if row.parent not in begun:
                begun.add(row.parent)
                leaves = sum(other.parent == row.parent for other in results)
                heads.append(Head(headings[row.parent].label, 2, rows=leaves))
            heads.append(Head(row.label, 3))
        else:
            heads.append(Head(row.label, 2, columns=2))
        printed.append(PrintedRow(row, tuple(heads)))
    return printed
