"""Tables that reach us as real tables: every cell has its column, so a blank cell leaves no doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casework.law.published_report.blocks import Row
from casework.law.published_report.figures import Figure, figure_or_unread, read_figure
from casework.law.published_report.labels import (
    Part,
    column_of_table_four,
    column_of_table_three,
    row_of_table_three,
    row_of_table_two,
    squeeze,
)
from casework.law.published_report.tables import (
    COLUMNS_OF_FOUR,
    COLUMNS_OF_THREE,
    NAMES,
    PLACES_OF_FOUR,
    TablesOfPart,
    columns_of_two,
)

_FIRST_HEADING_OF_TWO = "信息内容"


class GridOfTable:
    """Collects one part of a report from table rows."""

    def __init__(self, found: TablesOfPart) -> None:
        self.found = found
        self._columns: dict[str, int] = {}
        self._headings: dict[int, str] = {}
        self._places: list[int] = []
        self._width = 0
        self._unfinished: list[str] = []

    def feed(self, row: Row) -> None:
        """Take one row."""
        readers: dict[Part, Callable[[Sequence[str | None]], None]] = {
            Part.TWO: self._row_of_two,
            Part.THREE: self._row_of_three,
            Part.FOUR: self._row_of_four,
        }
        readers[self.found.part](row.cells)

    def _row_of_three(self, cells: Sequence[str | None]) -> None:
        positions = self._positions_of_three(cells)
        left = positions[0] if positions else len(cells)
        labels = [*self._unfinished, *(cell for cell in cells[:left] if cell and not read_figure(cell))]
        key = row_of_table_three(labels)
        if key is None:
            self._heading_of_three(cells)
            figures = self._figures(cells, positions)
            if any(figure.number is not None for figure in figures):
                self.found.note(labels[-1] if labels else "", figures, "没有认出这一行的行名")
                self._unfinished = []
            elif labels and figures and all(figure.blank for figure in figures):
                # A page break may cut a label in two; its figures come with the second half.
                self._unfinished = labels
            return
        self._unfinished = []
        figures = self._figures(cells, positions)
        if len(figures) != len(COLUMNS_OF_THREE):
            written = [figure for figure in figures if not figure.blank]
            self.found.table_for(key)
            self.found.note(
                labels[-1],
                written,
                f"应有{len(COLUMNS_OF_THREE)}格，无法确定每个数字属于哪一列（找到{len(written)}个数字）",
            )
            return
        if any(not figure.blank for figure in figures) or len(positions) == len(COLUMNS_OF_THREE):
            self.found.table_for(key).put(key, COLUMNS_OF_THREE, figures)

    def _positions_of_three(self, cells: Sequence[str | None]) -> list[int]:
        """Where the seven figures stand: under their headings, or at the end of a row on a page without them."""
        if len(self._columns) == len(COLUMNS_OF_THREE) and len(cells) == self._width:
            return [self._columns[key] for key in COLUMNS_OF_THREE]
        last = max((i for i, cell in enumerate(cells) if cell is not None), default=-1)
        first = last + 1 - len(COLUMNS_OF_THREE)
        tail = cells[first : last + 1] if first > 0 else ()
        fits = bool(tail) and all(cell is not None and read_figure(cell) for cell in tail)
        return list(range(first, last + 1)) if fits else []

    def _figures(self, cells: Sequence[str | None], positions: Sequence[int]) -> list[Figure]:
        if positions:
            return [figure_or_unread(cells[at]) for at in positions]
        return [figure for cell in cells if cell is not None and (figure := read_figure(cell))]

    def _heading_of_three(self, cells: Sequence[str | None]) -> None:
        found = {key: at for at, cell in enumerate(cells) if cell and (key := column_of_table_three(cell))}
        if len(found) >= 2:
            if "natural" in found or self._width != len(cells):
                self._columns = {}
            self._columns.update(found)
            self._width = len(cells)

    def _row_of_four(self, cells: Sequence[str | None]) -> None:
        headings = {at: key for at, cell in enumerate(cells) if cell and (key := column_of_table_four(cell))}
        if len(headings) >= len(COLUMNS_OF_FOUR):
            self._headings |= headings
            self._width = len(cells)
            return
        own = [cell for cell in cells if cell is not None]
        if not own or any(cell and not read_figure(cell) for cell in own):
            return
        if not any(cell.strip() for cell in own) and len(own) != len(PLACES_OF_FOUR):
            return
        if not self._headings:
            return
        self._table_four(cells, own)

    def _table_four(self, cells: Sequence[str | None], own: list[str]) -> None:
        places = sorted(self._headings)
        expected = [column for _, column in PLACES_OF_FOUR]
        in_order = [self._headings[at] for at in places] == expected
        if in_order and len(cells) == self._width:
            figures = [figure_or_unread(cells[at]) for at in places]
        else:
            figures = [figure_or_unread(cell) for cell in own]
        table = self.found.begin()
        self._headings = {}
        if len(figures) == len(PLACES_OF_FOUR):
            for place, figure in zip(PLACES_OF_FOUR, figures, strict=True):
                table.figures[place] = figure
        else:
            reason = f"应有{len(PLACES_OF_FOUR)}格，无法确定每个数字属于哪一列（找到{len(figures)}格）"
            self.found.note(NAMES[Part.FOUR], figures, reason)

    def _row_of_two(self, cells: Sequence[str | None]) -> None:
        written = [(at, cell) for at, cell in enumerate(cells) if cell and cell.strip()]
        if not written:
            return
        if squeeze(written[0][1]) == _FIRST_HEADING_OF_TWO:
            self._places, self._width = [at for at, _ in written[1:]], len(cells)
            return
        key = row_of_table_two([written[0][1]])
        if key is None:
            return
        columns = columns_of_two(key, self.found.report_format)
        if len(self._places) >= len(columns) and len(cells) == self._width:
            figures = [figure_or_unread(cells[at]) for at in self._places]
        else:
            figures = [figure_or_unread(cell) for cell in cells[written[0][0] + 1 :] if cell is not None]
        self.found.table_for(key).put(key, columns, figures)
