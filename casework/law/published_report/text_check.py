"""One claim of a sentence held against the cells it speaks of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from casework.law.annual_table import Verdict
from casework.law.published_report.evidence import Evidence, evidence
from casework.law.published_report.labels import Part
from casework.law.published_report.sentences import Claim, Place, Reading
from casework.law.published_report.tables import NAMES, ReadTable

TableOf = Callable[[Part], ReadTable | None]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the tables say to a claim. ``right`` is the sum it was held against, when it was read."""

    verdict: Verdict
    table: str
    right: int | Decimal | None
    sentence: str
    cells: tuple[Evidence, ...]


def judge(claim: Claim, table_of: TableOf) -> Judged:
    """Return whether one reading of the claim holds, none does, or the cells do not tell."""
    table = NAMES[claim.readings[0].places[0][0]]
    said = f"正文“{claim.quote}”"
    read = [
        (reading.name, [_cell(place, table_of) for place in reading.places]) for reading in _possible(claim, table_of)
    ]
    cells = tuple(dict.fromkeys(cell for _, found in read for cell in found if cell))
    sums = [(name, _sum(found)) for name, found in read]
    if any(value == claim.number for _, value in sums):
        return Judged(Verdict.PASSED, table, claim.number, f"{said}与{table}一致", cells)
    if not sums or any(value is None for _, value in sums):
        return Judged(Verdict.NOT_ASSESSABLE, table, None, f"{said}：{table}没有可以核对的数字", cells)
    shown = "，".join(f"{name} {value}" for name, value in sums)
    return Judged(Verdict.FAILED, table, sums[0][1], f"{said}（{claim.subject}），{table}：{shown}", cells)


def _possible(claim: Claim, table_of: TableOf) -> list[Reading]:
    """The two formats head the columns of table 二 differently; only the headings it has can be meant."""
    return [
        reading
        for reading in claim.readings
        if all(part is not Part.TWO or _has_column(table_of(part), column) for part, _, column in reading.places)
    ]


def _has_column(table: ReadTable | None, column: str) -> bool:
    return table is not None and any(found == column for _, found in table.figures)


def _cell(place: Place, table_of: TableOf) -> Evidence | None:
    part, row, column = place
    table = table_of(part)
    return evidence(part, table, row, column) if table else None


def _sum(cells: list[Evidence | None]) -> int | Decimal | None:
    values = [cell.value if cell else None for cell in cells]
    return None if any(value is None for value in values) else sum(value for value in values if value is not None)
