"""GB/T 9704-2012 read back from the Word file: page, margins, fonts, sizes, line pitch, page numbers, 信函格式."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from casework.documents.letters.base import PageStyle, standard_template
from casework.documents.letters.layout import Faces
from casework.documents.letters.word import word_file
from casework.law.letters.compose import compose
from casework.law.letters.facts import MatterWords
from tests.law.letter_facts import AGENCY, decided, facts

FACES = Faces()


def letter_of(**changes):
    case = decided("G2", provided_files="复印件1份")
    return compose("reply_G2", replace(case, **changes), dated_on=date(2026, 3, 10))


def laid_out(letter=None, style=PageStyle.PLAIN, faces=FACES) -> bytes:
    return word_file(letter or letter_of(), standard_template(style, faces), agency_name=AGENCY.name, faces=faces)


def opened(*args, **kwargs):
    return Document(io.BytesIO(laid_out(*args, **kwargs)))


def face_of(run) -> str:
    return run._r.rPr.rFonts.get(qn("w:eastAsia"))


def test_page_and_margins_are_the_standards():
    section = opened().sections[0]
    near = pytest.approx
    assert (section.page_width.mm, section.page_height.mm) == (near(210, abs=0.1), near(297, abs=0.1))
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [item.mm for item in margins] == [near(value, abs=0.1) for value in (37, 28, 26, 35)]


def test_the_text_is_16_points_fangsong_on_a_fixed_line_that_puts_22_on_a_page():
    document = opened()
    style = document.styles["Normal"]
    assert style.font.size == Pt(16)
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert style.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    # 225 mm are 637.8 pt: 22 lines fit and 23 do not.
    pitch = style.paragraph_format.line_spacing.pt
    assert 22 * pitch <= 637.8 < 23 * pitch and 28.8 <= pitch <= 29
    # 28 characters of 16 pt and -0.25 pt each are 441 of the 442.2 pt (156 mm) of a line; 29 are too many.
    spacing = int(style.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + spacing) <= 442.2 < 29 * (16 + spacing)
    assert document.sections[0]._sectPr.find(qn("w:docGrid")).get(qn("w:type")) == "lines"


def test_the_title_is_22_points_and_centred_and_the_paragraphs_begin_two_characters_in():
    document = opened()
    title, number, *rest = document.paragraphs
    assert title.text == "某市行政审批服务局政府信息公开申请答复书"
    assert (title.runs[0].font.size, face_of(title.runs[0])) == (Pt(22), "方正小标宋简体")
    assert title.alignment == number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert number.text == "某审公复〔2026〕1号"
    facts_paragraph = next(item for item in rest if item.text.startswith("本机关于"))
    assert facts_paragraph._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    addressee = next(item for item in rest if item.text == "赵某某：")
    assert addressee._p.pPr.ind is None


def test_the_day_stands_four_characters_from_the_right_under_the_name():
    *_, signature, day = [item for item in opened().paragraphs if item.text]
    assert (signature.text, day.text) == ("某市行政审批服务局", "2026年3月10日")
    assert day.alignment == WD_ALIGN_PARAGRAPH.RIGHT and day._p.pPr.ind.get(qn("w:rightChars")) == "400"
    assert signature.paragraph_format.keep_with_next


def test_page_numbers_stand_between_dashes_odd_right_even_left():
    document = opened()
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, alignment, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right"),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left"),
    ):
        paragraph = footer.paragraphs[0]
        assert paragraph.text.replace(" PAGE ", "") == "—  —" and " PAGE " in paragraph._p.xml
        assert paragraph.alignment == alignment
        assert paragraph._p.pPr.ind.get(qn(f"w:{side}Chars")) == "100"
        assert {run.font.size for run in paragraph.runs} == {Pt(14)}
        assert {face_of(run) for run in paragraph.runs} == {"宋体"}


def test_letterhead_has_the_red_name_the_double_lines_and_no_number_on_page_one():
    section = opened(style=PageStyle.LETTERHEAD).sections[0]
    assert section.different_first_page_header_footer
    assert section.header_distance.mm == pytest.approx(30, abs=0.1)
    assert section.footer_distance.mm == pytest.approx(20, abs=0.1)
    mark = section.first_page_header.paragraphs[0]
    assert mark.text == "某市行政审批服务局" and mark.runs[0].font.color.rgb == RGBColor(255, 0, 0)
    upper, lower = mark._p.pPr.find(qn("w:pBdr")), section.first_page_footer.paragraphs[0]._p.pPr.find(qn("w:pBdr"))
    assert upper[0].get(qn("w:val")) == "thickThinSmallGap"  # 上粗下细
    assert lower[0].get(qn("w:val")) == "thinThickSmallGap"  # 上细下粗
    # 170 mm: 8 and 6 mm beyond the margins of 28 and 26.
    assert [round(item.mm) for item in (mark.paragraph_format.left_indent, mark.paragraph_format.right_indent)] == [
        -8,
        -6,
    ]
    assert "PAGE" not in section.first_page_footer.paragraphs[0]._p.xml


def test_headings_of_several_matters_are_in_heiti():
    matters = (
        MatterWords("甲", "G2", {"provided_files": "一份"}),
        MatterWords("乙", "U3", {"processing_needed": "要汇总"}),
    )
    document = opened(compose("reply_G2", facts(matters=matters, decided_on=date(2026, 3, 10))))
    headings = [item for item in document.paragraphs if item.text.startswith(("一、", "二、"))]
    assert [item.text for item in headings] == ["一、关于“甲”", "二、关于“乙”"]
    assert {face_of(item.runs[0]) for item in headings} == {"黑体"}
    assert "\ue001" not in "".join(item.text for item in document.paragraphs)


def test_other_fonts_can_be_chosen():
    document = opened(faces=Faces(text="FandolFang", title="FandolSong"))
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "FandolFang"
    assert face_of(document.paragraphs[0].runs[0]) == "FandolSong"


def test_what_applicants_type_stays_text():
    odd = "王<a&b> {{ 7*7 }} {% for x in y %} \x0b\ue001 “引号”"
    text = "\n".join(item.text for item in opened(letter_of(content=odd)).paragraphs)
    assert "王<a&b> {{ 7*7 }} {% for x in y %}" in text and "49" not in text and "\ue001" not in text


def test_a_template_from_outside_cannot_reach_the_program():
    document = Document()
    document.add_paragraph("{{ 标题.__class__.__mro__[1].__subclasses__() }}")
    stream = io.BytesIO()
    document.save(stream)
    with pytest.raises(Exception, match="unsafe"):
        word_file(letter_of(), stream.getvalue(), agency_name=AGENCY.name, faces=FACES)


def test_no_field_is_left_unfilled_in_any_part_of_the_file():
    for style in (PageStyle.PLAIN, PageStyle.LETTERHEAD):
        with zipfile.ZipFile(io.BytesIO(laid_out(style=style))) as parts:
            for name in parts.namelist():
                if name.endswith(".xml"):
                    assert not re.search(r"\{\{|\{%", parts.read(name).decode("utf-8")), name


def test_the_last_paragraph_holds_to_the_signature():
    paragraphs = opened().paragraphs
    last = next(item for item in paragraphs if item.text.startswith("联系人："))
    assert last.paragraph_format.keep_with_next
