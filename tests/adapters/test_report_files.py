"""Reading report files: the same tables from every format, blanks kept apart from zeros, and files made to do harm."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from docx import Document

from casework.adapters import limited_process
from casework.adapters.report_files import MAX_FILE_BYTES, read_report_file
from casework.adapters.report_files.kinds import Kind, kind_of
from casework.adapters.report_files.packages import MAX_UNPACKED_BYTES
from casework.adapters.report_files.reading import MAX_LINES, MAX_TEXT_BYTES
from casework.adapters.report_files.sheet import read_sheet
from casework.adapters.report_files.word import read_word
from casework.law.annual_formats import COLUMNS
from casework.law.errors import Refused
from casework.law.published_report.blocks import Line, Row
from casework.law.published_report.check import CheckedReport, check_blocks
from casework.law.published_report.labels import Part
from tests.report_files import FIXTURES, WRITERS, Report, as_docx, as_html, as_txt, as_xlsx, published

KEYS = [column.key for column in COLUMNS]
SUQIAN = "宿迁市2024年度"
every_format = pytest.mark.parametrize("kind", WRITERS)


# A second process for every file would make the tests slow; one test below goes that way with each format.
READERS = {"docx": read_word, "xlsx": read_sheet}


def read(kind: str, *reports: Report) -> list[CheckedReport]:
    data = WRITERS[kind](*reports)
    return check_blocks(READERS[kind](data) if kind in READERS else read_report_file(f"年报.{kind}", data))


def refusal(data: bytes, name: str = "年报.docx") -> str:
    with pytest.raises(Refused) as refused:
        read_report_file(name, data)
    sentence = str(refused.value)
    assert name in sentence
    assert "\n" not in sentence
    return refused.value.code


@every_format
@pytest.mark.parametrize("fixture", FIXTURES, ids=[fixture["name"] for fixture in FIXTURES])
def test_every_format_gives_the_same_figures(kind, fixture):
    (report,) = read(kind, published(fixture["name"]))
    assert (report.agency, report.year, report.format.key) == ("某市人民政府", 2024, "2021_30")
    three = report.table(Part.THREE).counts()
    assert {row: [cells[key] for key in KEYS] for row, cells in three.items()} == fixture["table_three"]
    four = report.table(Part.FOUR).counts()
    assert {group: list(cells.values()) for group, cells in four.items()} == fixture["table_four"]
    two = {place: str(figure.number) for place, figure in report.table(Part.TWO).figures.items()}
    assert two == {
        ("rules", "本年制发件数"): "1", ("rules", "本年废止件数"): "0", ("rules", "现行有效件数"): "12",
        ("normative", "本年制发件数"): "50", ("normative", "本年废止件数"): "227", ("normative", "现行有效件数"): "420",
        ("license", "本年处理决定数量"): "18463", ("penalty", "本年处理决定数量"): "71664",
        ("coercion", "本年处理决定数量"): "8288", ("fee", "本年收费金额（单位：万元）"): "59237.2449",
    }  # fmt: skip
    assert [table.unread for table in report.read.tables] == [[], [], []]


@every_format
@pytest.mark.parametrize("mark", ["", "/"])
def test_a_blank_cell_keeps_its_place_and_is_not_zero(kind, mark):
    report = published(SUQIAN)
    report.three["granted"][2] = mark
    report.three["carried_in"][0] = mark
    report.four[6] = mark
    (found,) = read(kind, report)
    three = found.table(Part.THREE).counts()
    assert [three["granted"][key] for key in KEYS] == [1408, 21, None, 0, 2, 0, 1431]
    assert [three["carried_in"][key] for key in KEYS] == [None, 3, 0, 0, 0, 0, 121]
    assert found.table(Part.FOUR).counts()["suit_direct"]["corrected"] is None


@every_format
def test_words_in_a_figures_cell_are_kept_and_counted_as_nothing(kind):
    report = published(SUQIAN)
    report.three["granted"][1] = "约21"
    (found,) = read(kind, report)
    table = found.table(Part.THREE)
    assert table.counts().get("granted", {}).get("commercial") is None
    shown = [figure.raw for figure in table.figures.values()] + [
        raw for row in table.unread for raw in (*row.raw, row.where)
    ]
    assert any("约21" in raw for raw in shown)


@every_format
def test_several_reports_of_one_file_are_told_apart(kind):
    first, second = published("宿迁市2023年度"), published(SUQIAN)
    first.year = 2023
    found = read(kind, second, first)
    assert [(report.year, report.table(Part.THREE).counts()["new"]["total"]) for report in found] == [
        (2024, 3525), (2023, 3511),
    ]  # fmt: skip


@every_format
def test_the_table_of_the_older_format_is_read(kind):
    report = published(SUQIAN)
    other = [
        sum(int(report.three[row][i]) for row in ("other_no_supplement", "other_fee_unpaid", "other_misc"))
        for i in range(7)
    ]
    report.three = {row: cells for row, cells in report.three.items() if not row.startswith("other_")}
    report.three["other"] = [str(number) for number in other]
    report.year, report.format_key = 2020, "2019_60"
    report.two = {"license": ["150", "+14", "30927"], "procurement": ["182个", "60516万元"]}
    (found,) = read(kind, report)
    assert found.format.key == "2019_60"
    assert [found.table(Part.THREE).counts()["other"][key] for key in KEYS] == other
    two = found.table(Part.TWO).figures
    assert [str(two["license", column].number) for column in ("上一年项目数量", "本年增/减", "处理决定数量")] == [
        "150",
        "14",
        "30927",
    ]
    assert str(two["procurement", "采购总金额"].number) == "60516"


@pytest.mark.parametrize("kind", READERS)
def test_the_second_process_gives_what_the_reader_gives(kind):
    data = WRITERS[kind](published(SUQIAN))
    assert read_report_file(f"年报.{kind}", data) == READERS[kind](data)


def test_the_kind_is_told_by_content_and_not_by_name():
    report = published(SUQIAN)
    assert [kind_of(data) for data in (as_docx(report), as_xlsx(report), as_html(report), as_txt(report), b"%PDF-1.7")] == [
        Kind.WORD, Kind.SHEET, Kind.PAGE, Kind.TEXT, Kind.PORTABLE,
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_offices_write(encoding):
    data = "三、收到和处理政府信息公开申请情况\r\n总计".encode(encoding)
    assert read_report_file("年报.txt", data) == [Line("三、收到和处理政府信息公开申请情况"), Line("总计")]


def test_a_page_says_its_encoding_and_hides_what_is_not_shown():
    page = (
        '<html><head><meta charset="gb2312"><title>标题</title></head><body><script>var x="收到申请9件。"</script>'
        '<p style="display: none">看不见</p><div>收到<b>政府信息公开</b>申请<span>7</span>件。<br>第二行</div></body></html>'
    )
    assert read_report_file("年报.html", page.encode("gb18030")) == [
        Line("收到政府信息公开申请7件。"), Line("第二行"),
    ]  # fmt: skip


def test_a_table_that_lays_out_the_page_is_no_table_of_figures():
    page = "<table><tr><td>菜单</td><td><p>二、主动公开政府信息情况</p><table><tr><td>规章</td><td rowspan=2>0</td></tr><tr><td>其他</td></tr></table></td></tr></table>"
    assert read_report_file("年报.html", page.encode()) == [
        Line("菜单"), Line("二、主动公开政府信息情况"), Row(("规章", "0")), Row(("其他", None)),
    ]  # fmt: skip


def test_spans_beyond_any_table_do_not_grow():
    page = '<table><tr><td colspan="9999" rowspan="9999">甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>'
    rows = read_report_file("年报.html", page.encode())
    assert [len(row.cells) for row in rows] == [60, 60]


def test_word_text_in_content_controls_and_text_boxes_is_read_once():
    document = Document()
    paragraph = document.add_paragraph("正文")
    paragraph._p.append(
        document.element.makeelement(
            "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent", {}
        )
    )
    for name in ("Choice", "Fallback"):
        branch = paragraph._p[-1].makeelement(
            f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}", {}
        )
        paragraph._p[-1].append(branch)
        text = branch.makeelement("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t", {})
        text.text = "文本框"
        branch.append(text)
    stream = io.BytesIO()
    document.save(stream)
    assert [block.text for block in read_word(stream.getvalue())] == ["正文文本框"]


def package(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def test_a_package_that_swells_is_not_unpacked():
    bomb = package(word__document=b" " * (MAX_UNPACKED_BYTES + 1))
    assert len(bomb) < 200_000
    assert refusal(bomb) == "file_too_large"


@pytest.mark.parametrize("encoding", ["ascii", "utf-16"])
def test_a_package_that_declares_entities_is_refused(encoding, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    entity = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x>&e;</x>'
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_docx(published(SUQIAN)))) as old, zipfile.ZipFile(stream, "w") as new:
        for item in old.infolist():
            new.writestr(item, entity.encode(encoding) if item.filename == "word/document.xml" else old.read(item))
    assert refusal(stream.getvalue()) == "file_not_allowed"


def test_a_page_reads_no_other_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    page = f'<!DOCTYPE html [<!ENTITY e SYSTEM "file://{secret}">]><html><body><p>甲&e;</p></body></html>'
    assert "机密" not in "".join(block.text for block in read_report_file("年报.html", page.encode()))


def test_a_page_nested_a_hundred_thousand_deep_is_answered():
    page = b"<div>" * 100_000 + "二、主动公开政府信息情况".encode() + b"</div>" * 100_000
    try:
        read_report_file("年报.html", page)
    except Refused as refused:
        assert refused.code == "file_unreadable"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_office_file"),
        (b"\x7fELF" + bytes(100), "file_unreadable"),
        (b"PK\x03\x04 broken \x00", "file_unreadable"),
        (package(word__document=b"x"), "file_unreadable"),
        (package(xl__workbook=b"x"), "file_unreadable"),
        (b"%PDF-1.7 broken", "file_unreadable"),
        (b"\xff\xfe\x00\xd8", "file_unreadable"),
    ],
    ids=["empty", "old office", "program", "cut zip", "no word", "no sheet", "no pdf", "half a character"],
)
def test_what_is_no_report_is_refused_in_one_sentence(data, code):
    assert refusal(data) == code


def test_a_file_over_the_limit_is_not_read():
    assert refusal(bytes(MAX_FILE_BYTES + 1)) == "file_too_large"
    assert refusal(b"a" * (MAX_TEXT_BYTES + 1), "年报.txt") == "file_too_large"
    assert refusal(b"\n" * MAX_LINES, "年报.txt") == "file_too_large"


@pytest.mark.parametrize(
    "line", ["申请人情况 |\n|\n", "申请人情况 5\n", "收到政府信息公开申请，", "2023年", "上年结转"]
)
def test_the_longest_file_is_checked_in_seconds(line):
    begin = "三、收到和处理政府信息公开申请情况\n收到依申请公开5件" if line.endswith("\n") else "收到依申请公开5件"
    data = (begin + line * 19_000).encode()[: MAX_TEXT_BYTES - 10]
    start = time.process_time()
    check_blocks(read_report_file("年报.txt", data.decode(errors="ignore").encode())[: MAX_LINES - 1])
    assert time.process_time() - start < 10


def test_a_file_that_takes_too_long_ends_the_reader_and_not_the_program(monkeypatch):
    monkeypatch.setattr(limited_process, "MAX_SECONDS", 0.01)
    assert refusal(as_docx(published(SUQIAN))) == "file_too_large"
