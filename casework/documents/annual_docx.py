"""Tables 二, 三, 四 as a Word file in the printed layout, to be put into the report: merged cells, drawn borders.

Font names are those of the official documents; a machine without them finds the fallback in the file's font table.
"""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.table import Table, _Cell
from lxml import etree

from casework.documents.annual_docx_cells import CENTRE, TEXT_FONT, TITLE_FONT, fill, lay_out, write
from casework.documents.annual_findings import HEADING, finding_lines
from casework.documents.annual_layout import HEAD_COLUMNS, ORGANISATION_COLUMNS, Head, printed_rows
from casework.documents.annual_other_layout import Lines, other_tables, placed, width_of
from casework.documents.annual_report import PART_FOUR, PART_THREE, PART_TWO, AnnualReport
from casework.law.annual_entries import FOUR, TWO
from casework.law.annual_formats import (
    APPLICANTS_HEADING,
    COLUMNS,
    CORNER_NOTE,
    ORGANISATIONS_HEADING,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FALLBACKS = {TITLE_FONT: "SimSun", TEXT_FONT: "仿宋", "仿宋": "FangSong"}
HEADING_ROWS = 3
_WIDTHS = (Cm(0.9), Cm(2.3), Cm(5.1), *(Cm(1.25),) * len(COLUMNS))
_TEXT_WIDTH = Cm(21 - 2 * 1.8)


def annual_docx(report: AnnualReport) -> bytes:
    """Return the Word file of one agency-year: the three tables and the findings."""
    document = Document()
    prepare(document, report)
    write(document.add_paragraph(), report.document_title, size=16, font=TITLE_FONT, bold=True, alignment=CENTRE)
    write(document.add_paragraph(), report.source_note, size=9)
    part_head(document, PART_TWO)
    proactive_table(document, report)
    part_head(document, PART_THREE)
    request_table(document, report)
    part_head(document, PART_FOUR)
    dispute_table(document, report)
    write(document.add_paragraph(), HEADING, size=12, bold=True)
    for line in finding_lines(report.checks, report.said):
        write(document.add_paragraph(), line.words, size=10.5)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def proactive_table(document, report: AnnualReport) -> None:
    """Write table 二."""
    _write_other(document, report, other_tables(report.report_format)[TWO])


def request_table(document, report: AnnualReport) -> None:
    """Write table 三."""
    _Table(document, report).write()


def dispute_table(document, report: AnnualReport) -> None:
    """Write table 四."""
    _write_other(document, report, other_tables(report.report_format)[FOUR])


def part_head(document, title: str) -> None:
    """Write the heading of a part of the report."""
    paragraph = document.add_paragraph()
    write(paragraph, title, size=14, font=TITLE_FONT, bold=True)
    paragraph.paragraph_format.space_before = Pt(10)
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.keep_with_next = True


def _write_other(document, report: AnnualReport, lines: Lines) -> None:
    """Write table 二 or 四; a cell that nobody filled in stays empty."""
    width = width_of(lines)
    table: Table = document.add_table(len(lines), width)
    grid = [list(row.cells) for row in table.rows]
    lay_out(table, grid, [Emu(int(_TEXT_WIDTH / width))] * width)
    for row, column, box in placed(lines):
        cell = grid[row][column].merge(grid[row + box.rows - 1][column + box.columns - 1])
        fill(cell, box.text if box.is_heading else report.figures.get(box.key, ""), bold=box.is_heading)


class _Table:
    """Writes table 三."""

    def __init__(self, document, report: AnnualReport) -> None:
        self.report = report
        self.rows = printed_rows(report.report_format)
        self.table: Table = document.add_table(HEADING_ROWS + len(self.rows), HEAD_COLUMNS + len(COLUMNS))
        # Asking the table for a cell walks all of it; asked once, it is a list.
        self.grid = [list(row.cells) for row in self.table.rows]

    def write(self) -> None:
        lay_out(self.table, self.grid, list(_WIDTHS))
        self._write_headings()
        for number, line in enumerate(self.rows):
            at = HEADING_ROWS + number
            for head in line.heads:
                self._write_head(at, head)
            cells = self.report.cells[line.row.key]
            for offset, column in enumerate(COLUMNS):
                total = line.row.kind == "computed" or column.key == "total"
                fill(self.grid[at][HEAD_COLUMNS + offset], str(cells[column.key]), bold=total)
        for row in self.table.rows[:HEADING_ROWS]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _write_headings(self) -> None:
        first, last = HEAD_COLUMNS, HEAD_COLUMNS + len(COLUMNS) - 1
        self._merge(0, 0, 2, first - 1, CORNER_NOTE, bold=False)
        self._merge(0, first, 0, last, APPLICANTS_HEADING)
        self._merge(1, first, 2, first, COLUMNS[0].label)
        self._merge(1, first + 1, 1, last - 1, ORGANISATIONS_HEADING)
        for offset, column in enumerate(ORGANISATION_COLUMNS):
            fill(self.grid[2][first + 1 + offset], column.label, bold=True)
        self._merge(1, last, 2, last, COLUMNS[-1].label)

    def _write_head(self, at: int, head: Head) -> None:
        left = head.column - 1
        cell = self._merge(
            at, left, at + head.rows - 1, left + head.columns - 1, head.text,
            bold=head.rows > 1, alignment=CENTRE if head.rows > 1 else WD_ALIGN_PARAGRAPH.LEFT,
        )  # fmt: skip
        if head.vertical:
            direction = OxmlElement("w:textDirection")
            direction.set(qn("w:val"), "tbRlV")
            # The order of a cell's properties is fixed: the direction stands before the alignment.
            cell._tc.get_or_add_tcPr().find(qn("w:vAlign")).addprevious(direction)

    def _merge(
        self, top: int, left: int, bottom: int, right: int, text: str, *, bold: bool = True, alignment=CENTRE
    ) -> _Cell:
        cell = self.grid[top][left].merge(self.grid[bottom][right])
        fill(cell, text, bold=bold, alignment=alignment)
        return cell


def prepare(document, report: AnnualReport) -> None:
    """Set page, title, language and the fonts to fall back on."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    properties = document.core_properties
    properties.title, properties.author, properties.language = report.document_title, report.agency_name, "zh-CN"
    properties.comments = ""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    fonts = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = etree.fromstring(fonts.blob)
    for name, other in FALLBACKS.items():
        font = etree.SubElement(table, qn("w:font"))
        font.set(qn("w:name"), name)
        etree.SubElement(font, qn("w:altName")).set(qn("w:val"), other)
    fonts._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
