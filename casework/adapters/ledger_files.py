"""An office's ledger file as sheets of plain text: xlsx, xls, ods and csv, told apart by content.

Every cell becomes text as a person reads it, a day as 2026-03-02, a whole number without its point; so what a
spreadsheet keeps as a date and what it keeps as text are read alike.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.adapters.limited_process import MAX_SECONDS, ReaderFailed, ReaderTooSlow, be_limited, run_reader
from casework.adapters.report_files.packages import check_package
from casework.adapters.report_files.text import decoded
from casework.law.errors import Refused

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_SHEETS = 50
MAX_CELL_LENGTH = 20_000
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",\t;"
_FORMULA_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``rows`` begins with the first row of the file, so an index plus one is the row's number."""

    name: str
    rows: list[list[str]]


def read_ledger_file(name: str, data: bytes) -> list[Sheet]:
    """Return the sheets of a ledger file that hold anything. Raise Refused with a sentence when it cannot be read."""
    if len(data) > MAX_FILE_BYTES:
        raise Refused("ledger_too_large", f"“{name}”超过{MAX_FILE_BYTES // 1024 // 1024}MB，没有读取。", field="file")
    if data.startswith((_ZIP, _OLD_OFFICE)):
        sheets = _spreadsheet(name, data)
    else:
        sheets = [Sheet("CSV", _separated(name, decoded(data, name)))]
    sheets = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    if not sheets:
        raise Refused("ledger_empty", f"“{name}”里没有内容，请选择有内容的台账文件。", field="file")
    for sheet in sheets:
        if len(sheet.rows) > MAX_ROWS:
            raise Refused(
                "ledger_too_long",
                f"“{name}”有{len(sheet.rows)}行，一次最多导入{MAX_ROWS}行，请按年度分开。",
                field="file",
            )
    return sheets


def _spreadsheet(name: str, data: bytes) -> list[Sheet]:
    if data.startswith(_ZIP):
        check_package(data, name)
    try:
        answer = run_reader(__name__, data)
    except ReaderTooSlow as error:
        raise Refused(
            "ledger_too_slow",
            f"“{name}”太复杂，{MAX_SECONDS}秒内没有读完。请删去图片和不用的工作表，或按年度分开后重新上传。",
            field="file",
        ) from error
    except ReaderFailed as error:
        raise Refused(
            "ledger_unreadable",
            f"“{name}”不能读取：不是 xlsx、xls、ods 或 csv 表格，或者已经损坏、加了密码。请另存为 xlsx 后重新上传。", field="file",
        ) from error  # fmt: skip
    return [Sheet(item["name"], item["rows"]) for item in json.loads(answer)]


def _separated(name: str, text: str) -> list[list[str]]:
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    try:
        rows = [[_tidy(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise Refused(
            "ledger_not_csv", f"“{name}”不是可以读取的 csv 表格，请另存为 xlsx 后重新上传。", field="file"
        ) from error
    return [row[:MAX_COLUMNS] for row in rows]


def _tidy(text: str) -> str:
    # The mark a careful program puts before a text that looks like a formula.
    if text[:1] == "'" and text[1:2] in _FORMULA_SIGNS:
        text = text[1:]
    return text.strip()[:MAX_CELL_LENGTH]


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return _tidy(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _main() -> None:
    be_limited()
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    found = []
    for name in workbook.sheet_names[:MAX_SHEETS]:
        # One row more than allowed tells a sheet that is too long from one that just fits.
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MAX_ROWS + 1)
        texts = [[_as_text(value) for value in row[:MAX_COLUMNS]] for row in rows]
        while texts and not any(texts[-1]):
            texts.pop()
        found.append({"name": name, "rows": texts})
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    _main()
