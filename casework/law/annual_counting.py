"""Which lines of table 三 a case is counted in, and why.

Every case that was open at some time of the year stands in exactly two lines: how it came into the
year (new, or carried in) and how it left it (a result, or carried out). The identity of the
table's corner note follows from that. Source: annual report format part 三; law.md 3.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from casework.law.annual_formats import FORMATS, ReportFormat, Row
from casework.law.annual_table import APPLICANT_KINDS, TOTAL, row_in_format
from casework.law.outcomes import CODES
from casework.law.sources import regulation


class Arrival(StrEnum):
    """How a case came into the year."""

    THIS_YEAR = "this_year"
    EARLIER = "earlier"


class Ending(StrEnum):
    """How a case left the year; ``LATER`` also means that it has no end yet."""

    THIS_YEAR = "this_year"
    LATER = "later"


ARRIVAL_ROWS = {Arrival.THIS_YEAR: "new", Arrival.EARLIER: "carried_in"}
# Decisions that enter no table of the year.
UNCOUNTED_CODES = tuple(code.code for code in CODES.values() if code.row is None)
# What a group has in common, its number of cases, and how many of them came in before the year.
Group = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """One line of table 三 that counts a case, with the reason in a clerk's words."""

    row: str
    why: str
    article: str


def first_and_last_day(year: int) -> tuple[date, date]:
    """Return the period that the report of a year covers (1 January to 31 December)."""
    return date(year, 1, 1), date(year, 12, 31)


def rows_of(arrival: Arrival, ending: Ending, decision_code: str) -> tuple[str, ...]:
    """Return the two row keys of a case; none for a decision that does not enter table 三."""
    code = CODES.get(decision_code)
    if code is not None and code.row is None:
        return ()
    if ending is Ending.LATER:
        return ARRIVAL_ROWS[arrival], "carried_out"
    row = CODES[decision_code].row
    return ARRIVAL_ROWS[arrival], str(row)


def codes_of_row(row: Row, report_format: ReportFormat) -> tuple[str, ...]:
    """Return the decision codes that ``row`` counts; （七）总计 counts those of all results."""
    counted = [code for code in CODES.values() if code.row is not None]
    if row.key != "results_total":
        counted = [code for code in counted if row_in_format(code.row, report_format) == row.key]
    return tuple(code.code for code in counted)


def fold_groups(
    results: Iterable[Group], carried_out: Iterable[Group], report_format: ReportFormat
) -> dict[str, dict[str, int]]:
    """Return every cell of table 三 from the groups of an agency-year, totals computed, rows in printed order.

    ``results`` are named "decision code, blank, applicant kind", ``carried_out`` by the kind alone. Raises KeyError for
    a code or a kind the table does not have: a case must not vanish from it. Source: annual report format part 三.
    """
    shape = _shape(report_format.key)
    cells = {row: _NOTHING.copy() for row in shape.rows}
    new, carried_in, total, out = (cells[row] for row in ("new", "carried_in", "results_total", "carried_out"))
    # As little as possible is done for each group: there are fourteen thousand in a call.
    for name, number, earlier in results:
        place = shape.places[name]
        if place is None:
            continue
        row, kind = place
        line = cells[row]
        line[kind] += number
        line[TOTAL] += number
        total[kind] += number
        if earlier:
            carried_in[kind] += earlier
    for kind, number, earlier in carried_out:
        out[kind] += number
        carried_in[kind] += earlier
    for kind in APPLICANT_KINDS:
        new[kind] = total[kind] + out[kind] - carried_in[kind]
    for line in (new, carried_in, total, out):
        line[TOTAL] = sum(line.values())
    return cells


_NOTHING = dict.fromkeys((*APPLICANT_KINDS, TOTAL), 0)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The rows of a format in printed order, and the cell of each "code kind": None where it enters no table."""

    rows: tuple[str, ...]
    places: dict[str, tuple[str, str] | None]


@cache
def _shape(format_key: str) -> _Shape:
    report_format = FORMATS[format_key]
    return _Shape(
        rows=tuple(row.key for row in report_format.rows if row.kind != "heading"),
        places={
            f"{code.code} {kind}": code.row and (row_in_format(code.row, report_format), kind)
            for code in CODES.values()
            for kind in APPLICANT_KINDS
        },
    )


def places(
    *,
    received_on: date | None,
    ended_on: date | None,
    decision_code: str,
    year: int,
    report_format: ReportFormat,
) -> tuple[Place, ...]:
    """Return where a case stands in the table of ``year``, or nothing when it is not in it.

    ``ended_on`` is the day that counts a result (of decision, or of service, as the agency's
    policy ``report_year_by`` has it). A case without a day of receipt is in no table.
    """
    first, last = first_and_last_day(year)
    if received_on is None or received_on > last or (ended_on is not None and ended_on < first):
        return ()
    arrival = Arrival.THIS_YEAR if received_on >= first else Arrival.EARLIER
    ending = Ending.THIS_YEAR if ended_on is not None and ended_on <= last else Ending.LATER
    rows = rows_of(arrival, ending, decision_code)
    if not rows:
        return ()
    if arrival is Arrival.THIS_YEAR:
        came = Place(rows[0], f"{received_on}收到，在{year}年度内", regulation(31))
    else:
        came = Place(rows[0], f"{received_on}收到，至{year - 1}年12月31日尚未办结", regulation(31))
    if ending is Ending.LATER:
        return came, Place(rows[1], f"至{year}年12月31日尚未办结", regulation(33))
    code = CODES[decision_code]
    left = Place(
        row_in_format(rows[1], report_format),
        f"{ended_on}办结：{code.name}",
        "、".join(code.articles) or "年度报告格式",
    )
    return came, left
