"""The standard templates (标准模板): GB/T 9704-2012 built by code, with named fields for docxtpl.

An agency downloads one, changes it in Word or WPS, and uploads it as its own.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from io import BytesIO

from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree

from casework.documents.letters import fields
from casework.documents.letters import layout as gb
from casework.documents.letters.layout import FALLBACKS, Faces

_ALIGN = WD_ALIGN_PARAGRAPH
_SLIP_COLUMNS = (Mm(46), Mm(110))
_TWIPS_A_CHARACTER = gb.TEXT_PT * 20


class PageStyle(StrEnum):
    """Which kind of page a letter is printed on (law.md 6.5)."""

    PLAIN = "plain"
    LETTERHEAD = "letterhead"
    FORM = "form"


PAGE_STYLE_NAMES = {PageStyle.PLAIN: "告知书（无版头）", PageStyle.LETTERHEAD: "信函格式", PageStyle.FORM: "表格"}


@cache
def standard_template(style: PageStyle, faces: Faces) -> bytes:
    """Return the standard template of that style as a Word file with named fields."""
    document = Document()
    _prepare(document, faces)
    section = document.sections[0]
    _page(section)
    _page_numbers(document, section, faces)
    if style is PageStyle.LETTERHEAD:
        _letterhead(section, faces)
    _write_form(document, faces) if style is PageStyle.FORM else _write_letter(document, faces, style)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _write_letter(document, faces: Faces, style: PageStyle) -> None:
    if style is PageStyle.LETTERHEAD:
        _conditional(document, fields.NUMBER, _ALIGN.RIGHT)
        _paragraph(document, "")
        _paragraph(document, "")
        _title(document, faces)
    else:
        _title(document, faces)
        _conditional(document, fields.NUMBER, _ALIGN.CENTER)
    _paragraph(document, "")
    _conditional(document, fields.ADDRESSEE, _ALIGN.LEFT)
    # Without an own line the two marks would leave empty paragraphs behind.
    _paragraph(document, _put(fields.BODY), indent=2)
    _paragraph(document, _when(fields.ENCLOSURES))
    _paragraph(document, "").paragraph_format.keep_with_next = True
    _paragraph(document, "附件：" + _put(fields.ENCLOSURES), indent=2).paragraph_format.keep_with_next = True
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "").paragraph_format.keep_with_next = True
    signature = _paragraph(document, _put(fields.SIGNATURE), _ALIGN.RIGHT, right=2)
    signature.paragraph_format.keep_with_next = True
    _paragraph(document, _put(fields.DATE), _ALIGN.RIGHT, right=4)
    _paragraph(document, _when(fields.SLIP))
    _paragraph(document, "").add_run().add_break(WD_BREAK.PAGE)
    heading = _paragraph(document, _put(f"{fields.SLIP}.标题"), _ALIGN.CENTER)
    _face(heading.runs[0], faces.title, gb.TITLE_PT, faces)
    _slip_table(document, faces)
    _small(_paragraph(document, _put(f"{fields.SLIP}.附注")))
    _paragraph(document, "{%p endif %}")


def _write_form(document, faces: Faces) -> None:
    _title(document, faces)
    _conditional(document, fields.NUMBER, _ALIGN.CENTER)
    _slip_table(document, faces)
    _small(_paragraph(document, _put(f"{fields.SLIP}.附注")))


def _small(paragraph: Paragraph) -> None:
    paragraph.runs[0].font.size = Pt(12)
    paragraph.paragraph_format.line_spacing = Pt(18)


def _put(field: str) -> str:
    return "{{ " + field + " }}"


def _when(field: str) -> str:
    return "{%p if " + field + " %}"


def _title(document, faces: Faces) -> None:
    paragraph = _paragraph(document, _put(fields.TITLE), _ALIGN.CENTER)
    paragraph.paragraph_format.keep_with_next = True
    _face(paragraph.runs[0], faces.title, gb.TITLE_PT, faces)


def _conditional(document, field: str, alignment) -> None:
    _paragraph(document, _when(field))
    _paragraph(document, _put(field), alignment)
    _paragraph(document, "{%p endif %}")


def _slip_table(document, faces: Faces) -> None:
    table = document.add_table(3, 2)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, _SLIP_COLUMNS, strict=True):
        column.width = width
    for row, text in zip(table.rows, ("{%tr for 行 in " + fields.SLIP + ".行 %}", "", "{%tr endfor %}"), strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, _SLIP_COLUMNS, strict=True):
            cell.width = width
        row.cells[0].paragraphs[0].add_run(text)
    for cell, text, alignment in zip(
        table.rows[1].cells, ("{{ 行.名称 }}", "{{ 行.内容 }}"), (_ALIGN.CENTER, _ALIGN.LEFT), strict=True
    ):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = alignment
        run = paragraph.add_run(text)
        _face(run, faces.text, 12, faces)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        paragraph.paragraph_format.line_spacing = Pt(22)


def _paragraph(document, text: str, alignment=_ALIGN.JUSTIFY, *, indent: int = 0, right: int = 0) -> Paragraph:
    """Add a paragraph; ``indent`` and ``right`` are counted in characters of the text."""
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    if text:
        paragraph.add_run(text)
    if indent or right:
        shape = paragraph._p.get_or_add_pPr().get_or_add_ind()
        for name, count in (("firstLine", indent), ("right", right)):
            if count:
                shape.set(qn(f"w:{name}Chars"), str(count * 100))
                shape.set(qn(f"w:{name}"), str(count * _TWIPS_A_CHARACTER))
    return paragraph


def _face(run, name: str, size: float, faces: Faces) -> None:
    run.font.size, run.font.name = Pt(size), faces.latin
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _page(section) -> None:
    section.page_width, section.page_height = Mm(gb.PAGE_WIDTH_MM), Mm(gb.PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(gb.TOP_MM), Mm(gb.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(gb.LEFT_MM), Mm(gb.RIGHT_MM)
    section.header_distance, section.footer_distance = Mm(gb.MARK_FROM_EDGE_MM), Mm(gb.FOOTER_FROM_EDGE_MM)
    section.start_type = WD_SECTION_START.NEW_PAGE
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    # Lines only: with a grid of characters some programs set fourteen to a line instead of 28.
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(gb.LINE_PT * 20)))


def _page_numbers(document, section, faces: Faces) -> None:
    """Odd pages right with one character free, even pages left: — 1 — in 4号 half-width digits."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, alignment, side in (
        (section.footer, _ALIGN.RIGHT, "right"),
        (section.even_page_footer, _ALIGN.LEFT, "left"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        shape = paragraph._p.get_or_add_pPr().get_or_add_ind()
        shape.set(qn(f"w:{side}Chars"), "100")
        shape.set(qn(f"w:{side}"), str(gb.PAGE_NUMBER_PT * 20))
        _face(paragraph.add_run("— "), faces.page_number, gb.PAGE_NUMBER_PT, faces)
        for part in ("begin", "PAGE", "end"):
            run = paragraph.add_run()
            _face(run, faces.page_number, gb.PAGE_NUMBER_PT, faces)
            run._r.append(_field_part(part))
        _face(paragraph.add_run(" —"), faces.page_number, gb.PAGE_NUMBER_PT, faces)


def _field_part(part: str):
    if part == "PAGE":
        text = OxmlElement("w:instrText")
        text.set(qn("xml:space"), "preserve")
        text.text = " PAGE "
        return text
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), part)
    return mark


