"""The same invented or published report written as docx, html, xlsx and txt, by hand and not by the code under test."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from casework.law.annual_formats import COLUMNS, CORNER_NOTE, DISPUTE_COLUMNS, FORMATS

FIXTURES = json.loads(
    (Path(__file__).parent / "law" / "data" / "annual_fixtures.json").read_text(encoding="utf-8")
)  # fmt: skip
TITLES = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
# Text, columns reached, rows reached.
Written = tuple[str, int, int]


@dataclass
class Report:
    """A report to write: figures as the strings that shall stand in the cells."""

    agency: str
    year: int
    format_key: str
    three: dict[str, list[str]]
    four: list[str]
    two: dict[str, list[str]] = field(default_factory=dict)
    prose: Sequence[str] = ()

    @property
    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"


def published(name: str, agency: str = "某市人民政府") -> Report:
    """Return one of the three published tables as a report."""
    fixture = next(item for item in FIXTURES if item["name"] == name)
    return Report(
        agency=agency,
        year=2024,
        format_key="2021_30",
        three={row: [str(figure) for figure in figures] for row, figures in fixture["table_three"].items()},
        four=[str(figure) for figures in fixture["table_four"].values() for figure in figures],
        two={
            "rules": ["1", "0", "12"], "normative": ["50", "227", "420"], "license": ["18463"],
            "penalty": ["71664"], "coercion": ["8288"], "fee": ["59237.2449"],
        },
    )  # fmt: skip


def tables(report: Report) -> list[list[list[Written]]]:
    """Return tables 二, 三 and 四 as rows of written cells, merged as they are printed."""
    return [_two(report), _three(report), _four(report)]


def _two(report: Report) -> list[list[Written]]:
    rows: list[list[Written]] = []
    width = max(len(block.columns) for block in FORMATS[report.format_key].proactive_blocks)
    for block in FORMATS[report.format_key].proactive_blocks:
        rows.append([(block.caption, width, 1)])
        figures = len(block.columns) - 1
        last = width - 1 - (figures - 1)
        spans = [1] * (figures - 1) + [last]
        rows.append([("信息内容", 1, 1), *((c, s, 1) for c, s in zip(block.columns[1:], spans, strict=True))])
        for key, label in block.rows:
            cells = report.two.get(key, ["0"] * figures)
            rows.append([(label, 1, 1), *((c, s, 1) for c, s in zip(cells, spans, strict=True))])
    return rows


def _three(report: Report) -> list[list[Written]]:
    organisations = [column.label for column in COLUMNS[1:-1]]
    rows: list[list[Written]] = [
        [(CORNER_NOTE, 3, 3), ("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        [(label, 1, 1) for label in organisations],
    ]
    lines = FORMATS[report.format_key].rows
    headings = {row.key: row for row in lines if row.kind == "heading"}
    begun: set[str] = set()
    for row in lines:
        if row.kind == "heading":
            continue
        cells: list[Written] = []
        if row.parent and "results" not in begun:
            begun.add("results")
            results = sum(bool(other.parent) and other.kind != "heading" for other in lines)
            cells.append(("三、本年度办理结果", 1, results))
        if not row.parent:
            cells.append((row.label, 3, 1))
        elif row.parent in headings:
            if row.parent not in begun:
                begun.add(row.parent)
                leaves = sum(other.parent == row.parent for other in lines)
                cells.append((headings[row.parent].label, 1, leaves))
            cells.append((row.label, 1, 1))
        else:
            cells.append((row.label, 2, 1))
        rows.append(cells + [(figure, 1, 1) for figure in report.three[row.key]])
    return rows


def _four(report: Report) -> list[list[Written]]:
    labels = [label for _, label in DISPUTE_COLUMNS]
    return [
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [*((label, 1, 2) for label in labels), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        [(label, 1, 1) for label in labels * 2],
        [(figure, 1, 1) for figure in report.four],
    ]


def as_html(*reports: Report) -> bytes:
    """Return a page with the reports one after the other."""
    body = ""
    for report in reports:
        body += f"<h1>{report.title}</h1><h2>一、总体情况</h2>" + "".join(f"<p>{p}</p>" for p in report.prose)
        for title, table in zip(TITLES, tables(report), strict=True):
            body += f"<h2>{title}</h2><table>" + "".join(
                "<tr>" + "".join(f'<td colspan="{c}" rowspan="{r}"><p>{text}</p></td>' for text, c, r in row) + "</tr>"
                for row in table
            ) + "</table>"  # fmt: skip
        body += "<h2>五、存在的主要问题及改进情况</h2><p>无。</p>"
    style = "table{border-collapse:collapse}td{border:1px solid}"
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style><body>{body}</body>'.encode()


def as_txt(*reports: Report) -> bytes:
    """Return text with one cell a line, each ending in a border, as a copied web page has it."""
    lines: list[str] = []
    for report in reports:
        lines += [report.title, "一、总体情况", *report.prose]
        for title, table in zip(TITLES, tables(report), strict=True):
            lines += [title, *(f"{text} |" if text else "|" for row in table for text, _, _ in row)]
        lines += ["五、存在的主要问题及改进情况", "无。"]
    return "\n".join(lines).encode()


def as_docx(*reports: Report) -> bytes:
    """Return a Word document."""
    document = Document()
    for report in reports:
        for text in (report.title, "一、总体情况", *report.prose):
            document.add_paragraph(text)
        for title, rows in zip(TITLES, tables(report), strict=True):
            document.add_paragraph(title)
            document.element.body.insert(-1, parse_xml(_word_table(rows)))
        document.add_paragraph("五、存在的主要问题及改进情况")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word_table(rows: list[list[Written]]) -> str:
    """Return the table as Word stores it: a cell reaching down is followed by continued cells."""
    lines: dict[int, list[tuple[int, str]]] = {}
    for top, left, text, columns, down in _placed(rows):
        for row in range(top, top + down):
            merge = "" if down == 1 else '<w:vMerge w:val="restart"/>' if row == top else "<w:vMerge/>"
            words = f"<w:r><w:t>{text}</w:t></w:r>" if row == top else ""
            cell = f'<w:tcPr><w:gridSpan w:val="{columns}"/>{merge}</w:tcPr><w:p>{words}</w:p>'
            lines.setdefault(row, []).append((left, f"<w:tc>{cell}</w:tc>"))
    body = "".join(f"<w:tr>{''.join(cell for _, cell in sorted(lines[row]))}</w:tr>" for row in sorted(lines))
    return f"<w:tbl {nsdecls('w')}>{body}</w:tbl>"


def as_xlsx(*reports: Report) -> bytes:
    """Return a workbook, everything of a report on one sheet; figures as numbers."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for report in reports:
        sheet = workbook.create_sheet(str(report.year))
        row = 0
        for text in (report.title, "一、总体情况", *report.prose):
            row += 1
            sheet.cell(row, 1, text)
        for title, rows in zip(TITLES, tables(report), strict=True):
            row += 1
            sheet.cell(row, 1, title)
            for top, left, text, columns, down in _placed(rows):
                at = sheet.cell(row + 1 + top, left + 1, _typed(text))
                if (columns, down) != (1, 1):
                    sheet.merge_cells(
                        start_row=at.row, start_column=at.column,
                        end_row=at.row + down - 1, end_column=at.column + columns - 1,
                    )  # fmt: skip
            row += len(rows)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


WRITERS: Mapping[str, object] = {"html": as_html, "txt": as_txt, "docx": as_docx, "xlsx": as_xlsx}


def _typed(text: str) -> str | float | None:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text or None


def _placed(rows: list[list[Written]]) -> list[tuple[int, int, str, int, int]]:
    """Return (top, left, text, columns, rows) of every cell."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for top, row in enumerate(rows):
        left = 0
        for text, columns, down in row:
            while (top, left) in taken:
                left += 1
            placed.append((top, left, text, columns, down))
            taken |= {(top + d, left + c) for d in range(down) for c in range(columns)}
            left += columns
    return placed
