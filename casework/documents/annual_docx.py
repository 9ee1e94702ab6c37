"""Table 三 as a Word file in the printed layout, to be put into the report: merged cells, drawn borders.

Font names are those of the official documents; a machine without them finds the fallback in the file's font table.
"""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from casework.documents.annual_findings import HEADING, finding_lines
from casework.documents.annual_layout import HEAD_COLUMNS, ORGANISATION_COLUMNS, Head, printed_rows
from casework.documents.annual_report import AnnualReport
from casework.law.annual_formats import (
    APPLICANTS_HEADING,
    COLUMNS,
    CORNER_NOTE,
    ORGANISATIONS_HEADING,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_FONT, TEXT_FONT, LATIN_FONT = "宋体", "仿宋_GB2312", "Times New Roman"
FALLBACKS = {TITLE_FONT: "SimSun", TEXT_FONT: "仿宋", "仿宋": "FangSong"}
HEADING_ROWS = 3
_WIDTHS = (Cm(0.9), Cm(2.3), Cm(5.1), *(Cm(1.25),) * len(COLUMNS))
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def annual_docx(report: AnnualReport) -> bytes:
    """Return the Word file of one agency-year: title, table 三, and the findings."""
    document = Document()
    _prepare(document, report)
    title = document.add_paragraph()
    _write(title, report.title, size=16, font=TITLE_FONT, bold=True, alignment=_CENTRE)
    _write(document.add_paragraph(), report.source_note, size=9)
    _Table(document, report).write()
    _write(document.add_paragraph(), HEADING, size=12, bold=True)
    for line in finding_lines(report.checks, report.said):
        _write(document.add_paragraph(), line.words, size=10.5)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


class _Table:
    """Writes the one table."""

    def __init__(self, document, report: AnnualReport) -> None:
        self.report = report
        self.rows = printed_rows(report.report_format)
        self.table: Table = document.add_table(HEADING_ROWS + len(self.rows), HEAD_COLUMNS + len(COLUMNS))
        # Asking the table for a cell walks all of it; asked once, it is a list.
        self.grid = [list(row.cells) for row in self.table.rows]

    def write(self) -> None:
        self.table.alignment, self.table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _draw_borders(self.table)
        for column, width in zip(self.table.columns, _WIDTHS, strict=True):
            column.width = width
        for line in self.grid:
            for cell, width in zip(line, _WIDTHS, strict=True):
                cell.width = width
        self._write_headings()
        for number, line in enumerate(self.rows):
            at = HEADING_ROWS + number
            for head in line.heads:
                self._write_head(at, head)
            cells = self.report.cells[line.row.key]
            for offset, column in enumerate(COLUMNS):
                total = line.row.kind == "computed" or column.key == "total"
                _fill(self.grid[at][HEAD_COLUMNS + offset], str(cells[column.key]), bold=total)
        for row in self.table.rows[:HEADING_ROWS]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in self.table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def _write_headings(self) -> None:
        first, last = HEAD_COLUMNS, HEAD_COLUMNS + len(COLUMNS) - 1
        self._merge(0, 0, 2, first - 1, CORNER_NOTE, bold=False)
        self._merge(0, first, 0, last, APPLICANTS_HEADING)
        self._merge(1, first, 2, first, COLUMNS[0].label)
        self._merge(1, first + 1, 1, last - 1, ORGANISATIONS_HEADING)
        for offset, column in enumerate(ORGANISATION_COLUMNS):
            _fill(self.grid[2][first + 1 + offset], column.label, bold=True)
        self._merge(1, last, 2, last, COLUMNS[-1].label)

    def _write_head(self, at: int, head: Head) -> None:
        left = head.column - 1
        cell = self._merge(
            at, left, at + head.rows - 1, left + head.columns - 1, head.text,
            bold=head.rows > 1, alignment=_CENTRE if head.rows > 1 else WD_ALIGN_PARAGRAPH.LEFT,
        )  # fmt: skip
        if head.vertical:
            direction = OxmlElement("w:textDirection")
            direction.set(qn("w:val"), "tbRlV")
            # The order of a cell's properties is fixed: the direction stands before the alignment.
            cell._tc.get_or_add_tcPr().find(qn("w:vAlign")).addprevious(direction)

    def _merge(
        self, top: int, left: int, bottom: int, right: int, text: str, *, bold: bool = True, alignment=_CENTRE
    ) -> _Cell:
        cell = self.grid[top][left].merge(self.grid[bottom][right])
        _fill(cell, text, bold=bold, alignment=alignment)
        return cell


def _fill(cell: _Cell, text: str, *, bold: bool = False, alignment=_CENTRE) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    _write(cell.paragraphs[0], text, size=9, font=TITLE_FONT, bold=bold, alignment=alignment)


def _write(
    paragraph: Paragraph, text: str, *, size: float, font: str = TEXT_FONT, bold: bool = False, alignment=None
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, LATIN_FONT
    run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
    paragraph.alignment = alignment


def _draw_borders(table: Table) -> None:
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    # Narrow margins inside the cells: three characters fit into a column of figures.
    layout.addnext(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
        )
    )


def _prepare(document, report: AnnualReport) -> None:
    """Set page, title, language and the fonts to fall back on."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    properties = document.core_properties
    properties.title, properties.author, properties.language = report.title, report.agency_name, "zh-CN"
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
