"""How an office's file is read: which sheet, which row holds the headings, which column is what, what wordings mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from casework.adapters.ledger_files import Sheet
from casework.law.ledger_columns import COLUMN_BY_KEY, IMPORTED_COLUMNS, columns_named_by
from casework.law.ledger_words import CHOICES, meaning

# Titles, notes and grouped headings may stand above the row of headings.
ROWS_TO_LOOK_AT = 20
# More different wordings than this are no wordings: another column was meant.
MAX_WORDINGS = 80
RECEIPT_COLUMNS = ("received_on", "submitted_on", "signed_on", "confirmed_on")


@dataclass(frozen=True, slots=True)
class LedgerMapping:
    """The chosen reading of one file. ``columns`` is key -> index, ``words`` is key -> wording -> value.

    ``header_row`` is the number people see; the rows below it are read.
    """

    sheet: int = 0
    header_row: int = 1
    columns: dict[str, int] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Return the mapping kept with an uploaded file."""
        return cls(**stored)

    def stored(self) -> dict[str, Any]:
        """Return what is kept with an uploaded file."""
        return {name: getattr(self, name) for name in ("sheet", "header_row", "columns", "words")}

    @property
    def missing(self) -> list[str]:
        """The labels of columns that must be chosen and are not."""
        missing = [column.label for column in IMPORTED_COLUMNS if column.required and column.key not in self.columns]
        if not set(RECEIPT_COLUMNS) & set(self.columns):
            missing.append(COLUMN_BY_KEY["received_on"].label)
        return missing


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a column of the file: how often it stands there, and what it is taken for ("" is undecided)."""

    column: str
    text: str
    count: int
    value: str


def guessed_mapping(sheets: Sequence[Sheet]) -> LedgerMapping:
    """Return the reading that names the most columns: by sheet and heading row."""
    best = LedgerMapping()
    for number, sheet in enumerate(sheets):
        for at, row in enumerate(sheet.rows[:ROWS_TO_LOOK_AT]):
            columns = columns_named_by(row)
            if len(columns) > len(best.columns):
                best = LedgerMapping(number, at + 1, columns)
    return best


def ledger_rows(sheets: Sequence[Sheet], mapping: LedgerMapping) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield number and mapped cells of every row below the headings that holds anything."""
    columns = mapping.columns.items()
    for number, row in enumerate(sheets[mapping.sheet].rows[mapping.header_row :], mapping.header_row + 1):
        if any(row):
            yield number, {key: row[index] if index < len(row) else "" for key, index in columns}


def wordings(sheets: Sequence[Sheet], mapping: LedgerMapping) -> list[Wording]:
    """Return the wordings of the columns that hold a choice, those nobody has decided first, then the most frequent."""
    chosen = [key for key in CHOICES if key in mapping.columns]
    counted: dict[str, Counter[str]] = {key: Counter() for key in chosen}
    for _, cells in ledger_rows(sheets, mapping):
        for key in chosen:
            if cells[key]:
                counted[key][cells[key]] += 1
    found = [
        Wording(key, text, count, value_of(mapping, key, text))
        for key in chosen
        for text, count in counted[key].most_common(MAX_WORDINGS)
    ]
    return sorted(found, key=lambda wording: bool(wording.value))


def value_of(mapping: LedgerMapping, column: str, text: str) -> str:
    """Return what a wording is taken for: as the person chose, else by the reviewed table."""
    chosen = mapping.words.get(column, {}).get(text)
    return meaning(column, text) if chosen is None else chosen


def mapping_below(sheets: Sequence[Sheet], sheet: str, header_row: str) -> LedgerMapping | None:
    """Return the reading guessed from a named sheet and heading row, or None when there is no such row."""
    if not (sheet.isdecimal() and header_row.isdecimal()):
        return None
    number, row = int(sheet[:4]), int(header_row[:6])
    if number >= len(sheets) or not 1 <= row <= len(sheets[number].rows):
        return None
    return LedgerMapping(number, row, columns_named_by(sheets[number].rows[row - 1]))
