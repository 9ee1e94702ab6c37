"""The spreadsheet read back with another library: layout, numbers, formulas, and text that stays text."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from casework.documents.annual_report import AnnualReport
from casework.documents.annual_xlsx import annual_xlsx
from casework.law.annual_formats import FORMAT_2019, FORMAT_2021
from casework.law.annual_table import check_table
from tests.annual_cells import cells_of
from tests.annual_reports import COUNTS


def report_of(report_format=FORMAT_2021, year=2023, name="某市行政审批服务局", as_of="2026-11-21"):
    cells = cells_of(report_format, **COUNTS)
    checks = check_table(cells, report_format)
    return AnnualReport(name, year, report_format, cells, checks, date.fromisoformat(as_of))


def sheet_of(report, *, data_only=False):
    return openpyxl.load_workbook(BytesIO(annual_xlsx(report)), data_only=data_only)["表三"]


def labels(sheet):
    """Return the text of the label columns by address."""
    return {cell.coordinate: cell.value for row in sheet["A6:C40"] for cell in row if cell.value}


def test_title_period_and_headings_stand_where_they_are_printed():
    sheet = sheet_of(report_of())
    assert sheet["A1"].value == "某市行政审批服务局2023年收到和处理政府信息公开申请情况"
    assert "2023-01-01至2023-12-31" in sheet["A2"].value
    assert "国办公开办函〔2021〕30号" in sheet["A2"].value
    assert [sheet[at].value for at in ("D3", "D4", "E4", "J4")] == ["申请人情况", "自然人", "法人或其他组织", "总计"]
    assert [sheet.cell(5, column).value for column in range(5, 10)] == [
        "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他",
    ]  # fmt: skip
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A3:C5", "D3:J3", "D4:D5", "E4:I4", "J4:J5"} <= merged


def test_the_result_rows_are_merged_as_printed():
    sheet = sheet_of(report_of())
    merged = {str(area) for area in sheet.merged_cells.ranges}
    # Two lines above, 22 result lines, one below.
    assert {
        "A6:C6",
        "A7:C7",
        "A8:A29",
        "B8:C8",
        "B9:C9",
        "B10:B17",
        "B18:B20",
        "B21:B25",
        "B26:B28",
        "B29:C29",
        "A30:C30",
    } <= merged
    found = labels(sheet)
    assert found["A8"] == "三、本年度办理结果"
    # 255 is the file format's word for letters one below the other.
    assert sheet["A8"].alignment.textRotation == 255
    assert found["B10"] == "（三）不予公开"
    assert found["C13"] == "4.保护第三方合法权益"
    assert found["B29"] == "（七）总计"
    assert found["A30"] == "四、结转下年度继续办理"


def test_the_old_format_has_20_result_lines_and_one_for_other_results():
    sheet = sheet_of(report_of(FORMAT_2019, 2020))
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A8:A27", "B26:C26", "B27:C27", "A28:C28"} <= merged
    assert labels(sheet)["B26"] == "（六）其他处理"
    assert sheet_of(report_of(FORMAT_2019, 2020), data_only=True)["D26"].value == 3


def test_figures_are_numbers_and_totals_are_formulas_with_their_values():
    plain, values = sheet_of(report_of()), sheet_of(report_of(), data_only=True)
    assert (plain["D6"].value, type(plain["D6"].value)) == (8, int)
    assert plain["E6"].value == 0
    assert plain["J6"].value == "=SUM(D6:I6)"
    assert plain["D29"].value == "=SUM(D8:D28)"
    assert plain["J29"].value == "=SUM(J8:J28)"
    # A viewer that does not calculate shows the stored value.
    assert [values[at].value for at in ("J6", "D29", "H29", "J29", "J30")] == [10, 8, 2, 10, 1]


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "http://example.test"])
def test_text_never_becomes_a_formula_or_a_link(name):
    sheet = sheet_of(report_of(name=name))
    cell = sheet["A1"]
    assert cell.value.startswith(name)
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_a_running_year_says_until_when_it_was_read():
    assert "2026-01-01至2026-11-21" in sheet_of(report_of(year=2026))["A2"].value


def test_the_file_name_has_no_sign_a_file_system_refuses():
    assert report_of(name='a/b\\c:"d"').file_name == "a-b-c--d--2023年度报告表"
