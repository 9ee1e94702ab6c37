"""Tables 二 and 四 in every file: read back by the reader of published reports, and by hand where it reads no such file."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from docx import Document
from lxml import html

from casework.documents.annual_csv import annual_csv
from casework.documents.annual_docx import annual_docx
from casework.documents.annual_files import ANNUAL_FILES
from casework.documents.annual_html import annual_html
from casework.documents.annual_json import annual_json
from casework.documents.annual_other_layout import other_tables, placed, width_of
from casework.documents.annual_xlsx import annual_xlsx
from casework.law.annual_entries import FOUR, TWO, slots
from casework.law.annual_formats import COLUMNS, FORMAT_2019, FORMAT_2021
from casework.law.annual_table import Verdict
from casework.services.report_check import check_report_file
from tests.annual_reports import annual_report, figures_of
from tests.spreadsheet import calculated

FORMATS = pytest.mark.parametrize("report_format", [FORMAT_2021, FORMAT_2019], ids=lambda item: item.key)


@FORMATS
def test_the_layout_holds_every_figure_once_and_fills_its_rectangle(report_format):
    tables = other_tables(report_format)
    keys = [box.key for lines in tables.values() for line in lines for box in line if not box.is_heading]
    assert keys == [slot.key for slot in slots(report_format)]
    for lines in tables.values():
        covered = [
            (row + down, column + right)
            for row, column, box in placed(lines)
            for down in range(box.rows)
            for right in range(box.columns)
        ]
        assert sorted(covered) == [(row, column) for row in range(len(lines)) for column in range(width_of(lines))]
        headings = {box.key for line in lines for box in line if box.is_heading}
        assert all(set(box.under) <= headings for line in lines for box in line)


def test_every_cell_of_another_number_is_under_its_own_headings():
    """行政许可 has one figure; 复议后起诉 尚未审结 stands under three headings."""
    boxes = {box.key: box for lines in other_tables(FORMAT_2021).values() for line in lines for box in line}
    said = {
        key: [boxes[name].text for name in boxes[key].under]
        for key in ("two-license-1", "four-suit_after_review-pending")
    }
    assert said == {
        "two-license-1": ["第二十条第（五）项", "行政许可", "本年处理决定数量"],
        "four-suit_after_review-pending": ["行政诉讼", "复议后起诉", "尚未审结"],
    }


@FORMATS
@pytest.mark.parametrize("kind", ["xlsx", "docx", "html"])
def test_our_own_files_are_read_back_as_published_reports_figure_for_figure(kind, report_format):
    report = annual_report(report_format=report_format, year=report_format.first_year)
    (read,) = check_report_file(f"报告.{kind}", ANNUAL_FILES[kind].write(report))
    assert (read.year, read.format.key) == (report_format.first_year, report_format.key)
    found = {table.part.value: table for table in read.read.tables}
    assert set(found) == {"two", "three", "four"}
    assert [table.unread for table in found.values()] == [[], [], []]
    numbers = {
        f"{name}-{row}-{column}": figure.number
        for name in (TWO, FOUR)
        for (row, column), figure in found[name].figures.items()
    }
    assert sorted(numbers.values()) == sorted(Decimal(text) for text in figures_of(report_format).values())
    assert {key: number for key, number in numbers.items() if key.startswith(FOUR)} == {
        key: Decimal(text) for key, text in figures_of(report_format).items() if key.startswith(FOUR)
    }
    assert {
        (row, column): found["three"].figures[row, column].number
        for row in report.cells
        for column in report.cells[row]
    } == {(row, column): number for row, line in report.cells.items() for column, number in line.items()}
    assert read.count(Verdict.FAILED) == 0


def test_a_blank_cell_stays_blank_in_every_file_and_is_never_zero():
    figures = figures_of(FORMAT_2021) | {"two-fee-1": "", "four-review-maintained": ""}
    report = annual_report(figures=figures)
    book = openpyxl.load_workbook(BytesIO(annual_xlsx(report)))
    assert [cell.value for cell in book["表四"][7]][:2] == [None, int(figures["four-review-corrected"])]
    assert annual_csv(report).decode("utf-8-sig").count("行政事业性收费,\r\n") == 1
    assert json.loads(annual_json(report))["figures"]["two-fee-1"] == ""
    fragment = html.fragment_fromstring(annual_html(report).decode(), create_parent="div")
    assert fragment.xpath(".//td[contains(@headers, 'four-review-maintained')]")[0].text is None
    words = Document(BytesIO(annual_docx(report))).tables[2]
    assert words.rows[3].cells[0].text == ""


def test_the_csv_says_both_tables_in_lines():
    lines = list(csv.reader(StringIO(annual_csv(annual_report()).decode("utf-8-sig"))))
    at = lines.index(["类别", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"])
    # 10 figures of table 二 come before.
    assert lines[at + 1] == ["行政复议", "11", "12", "13", "14", "50"]
    assert ["行政事业性收费", "59237.2449"] in lines
    assert ["规章", "1", "2", "3"] in lines


@FORMATS
def test_the_formulas_calculated_again_give_the_same_figures_and_verdicts(report_format):
    """Every formula of the workbook is worked out here from the figures alone, and equals what the file carries."""
    data = annual_xlsx(annual_report(report_format=report_format, year=report_format.first_year))
    again, stored = calculated(data), openpyxl.load_workbook(BytesIO(data), data_only=True)
    assert len(again) > 7 + len(COLUMNS) * 3
    assert {place: stored[place[0]][place[1]].value for place in again} == again
    assert {value for (sheet, at), value in again.items() if sheet == "勾稽关系" and at.startswith("E")} == {"相符"}


def test_another_number_typed_into_the_sheet_is_found_by_its_formulas():
    book = openpyxl.load_workbook(BytesIO(annual_xlsx(annual_report())))
    book["表四"]["A7"], book["表四"]["F7"] = 99, None
    stream = BytesIO()
    book.save(stream)
    again = calculated(stream.getvalue())
    rows = {book["勾稽关系"].cell(row, 2).value: f"E{row}" for row in range(2, book["勾稽关系"].max_row + 1)}
    said = {name.partition("：")[0]: again["勾稽关系", at] for name, at in rows.items() if "维持" in name}
    assert said == {"行政复议": "不符", "未经复议直接起诉": "无法核对", "复议后起诉": "相符"}
