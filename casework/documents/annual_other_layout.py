"""Tables 二 and 四 as they are printed: headings and figures line by line, merged as in the official form.

Every file draws from this, so that they cannot look different.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.law.annual_entries import FOUR, TWO
from casework.law.annual_formats import DISPUTE_COLUMNS, DISPUTE_GROUPS, Block, ReportFormat

REVIEWS_HEADING, SUITS_HEADING = "行政复议", "行政诉讼"
_SUITS = DISPUTE_GROUPS[1:]


@dataclass(frozen=True, slots=True)
class Box:
    """One printed cell. ``key`` names a heading or the figure that stands here (``law.annual_entries.Slot.key``).

    ``under`` are the keys of a figure's headings, the outer ones first; a heading has none, and a ``scope`` of html.
    """

    key: str
    text: str = ""
    columns: int = 1
    rows: int = 1
    scope: str = ""
    under: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Tell a heading from a figure."""
        return bool(self.scope)


Lines = list[list[Box]]


def other_tables(report_format: ReportFormat) -> dict[str, Lines]:
    """Return the lines of tables 二 and 四 by the names of ``law.annual_entries``."""
    return {TWO: _table_two(report_format), FOUR: _table_four()}


def width_of(lines: Lines) -> int:
    """Return the number of columns of a table."""
    return sum(box.columns for box in lines[0])


def placed(lines: Lines) -> Iterator[tuple[int, int, Box]]:
    """Yield every box with the row and column, counted from 0, where it begins."""
    taken: set[tuple[int, int]] = set()
    for row, boxes in enumerate(lines):
        column = 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            yield row, column, box
            taken |= {(row + down, column + right) for down in range(box.rows) for right in range(box.columns)}


def _table_two(report_format: ReportFormat) -> Lines:
    width = max(len(block.columns) for block in report_format.proactive_blocks)
    lines: Lines = []
    for number, block in enumerate(report_format.proactive_blocks, 1):
        lines += _block(block, f"{TWO}-block{number}", width)
    return lines


def _block(block: Block, name: str, width: int) -> Lines:
    """Return one block of table 二; its last column takes what the widest block has more."""
    last = len(block.columns) - 1
    spans = [width - last if at == last else 1 for at in range(len(block.columns))]
    heads = [
        Box(f"{name}-{at}", text, columns=spans[at], scope="col") for at, text in enumerate(block.columns)
    ]  # fmt: skip
    lines = [[Box(name, block.caption, columns=width, scope="colgroup")], heads]
    for row, label in block.rows:
        line = [Box(f"{TWO}-{row}", label, scope="row")]
        for at in range(1, len(block.columns)):
            under = (name, f"{TWO}-{row}", heads[at].key)
            line.append(Box(f"{TWO}-{row}-{at}", columns=spans[at], under=under))
        lines.append(line)
    return lines


def _table_four() -> Lines:
    parts = len(DISPUTE_COLUMNS)
    reviews, suits = f"{FOUR}-reviews", f"{FOUR}-suits"
    first = [
        Box(reviews, REVIEWS_HEADING, columns=parts, rows=2, scope="colgroup"),
        Box(suits, SUITS_HEADING, columns=parts * len(_SUITS), scope="colgroup"),
    ]
    second = [Box(f"{FOUR}-{group}", label, columns=parts, scope="colgroup") for group, label in _SUITS]
    third, figures = [], []
    for group, label_of_group in DISPUTE_GROUPS:
        above = (suits, f"{FOUR}-{group}") if (group, label_of_group) in _SUITS else (reviews,)
        for column, label in DISPUTE_COLUMNS:
            head = f"{FOUR}-{group}-{column}-head"
            third.append(Box(head, label, scope="col"))
            figures.append(Box(f"{FOUR}-{group}-{column}", under=(*above, head)))
    return [first, second, third, figures]
