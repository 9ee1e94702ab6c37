"""年报核对 in a real browser: a PDF printed by Chromium is read as well as the page it was printed from."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.adapters.report_files import read_report_file
from casework.law.annual_formats import COLUMNS
from casework.law.published_report.check import check_blocks
from casework.law.published_report.labels import Part
from tests.browser.acting import already_signed_in
from tests.report_files import FIXTURES, as_html, published

KEYS = [column.key for column in COLUMNS]
FONT = "<style>*{font-family:'Noto Sans CJK SC'} tr{break-inside:avoid} td{font-size:10px}</style>"


@pytest.fixture
def printed(new_context):
    """Print a report as an office's browser would."""

    def print_(report) -> bytes:
        page = new_context().new_page()
        page.set_content(as_html(report).decode().replace("<body>", f"{FONT}<body>"))
        return page.pdf(format="A4", print_background=True)

    return print_


def test_a_printed_report_reads_like_the_page_it_was_printed_from(printed):
    report = published("宿迁市2024年度")
    report.prose = ["2024年，本机关共收到政府信息公开申请3525件，因政府信息公开引起行政复议134件。"]
    (found,) = check_blocks(read_report_file("年报.pdf", printed(report)))
    assert (found.agency, found.year) == ("某市人民政府", 2024)
    fixture = next(item for item in FIXTURES if item["name"] == "宿迁市2024年度")
    three = found.table(Part.THREE).counts()
    assert {row: [cells[key] for key in KEYS] for row, cells in three.items()} == fixture["table_three"]
    assert {k: list(v.values()) for k, v in found.table(Part.FOUR).counts().items()} == fixture["table_four"]
    assert len(found.table(Part.TWO).figures) == 10
    failed = [(f.identity, f.left, f.right) for f in found.findings if f.verdict == "fail"]
    assert failed == [("C6", 134, 170)]


def test_a_blank_cell_of_a_printed_report_keeps_its_place(printed):
    report = published("宿迁市2024年度")
    report.three["granted"][2] = ""
    (found,) = check_blocks(read_report_file("年报.pdf", printed(report)))
    granted = found.table(Part.THREE).counts()["granted"]
    assert [granted[key] for key in KEYS] == [1408, 21, None, 0, 2, 0, 1431]


def test_a_scanned_report_is_refused_in_one_sentence(new_context):
    from casework.law.errors import Refused

    page = new_context().new_page()
    page.set_content("<svg width=100 height=100><rect width=90 height=90></rect></svg>")
    with pytest.raises(Refused, match="可能是扫描件"):
        read_report_file("扫描.pdf", page.pdf())


@pytest.mark.django_db(transaction=True)
def test_the_page_passes_the_accessibility_check_with_a_result(cast, page, tmp_path):
    from axe_playwright_python.sync_playwright import Axe

    report = published("宿迁市2024年度")
    report.four[4] = "171"
    file = tmp_path / "年报.html"
    file.write_bytes(as_html(report))
    already_signed_in(page, "officer_li")
    page.goto(reverse("desk:work_list"))
    page.get_by_role("link", name="年报核对").click()
    page.get_by_label("年度报告文件").set_input_files(file)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("status")).to_contain_text("1处不符")
    expect(page.get_by_text("行政复议：171 ≠ 170")).to_be_visible()
    page.get_by_text("通过41处").click()
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
