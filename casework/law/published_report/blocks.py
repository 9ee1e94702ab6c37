"""What a report file holds once its file format is forgotten: lines of text and rows of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a real table. None stands where a merged cell reaches in, "" where a cell is blank."""

    cells: tuple[str | None, ...]

    @property
    def text(self) -> str:
        """Everything written in the row."""
        return " ".join(cell for cell in self.cells if cell)


Block = Line | Row


def written_lines(blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """Yield place and text of every block in which something is written."""
    for place, block in enumerate(blocks):
        if block.text.strip():
            yield place, block.text
