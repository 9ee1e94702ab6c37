"""Every letter kind through LibreOffice and typst to pictures, and what is too long for its place.

``.venv/bin/python -m tests.letter_pictures`` needs LibreOffice and pdftoppm; it writes docs/screens/letters-word.png
(first pages as Word files open), letters-pdf.png, letters-replies.png (what follows the first page of each reply),
letters-overflow.png and letters-own-template.png (a template from outside, as LibreOffice opens its Word file and as
our PDF shows it), and says how many pages each letter has.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

from casework.documents.letters.base import PageStyle, standard_template
from casework.documents.letters.layout import Faces
from casework.documents.letters.pdf import pdf_file
from casework.documents.letters.word import word_file
from casework.law.letters.compose import compose
from casework.law.letters.facts import AgencyFacts, ApplicantWords, MatterWords, RemedyBodies
from casework.law.letters.kinds import LETTER_KINDS, letter_kind
from casework.law.letters.sample import SAMPLE_DAY, sample_facts, sample_letter
from casework.law.letters.text import LetterText
from deploy.preflight import ROOT

SCREENS = ROOT / "docs" / "screens"
AGENCY = AgencyFacts(
    "示例市行政审批服务局",
    "示例市和平路1号",
    "0533-1234567",
    "李示例",
    RemedyBodies("示例市人民政府", "", "示例市示例区人民法院"),
)
LONG_NAME = "示例自治区示例自治州示例高新技术产业开发区管理委员会行政审批服务局（政务服务管理办公室、公共资源交易监督管理局、大数据局）"
FACES = Faces()
COLUMNS, WIDTH = 8, 300
RED_LINE = (
    f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:line from="0,26pt" to="442pt,26pt" '
    'style="position:absolute" strokecolor="red" strokeweight="2.25pt"/></w:pict>'
)


def style_of(letter: LetterText) -> PageStyle:
    return PageStyle.PLAIN if letter.lines else PageStyle.FORM


def long_letters() -> dict[str, LetterText]:
    """A name of sixty characters, a request of three thousand, twelve matters, eight applicants, and all at once."""
    name = (LONG_NAME + "示例市示例区人民政府办公室")[:60]
    agency = replace(AGENCY, name=name)
    plain = sample_facts(AGENCY)
    request = "请公开下列信息：" + "".join(f"第{n}项征收补偿安置协议及其附图附表，" for n in range(1, 300))
    request = request[:3000]
    eight = tuple(ApplicantWords(f"申请人示例{n}") for n in "甲乙丙丁戊己庚辛")
    codes = ["G1", "G2", "P1", "N1", "N4", "N6", "N8", "U1", "U2", "U3", "X1", "O4"]
    twelve = tuple(
        replace(sample_facts(AGENCY, code).matters[0], text=f"第{n}项：征收补偿安置方案及其附件", code=code)
        for n, code in enumerate(codes, 1)
    )
    everything = replace(plain, agency=agency, content=request, applicants=eight, matters=twelve)
    return {
        "60字机关名称": compose("reply_G2", replace(plain, agency=agency), dated_on=SAMPLE_DAY),
        "3000字申请": compose("reply_G2", replace(plain, content=request), dated_on=SAMPLE_DAY),
        "12个事项": compose("reply_G2", replace(plain, matters=twelve), dated_on=SAMPLE_DAY),
        "8个申请人": compose("reply_G2", replace(plain, applicants=eight), dated_on=SAMPLE_DAY),
        "以上全部": compose("reply_G2", everything, dated_on=SAMPLE_DAY),
        "3000字申请表": compose("application_form", everything),
        "全部信函": compose("reply_G2", everything, dated_on=SAMPLE_DAY),
        "一个长词": compose(
            "reply_G2",
            replace(
                plain, matters=(MatterWords("", "G1", {"published_where": "https://www.example.gov.cn/" + "a" * 120}),)
            ),
            dated_on=SAMPLE_DAY,
        ),
    }


def own_template() -> bytes:
    """A template as offices make them: a red head with a drawn line, a table, a list, fonts nobody else has."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin = Mm(28), Mm(26), Mm(37)
    section.header.paragraphs[0].text = "依申请公开专用"
    centre, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT

    def line(text: str, face: str = "仿宋", size: float = 16, align=None, *, bold: bool = False, into=None):
        paragraph = into or document.add_paragraph()
        paragraph.alignment = align
        run = paragraph.add_run(text)
        run.font.size, run.font.name, run.bold = Pt(size), "Times New Roman", bold
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        return run

    line("{{ 机关 }}文件", "方正小标宋简体", 36, centre, bold=True).font.color.rgb = RGBColor(255, 0, 0)
    line("{{ 文号 }}", align=centre)._r.append(parse_xml(RED_LINE))
    line("政府信息公开告知书", "华文中宋", 22, centre, bold=True)
    line("{{ 称谓 }}", bold=True)
    for field in ("{{ 事实 }}", "{{ 申请内容 }}"):
        line(field)
        document.paragraphs[-1].paragraph_format.first_line_indent = Pt(32)
        document.paragraphs[-1].paragraph_format.line_spacing = 1.5
    table = document.add_table(2, 3, style="Table Grid")
    for row, words in zip(table.rows, (("查明", "{{ 查明 }}"), ("决定", "{{ 决定 }}")), strict=True):
        row.cells[1].merge(row.cells[2])
        for cell, text in zip(row.cells, words, strict=False):
            line(text, "楷体", 12, into=cell.paragraphs[0])
    for text in ("请妥善保管本告知书", "咨询电话：12345"):
        line(text, "黑体", 14, into=document.add_paragraph(style="List Number"))
    line("{{ 补充说明 }}{{ 救济 }}", "楷体_GB2312", 14)
    line("{{ 结尾 }}", size=12)
    line("{{ 署名 }}", align=right)
    line("{{ 日期 }}", align=right).underline = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def draw_own(folder: Path) -> None:
    """Draw a letter in an own template: its Word file as LibreOffice opens it, then our PDF."""
    word = word_file(sample_letter("reply_N4", AGENCY), own_template(), agency_name=AGENCY.name, faces=FACES)
    (folder / "own.docx").write_bytes(word)
    to_pdf(folder, folder / "own.docx")
    (folder / "ours.pdf").write_bytes(pdf_file(word, dated_on=None))
    found = [(stem, page) for stem in ("own", "ours") for page in pictures(folder, stem, folder / f"{stem}.pdf")]
    contact_sheet(found, SCREENS / "letters-own-template.png", columns=len(found), width=413)


