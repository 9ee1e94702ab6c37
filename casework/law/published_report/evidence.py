"""The cells a finding rests on, with the words a reader finds them by in the printed table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from casework.law.annual_formats import COLUMNS, DISPUTE_COLUMNS, DISPUTE_GROUPS, FORMAT_2019, FORMAT_2021
from casework.law.published_report.labels import Part
from casework.law.published_report.tables import NAMES, ReadTable


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cell. ``value`` is None when it is blank or was not found; ``raw`` is what stands in the file.

    ``year`` is set on a cell of another year's report.
    """

    table: str
    row: str
    row_label: str
    column: str
    column_label: str
    value: int | Decimal | None
    raw: str | None
    year: int | None = None

    @property
    def text(self) -> str:
        """The cell as a line of words."""
        of_year = f"{self.year}年" if self.year else ""
        shown = "没有找到" if self.raw is None else self.raw or "空白"
        return f"{of_year}{self.table} {self.row_label}·{self.column_label}：{shown}"


def evidence(part: Part, table: ReadTable, row: str, column: str, year: int | None = None) -> Evidence:
    """Return the cell as it was read."""
    figure = table.figures.get((row, column))
    rows, columns = _labels()[part]
    return Evidence(
        table=NAMES[part],
        row=row,
        row_label=rows.get(row, row),
        column=column,
        column_label=columns.get(column, column),
        value=None if figure is None else figure.number if part is Part.TWO else figure.count,
        raw=None if figure is None else figure.raw,
        year=year,
    )


@cache
def _labels() -> dict[Part, tuple[dict[str, str], dict[str, str]]]:
    both = (FORMAT_2019, FORMAT_2021)
    return {
        Part.TWO: ({k: label for f in both for b in f.proactive_blocks for k, label in b.rows}, {}),
        Part.THREE: (
            {row.key: row.label for f in both for row in f.rows},
            {column.key: column.label for column in COLUMNS},
        ),
        Part.FOUR: (dict(DISPUTE_GROUPS), dict(DISPUTE_COLUMNS)),
    }
