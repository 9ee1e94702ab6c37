"""Tables 二, 三, 四 as a fragment to paste into the agency's own site: plain marks, no class, no style, no script.

Every figure names its headings (``headers``), so a screen reader reads "自然人，（一）予以公开，5"
though the headings are merged. Ids begin with the year: two years may stand on one page.
"""

from __future__ import annotations

from html import escape

from casework.documents.annual_findings import HEADING, finding_lines
from casework.documents.annual_layout import HEAD_COLUMNS, ORGANISATION_COLUMNS, Head, PrintedRow, printed_rows
from casework.documents.annual_other_layout import Box, Lines, other_tables
from casework.documents.annual_report import PART_THREE, PARTS, AnnualReport
from casework.law.annual_entries import FOUR, TWO
from casework.law.annual_formats import (
    APPLICANTS_HEADING,
    COLUMNS,
    CORNER_NOTE,
    ORGANISATIONS_HEADING,
)

CONTENT_TYPE = "text/html; charset=utf-8"


def annual_html(report: AnnualReport) -> bytes:
    """Return the fragment of one agency-year: the three tables and, below them, the findings."""
    others = other_tables(report.report_format)
    findings = [f"<li>{escape(line.words)}</li>" for line in finding_lines(report.checks, report.said)]
    lines = [
        f"<p><strong>{escape(report.document_title)}</strong></p>",
        *_other(report, TWO, others[TWO]),
        *_Fragment(report).lines(),
        *_other(report, FOUR, others[FOUR]),
        f"<p>{escape(report.source_note)}</p>",
        f"<p><strong>{HEADING}</strong></p>",
        "<ul>", *findings, "</ul>",
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _other(report: AnnualReport, table: str, lines: Lines) -> list[str]:
    """Return table 二 or 四; a cell that nobody filled in stays empty."""

    def mark(box: Box) -> str:
        spans = f' rowspan="{box.rows}"' if box.rows > 1 else ""
        spans += f' colspan="{box.columns}"' if box.columns > 1 else ""
        if box.is_heading:
            return f'<th id="tables-{report.year}-{box.key}"{spans} scope="{box.scope}">{escape(box.text)}</th>'
        heads = " ".join(f"tables-{report.year}-{key}" for key in box.under)
        return f'<td headers="{heads}"{spans}>{escape(report.figures.get(box.key, ""))}</td>'

    return [
        "<table>",
        f"<caption>{escape(PARTS[table])}</caption>",
        *(f"<tr>{''.join(map(mark, line))}</tr>" for line in lines),
        "</table>",
    ]


class _Fragment:
    """Writes one table; remembers which heading reaches how far down."""

    def __init__(self, report: AnnualReport) -> None:
        self.report = report
        self.prefix = f"table3-{report.year}"
        self.rows = printed_rows(report.report_format)
        self.reaching: list[tuple[str, int]] = []

    def lines(self) -> list[str]:
        head = list(self._head())
        body = [self._line(number, row) for number, row in enumerate(self.rows)]
        return [
            "<table>",
            f"<caption>{escape(PART_THREE)}</caption>",
            "<thead>", *head, "</thead>",
            "<tbody>", *body, "</tbody>",
            "</table>",
        ]  # fmt: skip

    def _id(self, name: str) -> str:
        return f"{self.prefix}-{name}"

    def _head(self):
        organisations = len(ORGANISATION_COLUMNS)
        yield (
            f'<tr><td rowspan="3" colspan="{HEAD_COLUMNS}">{CORNER_NOTE}</td>'
            f'<th id="{self._id("applicants")}" colspan="{len(COLUMNS)}" scope="colgroup">{APPLICANTS_HEADING}</th></tr>'
        )
        first, last = COLUMNS[0], COLUMNS[-1]
        yield (
            f'<tr><th id="{self._id(first.key)}" rowspan="2" scope="col">{first.label}</th>'
            f'<th id="{self._id("organisations")}" colspan="{organisations}" scope="colgroup">{ORGANISATIONS_HEADING}</th>'
            f'<th id="{self._id(last.key)}" rowspan="2" scope="col">{last.label}</th></tr>'
        )
        names = "".join(
            f'<th id="{self._id(column.key)}" scope="col">{column.label}</th>' for column in ORGANISATION_COLUMNS
        )
        yield f"<tr>{names}</tr>"

    def _line(self, number: int, line: PrintedRow) -> str:
        # The figures of a line hear every heading that reaches it, the outer ones first.
        self.reaching = [(name, until) for name, until in self.reaching if until > number]
        heads = "".join(self._row_head(number, head) for head in line.heads)
        above = " ".join(name for name, _ in self.reaching)
        cells = self.report.cells[line.row.key]
        figures = "".join(
            f'<td headers="{above} {self._column_heads(column.key)}">{cells[column.key]}</td>' for column in COLUMNS
        )
        return f"<tr>{heads}{figures}</tr>"

    def _row_head(self, number: int, head: Head) -> str:
        name = self._id(f"row-{number + 1}-{head.column}")
        self.reaching.append((name, number + head.rows))
        spans = f' rowspan="{head.rows}"' if head.rows > 1 else ""
        spans += f' colspan="{head.columns}"' if head.columns > 1 else ""
        scope = "rowgroup" if head.rows > 1 else "row"
        return f'<th id="{name}"{spans} scope="{scope}">{escape(head.text)}</th>'

    def _column_heads(self, key: str) -> str:
        names = [self._id("applicants"), self._id(key)]
        if key in {column.key for column in ORGANISATION_COLUMNS}:
            names.insert(1, self._id("organisations"))
        return " ".join(names)
