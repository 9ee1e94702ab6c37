"""Cells and borders of the tables in a Word file: fonts of the official documents, drawn lines, narrow margins."""

from __future__ import annotations

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TITLE_FONT, TEXT_FONT, LATIN_FONT = "宋体", "仿宋_GB2312", "Times New Roman"
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def fill(cell: _Cell, text: str, *, bold: bool = False, alignment=CENTRE) -> None:
    """Write the one text of a cell."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    write(cell.paragraphs[0], text, size=9, font=TITLE_FONT, bold=bold, alignment=alignment)


def write(
    paragraph: Paragraph, text: str, *, size: float, font: str = TEXT_FONT, bold: bool = False, alignment=None
) -> None:
    """Write the one text of a paragraph."""
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, LATIN_FONT
    run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
    paragraph.alignment = alignment


def lay_out(table: Table, grid: list[list[_Cell]], widths: list[Length]) -> None:
    """Centre a table, draw its lines and give every column its width; no row is cut by a page."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _draw_borders(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for line in grid:
        for cell, width in zip(line, widths, strict=True):
            cell.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


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
