"""The PDF of a letter says what its Word file says: text, order, page, lines, fonts; also of templates from outside."""

import base64
import io
import re
from dataclasses import replace
from itertools import pairwise

import pdfplumber
import pytest
from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from pypdf import PdfReader

from casework.documents.letters.base import PageStyle, standard_template
from casework.documents.letters.layout import Faces, chain
from casework.documents.letters.pdf import pdf_file
from casework.documents.letters.reading.pages import printed
from casework.documents.letters.word import word_file
from casework.law.letters.compose import compose
from casework.law.letters.kinds import LETTER_KINDS
from casework.law.letters.sample import sample_letter
from tests.law.letter_facts import AGENCY, decided, facts
from tests.letter_pictures import long_letters

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pages(word: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf_file(word, dated_on=None))).pages]


def placed(word: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Return every piece of text of a page with the point it begins at, from the upper left corner."""
    found = []
    sheet = PdfReader(io.BytesIO(pdf_file(word, dated_on=None))).pages[page]
    height = float(sheet.mediabox.height)

    def seen(text, matrix, text_matrix, font, size):
        if text.strip():
            x = matrix[0] * text_matrix[4] + matrix[4]
            y = matrix[3] * text_matrix[5] + matrix[5]
            found.append((squeezed(text), round(x, 1), round(height - y, 1)))

    sheet.extract_text(visitor_text=seen)
    return found


def standard(letter, style=PageStyle.PLAIN, name=AGENCY.name) -> bytes:
    return word_file(letter, standard_template(style, Faces()), agency_name=name, faces=Faces())


@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_every_kind_reads_in_the_pdf_as_in_the_word_file(kind):
    letter = sample_letter(kind, AGENCY)
    word = standard(letter, PageStyle.PLAIN if letter.lines else PageStyle.FORM)
    document = Document(io.BytesIO(word))
    said = []
    for item in document.element.body.iter(qn("w:p")):
        said.append("".join(text.text or "" for text in item.iter(qn("w:t"))))
    shown = re.sub("—[0-9]+—", "", "".join(pages(word)))
    assert shown == squeezed("".join(said))


def test_the_page_and_its_lines_are_those_of_the_standard():
    """GB/T 9704-2012: A4, 22 lines of 28 characters; the left margin is 28 mm, the first line 37 mm down."""
    request = "土" * 28 * 60
    word = standard(compose("receipt", facts(content=request)))
    reader = PdfReader(io.BytesIO(pdf_file(word, dated_on=None)))
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    second = [piece for piece in placed(word, 1) if piece[2] < 745]  # the page number stands below
    lines = sorted({y for _, _, y in second})
    assert len(lines) == 22
    assert {round(below - above, 1) for above, below in pairwise(lines)} <= {28.9, 29.0}
    full = ["".join(text for text, _, at in second if at == y) for y in lines[:5]]
    assert full == ["土" * 28] * 5
    assert min(x for _, x, _ in second) == pytest.approx(28 / 25.4 * 72, abs=0.6)


def test_page_numbers_stand_odd_right_and_even_left():
    word = standard(compose("receipt", facts(content="土" * 28 * 50)))
    numbers = [next(piece for piece in placed(word, page) if piece[0].startswith("—")) for page in (0, 1)]
    assert numbers[0][1] > 400 and numbers[1][1] < 150
    assert "—1—" in pages(word)[0] and "—2—" in pages(word)[1]


def test_the_letterhead_has_its_name_on_one_line_above_the_text_and_no_number_on_page_one():
    letter = compose("reply_G2", decided("G2", provided_files="复印件1份"))
    word = standard(letter, PageStyle.LETTERHEAD)
    found = placed(word)
    mark = next(piece for piece in found if piece[0] == AGENCY.name and piece[2] < 150)
    assert mark[2] < min(y for text, _, y in found if text == "某审公复〔2026〕1号")
    assert not any("—" in text for text, _, _ in found)
    name = "某" * 20
    fitted = word_file(letter, standard_template(PageStyle.LETTERHEAD, Faces()), agency_name=name, faces=Faces())
    assert [text for text, _, y in placed(fitted) if set(text) == {"某"} and y < 200] == [name]


def test_what_applicants_type_stays_text():
    odd = '王<a&b> #read("/etc/passwd") $x$ \\u{41} *粗* _斜_ @ref // 注'
    assert squeezed(odd) in "".join(pages(standard(compose("receipt", facts(content=odd)))))


def test_the_fonts_are_embedded_and_the_file_is_tagged_and_named():
    letter = compose("reply_G2", decided("G2", provided_files="复印件1份"))
    reader = PdfReader(io.BytesIO(pdf_file(standard(letter), dated_on=letter.dated_on)))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    for font in fonts.values():
        described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described)
    assert reader.metadata.title == letter.title and reader.metadata.author == AGENCY.name
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_the_same_letter_makes_the_same_file():
    word = standard(compose("receipt", facts()))
    assert pdf_file(word, dated_on=None) == pdf_file(word, dated_on=None)


def test_an_own_template_keeps_alignment_size_bold_and_indent():
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    middle = document.add_paragraph()
    middle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = middle.add_run("居中加粗")
    run.bold, run.font.size = True, Pt(20)
    right = document.add_paragraph("靠右")
    right.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    inside = document.add_paragraph("缩进")
    inside.paragraph_format.left_indent = Mm(30)
    word = saved(document)
    values = printed(word)
    looks = [values["looks"][block["pieces"][0]["look"]] for block in values["sections"][0]["blocks"]]
    assert [(look["bold"], look["size"]) for look in looks] == [(True, 20.0), (False, 11.0), (False, 11.0)]
    found = {text: x for text, x, _ in placed(word)}
    page = 148 / 25.4 * 72
    assert found["居中加粗"] == pytest.approx(page / 2 - 40, abs=1)
    assert found["靠右"] == pytest.approx(page - 20 / 25.4 * 72 - 22, abs=1)
    assert found["缩进"] == pytest.approx(50 / 25.4 * 72, abs=1)


def test_tables_merge_breaks_and_headers_carry_over():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    table = document.add_table(2, 2, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并的格"
    table.cell(1, 0).text, table.cell(1, 1).text = "左下", "右下"
    document.add_paragraph("前").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("后一页")
    cells = printed(saved(document))["sections"][0]["blocks"][0]["cells"]
    assert [(cell["x"], cell["y"], cell["span"]) for cell in cells] == [(0, 0, 2), (0, 1, 1), (1, 1, 1)]
    assert all(set(cell["border"]) == {"top", "left", "bottom", "right"} for cell in cells)
    first, second = pages(saved(document))
    for text in ("页眉文字", "合并的格", "左下", "右下", "前"):
        assert text in first
    assert "后一页" in second and "页眉文字" in second


def test_automatic_numbers_tabs_tracked_changes_and_hidden_text():
    document = Document()
    for text in ("甲事项", "乙事项"):
        document.add_paragraph(text, style="List Number")
    tabbed = document.add_paragraph("联系人：\t张某")
    tabbed.paragraph_format.tab_stops.add_tab_stop(Mm(60))
    hidden = document.add_paragraph("看得见").add_run("看不见")
    hidden.font.hidden = True
    changed = document.add_paragraph("原文")
    for name, text in (("ins", "插入"), ("del", "删除")):
        tag = "t" if name == "ins" else "delText"
        changed._p.append(
            parse_xml(f'<w:{name} {nsdecls("w")} w:id="9"><w:r><w:{tag}>{text}</w:{tag}></w:r></w:{name}>')
        )
    shown = "".join(pages(saved(document)))
    assert "1.甲事项" in shown and "2.乙事项" in shown
    assert "看不见" not in shown and "看得见" in shown
    assert "原文插入" in shown and "删除" not in shown
    at = {text: x for text, x, _ in placed(saved(document))}
    left = document.sections[0].left_margin.pt
    assert at["张某"] == pytest.approx(left + Mm(60).pt, abs=1.5)


def test_sections_keep_their_own_page():
    document = Document()
    document.add_paragraph("竖页")
    wide = document.add_section(WD_SECTION_START.NEW_PAGE)
    wide.page_width, wide.page_height = wide.page_height, wide.page_width
    document.add_paragraph("横页")
    reader = PdfReader(io.BytesIO(pdf_file(saved(document), dated_on=None)))
    shapes = [float(page.mediabox.width) < float(page.mediabox.height) for page in reader.pages]
    assert shapes == [True, False]


def test_a_picture_a_drawn_line_and_a_box_of_text_are_shown():
    document = Document()
    document.add_picture(io.BytesIO(PICTURE), width=Mm(30))
    line = document.add_paragraph("线下文字").add_run()
    line._r.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:line from="0,20pt" to="400pt,20pt" '
            'style="position:absolute" strokecolor="red" strokeweight="2pt"/></w:pict>'
        )
    )
    box = document.add_paragraph().add_run()
    box._r.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:100pt;height:40pt">'
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
            "</w:pict>"
        )
    )
    word = saved(document)
    shown = "".join(pages(word))
    assert "线下文字" in shown and "框内文字" in shown
    drawings = [
        piece["drawing"]["kind"]
        for block in printed(word)["sections"][0]["blocks"]
        for piece in block["pieces"]
        if "drawing" in piece
    ]
    assert drawings == ["picture", "rule", "box"]
    assert list(PdfReader(io.BytesIO(pdf_file(word, dated_on=None))).pages[0].images)


def test_a_face_nobody_has_is_replaced_by_one_of_its_kind():
    assert chain("方正仿宋_GBK")[1] == "仿宋_GB2312" and "FandolHei" in chain("华文黑体")
    document = Document()
    run = document.add_paragraph().add_run("用了本机没有的字体")
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "某某仿宋")
    assert "用了本机没有的字体" in pages(saved(document))[0]


@pytest.mark.parametrize("which", ["以上全部", "一个长词"])
def test_a_long_word_a_long_request_twelve_matters_and_eight_applicants_stay_on_their_pages(which):
    """Nothing runs over the edge: every sign stands between the margins. The others were looked at as pictures."""
    letter = long_letters()[which]
    word = standard(letter, name=letter.signature)
    with pdfplumber.open(io.BytesIO(pdf_file(word, dated_on=None))) as pdf:
        for sign in (sign for page in pdf.pages for sign in page.chars):
            # Half of a comma's width is blank and may stand in the margin of 26 mm.
            assert sign["x0"] > 75 and sign["x1"] < 595.3 - 73.7 + 8.5, sign["text"]
            assert sign["top"] > 95 and sign["bottom"] < 842 - 50, sign["text"]


def test_spacing_before_and_after_is_added_up():
    document = Document()
    for text in ("上", "下"):
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(30)
        paragraph.paragraph_format.line_spacing = Pt(20)
    ys = [y for text, _, y in placed(saved(document)) if text in "上下"]
    assert ys[1] - ys[0] == pytest.approx(80, abs=0.5)


def test_paragraphs_of_a_list_stand_close_and_begin_at_one_edge():
    document = Document()
    for text in ("甲", "乙"):
        paragraph = document.add_paragraph(text, style="List Number")
        paragraph.paragraph_format.line_spacing = Pt(20)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Pt(40), Pt(-20)
    found = {text: (x, y) for text, x, y in placed(saved(document))}
    left = document.sections[0].left_margin.pt
    assert found["甲"][0] == found["乙"][0] == pytest.approx(left + 40, abs=1)
    assert found["1."][0] == pytest.approx(left + 20, abs=1)
    assert found["乙"][1] - found["甲"][1] == pytest.approx(20, abs=0.5)


def test_no_text_is_no_letter():
    document = Document()
    document.element.remove(document.element.body)
    with pytest.raises(ValueError, match="no text"):
        pdf_file(saved(document), dated_on=None)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_what_is_no_word_file_is_said_to_be_none(data):
    with pytest.raises(ValueError, match="读不出来"):
        pdf_file(data, dated_on=None)


def test_check_boxes_of_sign_fonts_are_shown():
    document = Document()
    run = document.add_paragraph().add_run()
    sign = OxmlElement("w:sym")
    sign.set(qn("w:font"), "Wingdings")
    sign.set(qn("w:char"), "F0A8")
    run._r.append(sign)
    run.add_text(" 同意")
    assert "□同意" in pages(saved(document))[0]


def test_the_letter_of_another_agency_is_not_in_this_one():
    """Styles are kept between letters of one template; what one file says never shows in another."""
    one, other = (
        standard(compose("receipt", facts())),
        standard(compose("receipt", replace(facts(), case_number="别号"))),
    )
    assert "别号" not in "".join(pages(one)) and "别号" in "".join(pages(other))