def _letterhead(section, faces: Faces) -> None:
    """信函格式: red name and double line on top, a red double line at the bottom, no page number on page 1."""
    section.different_first_page_header_footer = True
    head, foot = section.first_page_header, section.first_page_footer
    head.is_linked_to_previous = foot.is_linked_to_previous = False
    mark = head.paragraphs[0]
    mark.alignment = _ALIGN.CENTER
    run = mark.add_run(_put(fields.AGENCY))
    _face(run, faces.title, gb.MARK_PT, faces)
    run.font.color.rgb = RGBColor.from_string(gb.RED)
    mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _red_line(mark, "bottom", "thickThinSmallGap", space=11)
    _red_line(foot.paragraphs[0], "bottom", "thinThickSmallGap", space=1)
    section.footer_distance = Mm(gb.LETTERHEAD_BOTTOM_MM)


def _red_line(paragraph: Paragraph, side: str, kind: str, *, space: int) -> None:
    borders = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="{kind}" w:sz="18" w:space="{space}" w:color="{gb.RED}"/></w:pBdr>'
    )
    shape = paragraph._p.get_or_add_pPr()
    shape.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    # 170 mm on a page whose type area is 156 mm wide: 20 mm from either edge.
    left = Mm((gb.PAGE_WIDTH_MM - gb.LETTERHEAD_LINE_MM) / 2 - gb.LEFT_MM)
    right = Mm((gb.PAGE_WIDTH_MM - gb.LETTERHEAD_LINE_MM) / 2 - gb.RIGHT_MM)
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = left, right


def _prepare(document, faces: Faces) -> None:
    """Set the text of the whole file: face, size, line pitch, language, and what to fall back on."""
    style = document.styles["Normal"]
    style.font.size, style.font.name = Pt(gb.TEXT_PT), faces.latin
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), faces.text)
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(gb.CHARACTER_SPACING_TWIPS))
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(gb.LINE_PT)
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = False
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
    document.core_properties.language, document.core_properties.comments = "zh-CN", ""
    document.core_properties.author = document.core_properties.title = ""
    table_of_fonts = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = etree.fromstring(table_of_fonts.blob)
    for name in dict.fromkeys((faces.text, faces.title, faces.heading, faces.second_heading, faces.page_number)):
        for other in FALLBACKS.get(name, ())[:1]:
            font = etree.SubElement(table, qn("w:font"))
            font.set(qn("w:name"), name)
            etree.SubElement(font, qn("w:altName")).set(qn("w:val"), other)
    table_of_fonts._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
