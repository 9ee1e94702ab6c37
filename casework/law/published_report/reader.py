"""One published report read through once: its tables, and the sentences around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from casework.law.annual_formats import ReportFormat
from casework.law.published_report.blocks import Block, Line, Row
from casework.law.published_report.grid import GridOfTable
from casework.law.published_report.labels import Part, part_begun_by, squeeze
from casework.law.published_report.lines import LinesOfTable, pieces_of_line
from casework.law.published_report.tables import ReadTable, TablesOfPart, wording_of_table_two

# A numbered heading is no part of the sentences around it, though no full stop says so.
_HEADING_OF_PROSE = re.compile(
    r"#+[^，。；：]*|[*]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.、．])[^，。；：,;:\d]{2,24}"
)
# A line of the list of checks that our own files carry: it repeats the rows' names beside its code.
_LISTED_CHECK = re.compile(r"C\d{1,2}")
TABLE_PARTS = (Part.TWO, Part.THREE, Part.FOUR)


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What stands in one report. ``wording`` is the format its table 二 is worded in, when it says so."""

    tables: tuple[ReadTable, ...]
    prose: str
    wording: ReportFormat | None
    parts: frozenset[Part]

    def of(self, part: Part) -> list[ReadTable]:
        """Return the tables of that part, in the order of the file."""
        return [table for table in self.tables if table.part is part]


def read_report(blocks: Iterable[Block]) -> ReadReport:
    """Read the blocks of one report."""
    reader = _Reader()
    for block in blocks:
        reader.feed(block)
    return reader.report()


class _Reader:
    def __init__(self) -> None:
        self.part = Part.PROSE
        self.parts: set[Part] = set()
        self.prose: list[str] = []
        self.wording: ReportFormat | None = None
        self.found = {part: TablesOfPart(part) for part in TABLE_PARTS}
        self.lines = {part: LinesOfTable(self.found[part]) for part in TABLE_PARTS}
        self.grids = {part: GridOfTable(self.found[part]) for part in TABLE_PARTS}

    def feed(self, block: Block) -> None:
        if isinstance(block, Row):
            self._feed_row(block)
        else:
            for line in block.text.splitlines() or [block.text]:
                self._feed_line(Line(line))

    def report(self) -> ReadReport:
        for lines in self.lines.values():
            lines.close()
        tables = tuple(table for part in TABLE_PARTS for table in self.found[part].tables)
        return ReadReport(tables, _joined(self.prose), self.wording, frozenset(self.parts))

    def _feed_line(self, line: Line) -> None:
        self._enter(part_begun_by(line.text))
        if self.part is Part.PROSE or "。" in line.text:
            self.prose.append(line.text)
            return
        self._notice_wording(line.text)
        self.lines[self.part].feed(pieces_of_line(line.text))

    def _feed_row(self, row: Row) -> None:
        if row.cells and _LISTED_CHECK.fullmatch((row.cells[0] or "").strip()):
            return
        self._enter(next((part for cell in row.cells if cell and (part := part_begun_by(cell))), None))
        if self.part is Part.PROSE:
            # Closed by a full stop: a row is no part of the sentence before it.
            self.prose.append(f"。{row.text}。")
            return
        self.prose.extend(f"。{cell}。" for cell in row.cells if cell and "。" in cell)
        self._notice_wording(row.text)
        self.grids[self.part].feed(row)

    def _enter(self, part: Part | None) -> None:
        if part is None or part is self.part:
            return
        if self.part in self.lines:
            self.lines[self.part].close()
        self.part = part
        self.parts.add(part)

    def _notice_wording(self, text: str) -> None:
        if self.part is Part.TWO and self.wording is None:
            self.wording = wording_of_table_two(squeeze(text))
            if self.wording:
                self.found[Part.TWO].report_format = self.wording


def _joined(lines: Iterable[str]) -> str:
    """Return running text without the breaks a page made in it."""
    found: list[str] = []
    for line in lines:
        bare = "".join(line.split())
        if not bare:
            continue
        if _HEADING_OF_PROSE.fullmatch(bare):
            bare = f"。{bare}。"
        elif found and found[-1][-1].isdigit() and bare[0].isdigit():
            # Two numbers that only a line break kept apart must not become one.
            found.append("，")
        found.append(bare)
    return "".join(found)
