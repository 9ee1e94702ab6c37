"""Tables that reach us as lines of text: one cell a line, or a label and its figures side by side.

Copies of web pages, word processors and PDF files differ only in where they break: a cell may end with "|",
begin with a tab, stand alone between empty lines, or share its line with its neighbours. So figures are
collected after a label until the next words, and only a row with the right number of figures is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from casework.law.published_report.figures import Figure, read_figure
from casework.law.published_report.labels import Part, row_of_table_three, row_of_table_two
from casework.law.published_report.tables import (
    COLUMNS_OF_THREE,
    NAMES,
    PLACES_OF_FOUR,
    TablesOfPart,
    columns_of_two,
)

BLANK_CELL = Figure("", blank=True)
_PAGE_NUMBER = re.compile(r"\s*[-—–－]+\s*\d{1,3}\s*[-—–－]+\s*|\s*第\s*\d{1,3}\s*页.*")
_RULE_OF_A_TEXT_TABLE = re.compile(r"[\s|:+-]*-{3,}[\s|:+-]*")
# Text that never finds its figures must not be joined over and over.
_LONGEST_LABEL = 12


def pieces_of_line(line: str) -> list[str | Figure]:
    """Split one line into words and figures; a line that is only a cell border holds one blank cell."""
    if _PAGE_NUMBER.fullmatch(line) or _RULE_OF_A_TEXT_TABLE.fullmatch(line):
        return []
    if "|" in line or "\t" in line:
        return [read_figure(cell) or cell.strip() for cell in _cells(line)]
    if not line.strip():
        # A blank cell of a web page keeps its no-break space; an empty line is only a gap.
        return [BLANK_CELL] if "\xa0" in line or "\u3000" in line else []
    return list(_words_then_figures(line.split()))


def _cells(line: str) -> list[str]:
    if "|" in line:
        inner = line.strip().removeprefix("|") if line.strip().count("|") > 1 else line.strip()
        return inner.removesuffix("|").split("|")
    return line.removeprefix("\t").rstrip("\r\n").split("\t")


def _words_then_figures(words: list[str]) -> Iterator[str | Figure]:
    figures: list[Figure] = []
    while words and (figure := read_figure(words[-1])):
        figures.insert(0, figure)
        words.pop()
    if words:
        yield " ".join(words)
    yield from figures


def placed(lines: Sequence[Sequence[Figure]], width: int) -> list[Figure] | None:
    """Return the ``width`` figures of a row, or None when it cannot be told which cell each stands in.

    A line of exactly that many is the row. Otherwise blanks beyond the row are borders, and blanks count as
    borders everywhere when the written figures alone fill the row.
    """
    if width > 1:
        whole = [list(line) for line in lines if len(line) == width]
        if whole:
            return whole[0]
    flat = [figure for line in lines for figure in line]
    if len(flat) >= width and all(figure.blank for figure in flat[width:]):
        return flat[:width]
    written = [figure for figure in flat if not figure.blank]
    return written if len(written) == width else None


class LinesOfTable:
    """Collects one part of a report from the pieces of its lines."""

    def __init__(self, found: TablesOfPart) -> None:
        self.found = found
        self.part = found.part
        self._words: list[str] = []
        self._figures: list[list[Figure]] = []

    def feed(self, pieces: Iterable[str | Figure]) -> None:
        """Take the pieces of one line."""
        line: list[Figure] = []
        for piece in pieces:
            if isinstance(piece, Figure):
                line.append(piece)
                continue
            if line:
                self._figures.append(line)
                line = []
            self._end_row()
            self._words.append(piece)
            del self._words[:-_LONGEST_LABEL]
        if line:
            self._figures.append(line)

    def close(self) -> None:
        """Take what has been read as the last row."""
        self._end_row()
        self._words = []

    def _end_row(self) -> None:
        if not self._figures:
            return
        if self.part is Part.FOUR:
            self._end_table_four()
        else:
            self._end_labelled_row()
        self._figures = []

    def _end_labelled_row(self) -> None:
        three = self.part is Part.THREE
        written = any(not figure.blank for line in self._figures for figure in line)
        count = sum(len(line) for line in self._figures)
        if three and not written and count < len(COLUMNS_OF_THREE):
            # A border before the rest of a label, or the cell of a heading.
            return
        key = row_of_table_three(self._words) if three else row_of_table_two(self._words)
        columns = COLUMNS_OF_THREE if three else columns_of_two(key or "", self.found.report_format)
        if key is None or not columns:
            if written:
                self._note(" ".join(self._words[-1:]), "没有认出这一行的行名")
                self._words = []
            return
        if not written and count < len(columns):
            self._words = []
            return
        table = self.found.table_for(key)
        figures = placed(self._figures, len(columns))
        if figures is None:
            self._note(self._words[-1], f"应有{len(columns)}格，无法确定每个数字属于哪一列")
        else:
            table.put(key, columns, figures)
        self._words = []

    def _end_table_four(self) -> None:
        heading = "".join(self._words)
        written = any(not figure.blank for line in self._figures for figure in line)
        if not written or "审结" not in heading.replace(" ", ""):
            return
        table = self.found.begin()
        figures = placed(self._figures, len(PLACES_OF_FOUR))
        if figures is None:
            self._note(NAMES[Part.FOUR], f"应有{len(PLACES_OF_FOUR)}格，无法确定每个数字属于哪一列")
        else:
            for (group, column), figure in zip(PLACES_OF_FOUR, figures, strict=True):
                table.figures[group, column] = figure
        self._words = []

    def _note(self, where: str, reason: str) -> None:
        figures = [figure for line in self._figures for figure in line]
        while figures and figures[-1].blank:
            figures.pop()
        found = sum(not figure.blank for figure in figures)
        self.found.note(where, figures, f"{reason}（找到{found}个数字）")
