"""Spreadsheets: every sheet a table, formulas by the value they last had."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from casework.adapters.report_files.grids import MAX_COLUMNS, MAX_ROWS
from casework.law.published_report.blocks import Block, Line, Row

MAX_SHEETS = 30


def read_sheet(data: bytes) -> list[Block]:
    """Return the rows of all sheets; an empty cell may be blank or covered, which a sheet read this way hides."""
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    blocks: list[Block] = []
    for sheet in workbook.worksheets[:MAX_SHEETS]:
        blocks.append(Line(sheet.title))
        for values in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True):
            cells = tuple(None if value is None else _text(value) for value in values)
            if any(cells):
                blocks.append(Row(cells))
    return blocks


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
