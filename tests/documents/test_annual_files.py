"""Every format of the annual table read back: the figures, the printed layout, and the list of findings in each."""

from __future__ import annotations

import csv
import json
import zipfile
from io import BytesIO, StringIO

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree, html

from casework.documents.annual_csv import annual_csv
from casework.documents.annual_docx import annual_docx
from casework.documents.annual_files import ANNUAL_FILES
from casework.documents.annual_html import annual_html
from casework.documents.annual_xlsx import annual_xlsx
from casework.documents.safe_text import begins_a_formula, marked_as_text
from casework.law.annual_formats import FORMAT_2019, FORMAT_2021
from tests.annual_reports import annual_report

# 9 came in and 1 was carried in; 8 were decided and 1 carried out.
CONTRADICTION = "自然人列：10 ≠ 9（本年新收 + 上年结转 = 办理结果总计 + 结转下年度）"


def words_of(kind: str, data: bytes) -> str:
    """Return all text of a file."""
    if kind == "xlsx":
        book = openpyxl.load_workbook(BytesIO(data), data_only=True)
        return " ".join(str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value)
    if kind == "docx":
        document = Document(BytesIO(data))
        return " ".join(paragraph.text for paragraph in document.paragraphs)
    if kind == "html":
        return html.fromstring(data.decode()).getparent().text_content()
    return json.dumps(json.loads(data), ensure_ascii=False) if kind == "json" else data.decode("utf-8-sig")


@pytest.mark.parametrize("kind", ANNUAL_FILES)
def test_no_file_leaves_without_its_findings(kind):
    write = ANNUAL_FILES[kind].write
    assert CONTRADICTION in words_of(kind, write(annual_report(broken=True)))
    good = words_of(kind, write(annual_report()))
    assert CONTRADICTION not in good
    assert "C3" in good


# xlsx


def sheets(data_only=False, **options):
    return openpyxl.load_workbook(BytesIO(annual_xlsx(annual_report(**options))), data_only=data_only)


def test_the_checks_stand_on_a_second_sheet_as_formulas_over_the_first():
    plain, values = sheets()["勾稽关系"], sheets(data_only=True)["勾稽关系"]
    assert sheets().sheetnames == ["表二", "表三", "表四", "勾稽关系", "核对结果"]
    # C1 of natural persons: lines 6 and 7 against the total in line 29 and the carry-out in line 30.
    assert [plain.cell(2, column).value for column in (1, 3, 4)] == [
        "C1",
        "='表三'!D6+'表三'!D7",
        "='表三'!D29+'表三'!D30",
    ]
    assert [values.cell(2, column).value for column in (3, 4, 5)] == [9, 9, "相符"]
    # 7 columns for C1 and for C2, 25 rows for C3, 3 groups of table 四 for C5.
    assert [plain.cell(row, 1).value for row in range(2, 45)] == [
        *["C1"] * 7, *["C2"] * 7, *["C3"] * 25, *["C5"] * 3, None,
    ]  # fmt: skip
    assert plain["D9"].value == "=" + "+".join(f"'表三'!D{row}" for row in range(8, 29))
    assert plain["D16"].value == "=" + "+".join(f"'表三'!{column}6" for column in "DEFGHI")


def test_a_check_that_fails_says_so_before_anybody_calculates():
    values = sheets(data_only=True, broken=True)["勾稽关系"]
    assert [values.cell(2, column).value for column in (3, 4, 5)] == [10, 9, "不符"]
    found = sheets(data_only=True, broken=True)["核对结果"]
    assert [cell.value for cell in found[2]] == ["C1", "不符", CONTRADICTION]


# docx


@pytest.fixture
def word():
    return Document(BytesIO(annual_docx(annual_report())))


def grid(table):
    """Return the text of every cell and how far it is merged: row -> [(text, columns, continues above)]."""
    return [
        [
            ("".join(text.text for text in cell.iter(qn("w:t"))), int(span.get(qn("w:val"))) if (span := cell.tcPr.gridSpan) is not None else 1,
             cell.vMerge == "continue")
            for cell in row.tc_lst
        ]
        for row in table._tbl.tr_lst
    ]  # fmt: skip


