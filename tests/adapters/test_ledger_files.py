"""Ledger files of every kind as rows of text, and what no office's ledger is."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from casework.adapters import ledger_files, limited_process
from casework.adapters.ledger_files import read_ledger_file
from casework.law.errors import Refused
from tests.ledger_files import HEADINGS, as_csv, as_xlsx, row


def refusal(data: bytes, name: str = "台账.xlsx") -> str:
    with pytest.raises(Refused) as caught:
        read_ledger_file(name, data)
    assert caught.value.field == "file"
    return caught.value.code


def test_cells_become_the_text_a_person_reads():
    workbook = openpyxl.Workbook()
    moment = datetime.fromisoformat("2021-03-02T09:30")
    workbook.active.append([20210001.0, 3.5, date(2021, 3, 2), moment, True, " 某局 ", None, "末列"])
    stream = BytesIO()
    workbook.save(stream)
    (sheet,) = read_ledger_file("a.xlsx", stream.getvalue())
    assert sheet.rows[0] == ["20210001", "3.5", "2021-03-02", "2021-03-02", "是", "某局", "", "末列"]


def test_rows_keep_the_number_a_person_sees():
    workbook = openpyxl.Workbook()
    workbook.active["C5"] = "登记号"
    stream = BytesIO()
    workbook.save(stream)
    (sheet,) = read_ledger_file("a.xlsx", stream.getvalue())
    assert sheet.rows[4][2] == "登记号"


def test_every_sheet_that_holds_anything_is_read():
    cover, ledger = read_ledger_file("a.xlsx", as_xlsx([row(1)]))
    assert (cover.name, ledger.name) == ("封面", "2021年")
    assert ledger.rows[0] == HEADINGS
    assert ledger.rows[1][6] == "2021-01-05"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_whatever_encoding_the_office_saved_it(encoding):
    (sheet,) = read_ledger_file("a.csv", as_csv([row(1)], encoding=encoding))
    assert sheet.rows[0] == HEADINGS
    assert sheet.rows[1][2] == "赵某1"


def test_a_csv_may_be_cut_by_tabs_and_its_text_marks_are_taken_off():
    (sheet,) = read_ledger_file("a.txt", "登记号\t申请人\n1\t'=某\n2\t'单引号\n".encode())
    assert sheet.rows == [["登记号", "申请人"], ["1", "=某"], ["2", "'单引号"]]


@pytest.mark.parametrize("name", ["a.ods", "a.xls"])
def test_other_spreadsheets_are_read_by_content(name):
    data = (Path(__file__).parents[1] / "data" / "ledgers" / name).read_bytes()
    (sheet,) = read_ledger_file("misnamed.dat", data)
    assert sheet.rows[0][:2] == ["登记号", "收件日期"]
    assert sheet.rows[1][:2] == ["2021-1", "2021-03-02"]


def test_what_is_no_ledger_is_refused():
    assert refusal(b"PK\x03\x04 no archive") == "file_unreadable"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken") == "ledger_unreadable"
    assert refusal(b"\x00\x01\x02") == "file_unreadable"
    assert refusal(b"", "a.csv") == "ledger_empty"
    assert refusal(b",,\n,,\n", "a.csv") == "ledger_empty"
    assert refusal(b'"' + b"a" * 200_000 + b'"', "a.csv") == "ledger_not_csv"


def test_an_archive_that_is_no_workbook_is_refused():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "no workbook")
    assert refusal(stream.getvalue()) == "ledger_unreadable"


def test_a_file_too_large_or_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(ledger_files, "MAX_ROWS", 3)
    assert refusal(as_csv([row(n) for n in range(3)]), "a.csv") == "ledger_too_long"
    monkeypatch.setattr(ledger_files, "MAX_FILE_BYTES", 10)
    assert refusal(as_csv([row(1)])) == "ledger_too_large"


def test_a_sheet_that_claims_seventeen_thousand_million_cells_ends_its_reader_and_not_us():
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "登记号")
        sheet.write(1_048_575, 16_383, "x")
    assert refusal(stream.getvalue()) == "ledger_unreadable"


def test_a_reader_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(limited_process, "MAX_SECONDS", 0.01)
    assert refusal(as_xlsx([row(1)])) == "ledger_too_slow"
