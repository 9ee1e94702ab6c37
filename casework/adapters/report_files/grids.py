"""Merged cells laid out on a grid: a cell stands in its first place, None wherever it reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.law.published_report.blocks import Row

# Table 四 is fifteen columns wide, the longest table 三 under thirty rows high.
MAX_COLUMNS = 60
MAX_ROWS = 3_000
# A cell with more text than any label lays out a page instead of holding a figure.
LONGEST_CELL = 400


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as written; ``covered`` continues the cell above it."""

    text: str
    columns: int = 1
    rows: int = 1
    covered: bool = False


def laid_out(rows: Iterable[Iterable[Cell]]) -> list[Row]:
    """Return the rows of one table, all of the same width."""
    reaching: dict[int, int] = {}
    found: list[list[str | None]] = []
    for number, cells in enumerate(rows):
        if number == MAX_ROWS:
            break
        line: list[str | None] = []
        below: dict[int, int] = {}
        for cell in cells:
            _skip_covered(line, reaching, below)
            if len(line) >= MAX_COLUMNS:
                break
            for column in range(min(cell.columns, MAX_COLUMNS)):
                if cell.rows > 1:
                    below[len(line)] = cell.rows - 1
                line.append(None if cell.covered or column else cell.text)
        _skip_covered(line, reaching, below)
        reaching = below
        found.append(line)
    width = max((len(line) for line in found), default=0)
    return [Row(tuple(line + [None] * (width - len(line)))) for line in found]


def _skip_covered(line: list[str | None], reaching: dict[int, int], below: dict[int, int]) -> None:
    while len(line) in reaching:
        left = reaching[len(line)]
        if left > 1:
            below[len(line)] = left - 1
        line.append(None)