def test_the_word_table_is_merged_as_printed(word):
    lines = grid(word.tables[1])
    # Three rows of headings, two above, 22 result lines, one below.
    assert len(lines) == 28
    assert all(sum(columns for _, columns, _ in line) == 10 for line in lines)
    assert lines[0] == [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, False),
        ("申请人情况", 7, False),
    ]
    assert lines[1][2] == ("法人或其他组织", 5, False)
    assert [text for text, _, _ in lines[2][2:7]] == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    assert lines[3][:2] == [("一、本年新收政府信息公开申请数量", 3, False), ("8", 1, False)]
    assert lines[5][0] == ("三、本年度办理结果", 1, False)
    assert sum(line[0] == ("", 1, True) for line in lines) == 21
    assert lines[26][1] == ("（七）总计", 2, False)
    assert [text for text, _, _ in lines[26][2:]] == ["8", "0", "0", "0", "2", "0", "10"]


def test_the_word_table_has_drawn_borders_and_repeats_its_headings(word):
    table = word.tables[1]._tbl
    drawn = {line.tag.rpartition("}")[2]: line.get(qn("w:val")) for line in table.tblPr.find(qn("w:tblBorders"))}
    assert drawn == dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), "single")
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in table.tr_lst[:4]] == [True, True, True, False]


def test_the_fonts_are_the_official_ones_with_others_to_fall_back_on():
    package = zipfile.ZipFile(BytesIO(annual_docx(annual_report())))
    names = set(etree.fromstring(package.read("word/document.xml")).xpath("//@*[local-name()='eastAsia']"))
    assert {"宋体", "仿宋_GB2312"} == names
    fonts = etree.fromstring(package.read("word/fontTable.xml"))
    others = {
        font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val"))
        for font in fonts if font.find(qn("w:altName")) is not None
    }  # fmt: skip
    assert {"宋体": "SimSun", "仿宋_GB2312": "仿宋", "仿宋": "FangSong"}.items() <= others.items()


# html


@pytest.fixture(params=[FORMAT_2021, FORMAT_2019], ids=lambda item: item.key)
def fragment(request):
    report = annual_report(report_format=request.param, year=request.param.first_year)
    return html.fragment_fromstring(annual_html(report).decode(), create_parent="div")


def test_every_figure_names_its_headings(fragment):
    ids = fragment.xpath(".//*/@id")
    assert len(ids) == len(set(ids))
    lines = fragment.xpath(".//tbody/tr")
    assert len(fragment.xpath(".//tbody//td")) == 7 * len(lines)
    # The corner of table 三 is no figure.
    for cell in fragment.xpath(".//td[not(ancestor::thead)]"):
        assert set(cell.get("headers").split()) <= set(ids)
    said = [fragment.get_element_by_id(name).text for name in lines[5].xpath("./td")[1].get("headers").split()]
    assert said == [
        "三、本年度办理结果", "（三）不予公开", "2.其他法律行政法规禁止公开", "申请人情况", "法人或其他组织", "商业企业",
    ]  # fmt: skip


def test_the_fragment_needs_nothing_of_the_page_it_is_pasted_into(fragment):
    assert fragment.xpath("./p/strong")[0].text.endswith("年政府信息公开工作年度报告")
    assert [caption.text for caption in fragment.xpath(".//table/caption")] == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    assert fragment.xpath(".//@class | .//@style | .//script | .//style | .//@onclick | .//a | .//img") == []
    assert fragment.xpath(".//th[not(@scope)]") == []


def test_a_name_with_marks_stays_a_name():
    text = annual_html(annual_report(name="<script>alert(1)</script>局")).decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


# csv


def lines_of(**options):
    data = annual_csv(annual_report(**options))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"))))


def test_the_csv_reads_back_with_headings_before_their_lines():
    lines = lines_of()
    assert lines[0][0] == "某市行政审批服务局2023年政府信息公开工作年度报告"
    at = lines.index(["三、收到和处理政府信息公开申请情况"])
    assert lines[at + 1] == ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    figures = {line[0]: line[1:] for line in lines if len(line) == 8}
    assert figures["（三）不予公开 4.保护第三方合法权益"] == ["0", "0", "0", "0", "2", "0", "2"]
    assert figures["（七）总计"] == ["8", "0", "0", "0", "2", "0", "10"]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "　=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_could_calculate_is_marked(text):
    assert begins_a_formula(text)
    assert marked_as_text(text) == f"'{text}"
    assert lines_of(name=text)[0][0].startswith("'")


@pytest.mark.parametrize("text", ["", "某局", "1-2", "a=b", "（一）", "2021-03-02"])
def test_any_other_text_stays_as_it_is(text):
    assert marked_as_text(text) == text
