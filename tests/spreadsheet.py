"""The formulas our workbooks are made of, worked out without a spreadsheet program: sums, IF, COUNT, other sheets' cells."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

CELL = re.compile(r"(?:'([^']+)'!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


def calculated(data: bytes) -> dict[tuple[str, str], Any]:
    """Return the value of every formula of a workbook by sheet and address. Raises ValueError for another formula."""
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.coordinate): _value(book, sheet.title, cell.coordinate)
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f"
    }


def _value(book: Workbook, sheet: str, at: str) -> Any:
    value = book[sheet][at].value
    if isinstance(value, str) and value.startswith("="):
        return _Formula(book, sheet, value[1:]).worked_out()
    return value


class _Formula:
    def __init__(self, book: Workbook, sheet: str, text: str) -> None:
        self.book, self.sheet, self.text = book, sheet, text

    def worked_out(self) -> Any:
        value = self._expression()
        if self.text:
            raise ValueError(f"cannot work out the rest: {self.text}")
        return value

    def _expression(self) -> Any:
        value = self._term()
        while self.text[:1] == "+":
            self.text = self.text[1:]
            value = (value or 0) + (self._term() or 0)
        for sign, holds in (("=", lambda a, b: a == b), ("<", lambda a, b: a < b)):
            if self.text[:1] == sign:
                self.text = self.text[1:]
                return holds(value, self._expression())
        return value

    def _term(self) -> Any:
        for name, work in (("IF", self._if), ("SUM", self._sum), ("COUNT", self._count)):
            if self.text.startswith(f"{name}("):
                self.text = self.text[len(name) + 1 :]
                return work(self._arguments())
        if found := re.match(r'"([^"]*)"|(\d+)', self.text):
            self.text = self.text[found.end() :]
            return found[1] if found[2] is None else int(found[2])
        (value,) = self._cells()
        return value

    def _arguments(self) -> list[Any]:
        found = []
        while True:
            begins_range = CELL.match(self.text)
            found.append(self._cells() if begins_range and begins_range[4] else self._expression())
            sign, self.text = self.text[0], self.text[1:]
            if sign == ")":
                return found

    def _cells(self) -> list[Any]:
        found = CELL.match(self.text)
        if found is None:
            raise ValueError(f"cannot work out {self.text}")
        self.text = self.text[found.end() :]
        sheet = found[1] or self.sheet
        first, last = f"{found[2]}{found[3]}", f"{found[4] or found[2]}{found[5] or found[3]}"
        return [
            _value(self.book, sheet, cell.coordinate) for line in self.book[sheet][f"{first}:{last}"] for cell in line
        ]

    @staticmethod
    def _if(arguments: list[Any]) -> Any:
        condition, yes, no = arguments
        return yes if condition else no

    @staticmethod
    def _sum(arguments: list[Any]) -> Any:
        return sum(value or 0 for one in arguments for value in (one if isinstance(one, list) else [one]))

    @staticmethod
    def _count(arguments: list[Any]) -> int:
        return sum(isinstance(value, int | float) for value in arguments)
