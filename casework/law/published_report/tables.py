"""Tables 二, 三 and 四 as they were read out of a published report: figures by row and column, and what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from casework.law.annual_formats import (
    COLUMNS,
    DISPUTE_COLUMNS,
    DISPUTE_GROUPS,
    FORMAT_2019,
    FORMAT_2021,
    ReportFormat,
)
from casework.law.published_report.figures import Figure
from casework.law.published_report.labels import Part

COLUMNS_OF_THREE = tuple(column.key for column in COLUMNS)
COLUMNS_OF_FOUR = tuple(key for key, _ in DISPUTE_COLUMNS)
PLACES_OF_FOUR = tuple((group, column) for group, _ in DISPUTE_GROUPS for column in COLUMNS_OF_FOUR)
NAMES = {Part.TWO: "表二", Part.THREE: "表三", Part.FOUR: "表四"}


@dataclass(frozen=True, slots=True)
class Unread:
    """Figures that could not be given a place, as they stand in the file."""

    where: str
    raw: tuple[str, ...]
    reason: str


@dataclass(slots=True)
class ReadTable:
    """One table of a report. A place that was not found has no figure; a blank one has a blank figure."""

    part: Part
    figures: dict[tuple[str, str], Figure] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)

    def put(self, row: str, columns: Sequence[str], figures: Sequence[Figure]) -> None:
        """Write one row; figures beyond the known columns are no part of the table."""
        for column, figure in zip(columns, figures, strict=False):
            self.figures[row, column] = figure

    def counts(self) -> dict[str, dict[str, int | None]]:
        """Return the figures as counts of cases; None where there is none that counts."""
        rows: dict[str, dict[str, int | None]] = {}
        for (row, column), figure in self.figures.items():
            rows.setdefault(row, {})[column] = figure.count
        return rows

    def has_row(self, row: str) -> bool:
        """True when some figure of the row was found."""
        return any(found == row for found, _ in self.figures)


class TablesOfPart:
    """The tables of one part of a report while they are being read, whether from rows or from lines."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.tables: list[ReadTable] = []
        self.report_format: ReportFormat = FORMAT_2021

    def begin(self) -> ReadTable:
        """Start another table."""
        self.tables.append(ReadTable(self.part))
        return self.tables[-1]

    def table_for(self, row: str) -> ReadTable:
        """Return the table the row belongs to: the first row met again begins the same table again."""
        first = "new" if self.part is Part.THREE else "rules"
        if not self.tables or (row == first and self.tables[-1].has_row(first)):
            self.begin()
        return self.tables[-1]

    def note(self, where: str, figures: Sequence[Figure], reason: str) -> None:
        """Keep figures that have no place, as they stand in the file."""
        table = self.tables[-1] if self.tables else self.begin()
        table.unread.append(Unread(where.strip(), tuple(figure.raw for figure in figures), reason))


def shape_of_table_three(table: ReadTable, year: int | None) -> ReportFormat:
    """Return the format whose rows the table has: in the older one （六） is a single row with figures.

    Offices used the older table for years after it was replaced, so the table decides before the year.
    """
    if any(row.parent == "other" and table.has_row(row.key) for row in FORMAT_2021.rows):
        return FORMAT_2021
    if table.has_row("other"):
        return FORMAT_2019
    return FORMAT_2019 if year is not None and year <= (FORMAT_2019.last_year or year) else FORMAT_2021


def columns_of_two(row: str, report_format: ReportFormat) -> tuple[str, ...]:
    """Return the headings over the figures of a line of table 二; none when the format has no such line."""
    for block in report_format.proactive_blocks:
        if any(key == row for key, _ in block.rows):
            return block.columns[1:]
    return ()


def wording_of_table_two(text: str) -> ReportFormat | None:
    """Return the format whose headings of table 二 the (squeezed) text shows."""
    if "制发件数" in text or "现行有效件数" in text:
        return FORMAT_2021
    if "新制作数量" in text or "对外公开总数量" in text or "上一年项目数量" in text:
        return FORMAT_2019
    return None