def to_pdf(folder: Path, *words: Path) -> None:
    command = [shutil.which("soffice") or "soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, words)], check=True, capture_output=True)


def word_of(letter: LetterText, style: PageStyle, agency: str) -> bytes:
    return word_file(letter, standard_template(style, FACES), agency_name=agency, faces=FACES)


def pictures(folder: Path, stem: str, pdf: Path) -> list[Path]:
    subprocess.run(["pdftoppm", "-r", "50", "-png", str(pdf), str(folder / stem)], check=True)
    return sorted(folder.glob(f"{stem}-*.png"))


def contact_sheet(pages: list[tuple[str, Path]], target: Path, *, columns: int = COLUMNS, width: int = WIDTH) -> None:
    """Put pages side by side."""
    opened = [(name, Image.open(page).convert("RGB")) for name, page in pages]
    height = max(picture.height for _, picture in opened) * width // max(picture.width for _, picture in opened)
    rows = -(-len(opened) // columns)
    sheet = Image.new("RGB", (columns * (width + 10), rows * (height + 12)), (150, 155, 160))
    for place, (_, picture) in enumerate(opened):
        picture.thumbnail((width, height))
        sheet.paste(picture, ((place % columns) * (width + 10) + 5, (place // columns) * (height + 12) + 6))
    sheet.quantize(32).save(target, optimize=True)
    print(target.relative_to(ROOT), len(opened), "pages")


def main() -> None:
    """Draw the three sheets."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        letters = {key: sample_letter(key, AGENCY) for key in LETTER_KINDS}
        long = long_letters()
        for place, letter in enumerate(letters.values()):
            word = word_of(letter, style_of(letter), AGENCY.name)
            (folder / f"w{place:02d}.docx").write_bytes(word)
            (folder / f"p{place:02d}.pdf").write_bytes(pdf_file(word, dated_on=letter.dated_on))
        for place, (label, letter) in enumerate(long.items()):
            style = PageStyle.LETTERHEAD if "信函" in label else style_of(letter)
            agency = letter.signature or AGENCY.name
            word = word_of(letter, style, agency)
            (folder / f"x{place:02d}.docx").write_bytes(word)
            (folder / f"y{place:02d}.pdf").write_bytes(pdf_file(word, dated_on=letter.dated_on))
        to_pdf(folder, *sorted(folder.glob("*.docx")))
        draw_own(folder)
        word = [(key, pictures(folder, f"w{n:02d}", folder / f"w{n:02d}.pdf")) for n, key in enumerate(letters)]
        typst = [(key, pictures(folder, f"p{n:02d}", folder / f"p{n:02d}.pdf")) for n, key in enumerate(letters)]
        contact_sheet([(key, found[0]) for key, found in word], SCREENS / "letters-word.png")
        contact_sheet([(key, found[0]) for key, found in typst], SCREENS / "letters-pdf.png")
        # The first page tells how the request came and went, alike for every code; what was decided comes after it.
        decided = [(key, page) for key, found in typst if letter_kind(key).is_reply for page in found[1:]]
        contact_sheet(decided, SCREENS / "letters-replies.png")
        too_long = []
        for n, label in enumerate(long):
            for prefix in ("x", "y"):
                found = pictures(folder, f"{prefix}{n:02d}", folder / f"{prefix}{n:02d}.pdf")
                print(label, "Word" if prefix == "x" else "PDF", len(found), "pages")
                too_long += [(label, found[0]), (label, found[-1])]
        contact_sheet(too_long, SCREENS / "letters-overflow.png")
        for key, found in word:
            if len(found) > 2:
                print(key, len(found), "pages", file=sys.stderr)


if __name__ == "__main__":
    main()
