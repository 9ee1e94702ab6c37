"""The sentences of a report held against tables that this program computed (check C6 of law.md 3.2).

A published report is read with its tables (``check``); here the text alone comes from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from casework.law.annual_entries import FOUR, TWO, Slot, shown, slots
from casework.law.annual_formats import ReportFormat
from casework.law.annual_table import Cells, Check, Verdict
from casework.law.published_report.evidence import Evidence
from casework.law.published_report.figures import Figure
from casework.law.published_report.labels import Part
from casework.law.published_report.sentences import claims
from casework.law.published_report.tables import NAMES, ReadTable
from casework.law.published_report.text_check import judge

IN_TEXT = "C6"
_PARTS = {TWO: Part.TWO, FOUR: Part.FOUR}
_TABLES = {name: part for part, name in NAMES.items()}


def check_text(
    prose: str, year: int, cells: Cells, figures: Mapping[str, Decimal | None], report_format: ReportFormat
) -> list[Check]:
    """Return one check for every number a sentence quotes from tables 二, 三, 四; none for a text without any.

    ``prose`` is running text without line breaks, ``figures`` are tables 二 and 四 by cell key. The cells of a check are
    (row, column) of table 三, or (table, cell key).
    """
    tables = _tables(cells, figures, report_format)
    keys = {(_PARTS[slot.table], slot.row, _column(slot)): slot for slot in slots(report_format)}
    found: dict[str, Check] = {}
    for claim in claims(prose, year):
        told = judge(claim, tables.get)
        where = f"正文“{claim.quote}”，{claim.subject}"
        # A sentence that stands twice in the text is one finding.
        found[where] = Check(
            IN_TEXT, where, told.verdict, claim.number, told.right, told.sentence,
            tuple(_place(cell, keys) for cell in told.cells),
        )  # fmt: skip
    return list(found.values())


def no_sentences() -> Check:
    """Return what is said of a text that quotes no number of the tables."""
    sentence = "正文：没有找到引用表中件数的句子"
    return Check(IN_TEXT, "正文", Verdict.NOT_ASSESSABLE, None, None, sentence, ())


def _tables(cells: Cells, figures: Mapping[str, Decimal | None], report_format: ReportFormat) -> dict[Part, ReadTable]:
    tables = {part: ReadTable(part) for part in NAMES}
    for row, line in cells.items():
        for column, number in line.items():
            blank = number is None
            figure = Figure("" if blank else str(number), None if blank else Decimal(number), blank=blank)
            tables[Part.THREE].figures[row, column] = figure
    for slot in slots(report_format):
        value = figures.get(slot.key)
        tables[_PARTS[slot.table]].figures[slot.row, _column(slot)] = Figure(shown(value), value, blank=value is None)
    return tables


def _column(slot: Slot) -> str:
    """Table 二 of a published report is read by its printed headings, table 四 by keys."""
    return slot.column_label if slot.table == TWO else slot.column


def _place(cell: Evidence, keys: Mapping[tuple[Part, str, str], Slot]) -> tuple[str, str]:
    slot = keys.get((_TABLES[cell.table], cell.row, cell.column))
    return (cell.row, cell.column) if slot is None else (slot.table, slot.key)
