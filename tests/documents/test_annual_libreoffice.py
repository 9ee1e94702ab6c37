"""The spreadsheet in a real office program: LibreOffice works every formula out again and finds the same figures."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO

import openpyxl
import pytest

from casework.documents.annual_xlsx import annual_xlsx
from casework.law.annual_formats import FORMAT_2019, FORMAT_2021
from tests.annual_reports import annual_report

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice: apt-get install libreoffice-calc-nogui")


def recalculated(book, folder):
    """Return the workbook as LibreOffice saves it, given only its figures and formulas and none of their values."""
    (folder / "in").mkdir()
    source = folder / "in" / "table.xlsx"
    book.save(source)
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
               "--outdir", folder, source]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(folder / "table.xlsx", data_only=True)


def formulas_of(book):
    return [
        (sheet.title, cell.coordinate)
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f"
    ]


@pytest.mark.parametrize("report_format", [FORMAT_2021, FORMAT_2019], ids=lambda item: item.key)
def test_libreoffice_finds_the_same_sums_and_verdicts(report_format, tmp_path):
    data = annual_xlsx(annual_report(report_format=report_format, year=report_format.first_year))
    book, stored = openpyxl.load_workbook(BytesIO(data)), openpyxl.load_workbook(BytesIO(data), data_only=True)
    places = formulas_of(book)
    again = recalculated(book, tmp_path)
    assert len(places) > 50
    differences = {
        place: (again[place[0]][place[1]].value, stored[place[0]][place[1]].value)
        for place in places
        if again[place[0]][place[1]].value != stored[place[0]][place[1]].value
    }
    assert differences == {}


def test_libreoffice_finds_a_number_that_was_typed_over(tmp_path):
    """One more new case of natural persons: C1 of their column no longer balances, and the sheet says so."""
    book = openpyxl.load_workbook(BytesIO(annual_xlsx(annual_report())))
    assert isinstance(book["表三"]["D6"].value, int)
    book["表三"]["D6"] = book["表三"]["D6"].value + 1
    again = recalculated(book, tmp_path)["勾稽关系"]
    wrong = [again.cell(row, 1).value for row in range(2, 44) if again.cell(row, 5).value == "不符"]
    assert "C1" in wrong and len(wrong) < 3
