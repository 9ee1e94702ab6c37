"""Every letter kind through LibreOffice and typst to pictures, and what is too long for its place.

``.venv/bin/python -m tests.letter_pictures`` needs LibreOffice and pdftoppm; it writes docs/screens/letters-word.png
(first pages as Word files open), letters-pdf.png, letters-replies.png (what follows the first page of each reply)
and letters-overflow.png, and says how many pages each letter has.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

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


def word_of(letter: LetterText, style: PageStyle, agency: str) -> bytes:
    return word_file(letter, standard_template(style, FACES), agency_name=agency, faces=FACES)


def pictures(folder: Path, stem: str, pdf: Path) -> list[Path]:
    subprocess.run(["pdftoppm", "-r", "50", "-png", str(pdf), str(folder / stem)], check=True)
    return sorted(folder.glob(f"{stem}-*.png"))


def contact_sheet(pages: list[tuple[str, Path]], target: Path) -> None:
    """Put pages side by side, each with its name under it."""
    opened = [(name, Image.open(page).convert("RGB")) for name, page in pages]
    height = max(picture.height for _, picture in opened) * WIDTH // max(picture.width for _, picture in opened)
    rows = -(-len(opened) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (WIDTH + 10), rows * (height + 12)), (150, 155, 160))
    for place, (_, picture) in enumerate(opened):
        picture.thumbnail((WIDTH, height))
        sheet.paste(picture, ((place % COLUMNS) * (WIDTH + 10) + 5, (place // COLUMNS) * (height + 12) + 6))
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
        command = [shutil.which("soffice") or "soffice", "--headless", "--convert-to", "pdf", "--outdir", name]
        subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True)
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
