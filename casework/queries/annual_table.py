"""Table 三 of the annual report from the cases themselves: one grouped statement a call.

``law.annual_counting`` says where a case counts; this module asks the database the same question for
all cases at once. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from casework.law.annual_counting import (
    Place,
    codes_of_row,
    first_and_last_day,
    fold_groups,
    places,
)
from casework.law.annual_formats import COLUMNS, FORMAT_2019, ReportFormat, format_for_year
from casework.law.annual_table import TOTAL, Check, check_table
from casework.models.agency import Agency
from casework.models.case import Case, CaseQuerySet
from casework.queries.annual_statement import grouped_counts

FIRST_YEAR = FORMAT_2019.first_year
# One statement carries this many agencies; SQLite and PostgreSQL both take far more parameters.
AGENCIES_A_STATEMENT = 5000
_ENDING_DAY = {"decided": "decided_on", "served": "concluded_on"}
_COLUMN_KEYS = frozenset(column.key for column in COLUMNS)


class NoSuchCell(LookupError):
    """The table of that year has no cell of that row and column."""


@dataclass(frozen=True, slots=True)
class YearTable:
    """The computed table of one agency-year. ``cells`` is row key -> column key -> count."""

    year: int
    report_format: ReportFormat
    cells: dict[str, dict[str, int]]

    @property
    def checks(self) -> list[Check]:
        """The checks C1-C3 of the computed cells."""
        return check_table(self.cells, self.report_format)


@dataclass(frozen=True, slots=True)
class CellOfCase:
    """A cell that counts a case, and why."""

    row: str
    column: str
    place: Place


def ending_day(agency: Agency) -> str:
    """Return the field of Case that says when a result counts, by the agency's policy."""
    return _ENDING_DAY[agency.switches.report_year_by]


def year_table(agency: Agency, year: int) -> YearTable:
    """Return table 三 of one agency-year in one statement. Raises ValueError before 2019."""
    return year_tables([agency], year)[agency.pk]


def year_tables(agencies: Iterable[Agency], year: int) -> dict[int, YearTable]:
    """Return the tables of many agencies by agency id, one statement for each policy and batch."""
    report_format = format_for_year(year)
    tables: dict[int, YearTable] = {}
    by_day: dict[str, list[int]] = {}
    for agency in agencies:
        by_day.setdefault(ending_day(agency), []).append(agency.pk)
    for day, agency_ids in by_day.items():
        for start in range(0, len(agency_ids), AGENCIES_A_STATEMENT):
            batch = agency_ids[start : start + AGENCIES_A_STATEMENT]
            for agency_id, results, carried_out in grouped_counts(batch, day, *first_and_last_day(year)):
                cells = fold_groups(results, carried_out, report_format)
                tables[agency_id] = YearTable(year, report_format, cells)
    return tables


def cases_in_cell(agency: Agency, year: int, row: str, column: str) -> CaseQuerySet:
    """Return exactly the cases that a cell of the agency-year counts, oldest receipt first.

    Raises NoSuchCell for a row or column that the format of the year does not have, ValueError
    before 2019.
    """
    report_format = format_for_year(year)
    lines = {line.key: line for line in report_format.rows if line.kind != "heading"}
    if row not in lines or column not in _COLUMN_KEYS:
        raise NoSuchCell(f"{row}/{column}")
    first, last = first_and_last_day(year)
    day = ending_day(agency)
    results = report_format.row("results_total")
    cases = Case.objects.filter(
        Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__gte": first}),
        agency=agency,
        received_on__lte=last,
        decision_code__in=("", *codes_of_row(results, report_format)),
    )
    if row == "new":
        cases = cases.filter(received_on__gte=first)
    elif row == "carried_in":
        cases = cases.filter(received_on__lt=first)
    elif row == "carried_out":
        cases = cases.filter(Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__gt": last}))
    else:
        codes = codes_of_row(lines[row], report_format)
        cases = cases.filter(**{f"{day}__lte": last, "decision_code__in": codes})
    if column != TOTAL:
        cases = cases.filter(applicant_kind=column)
    return cases.order_by("received_on", "pk")


def cells_of_case(case: Case, year: int) -> list[CellOfCase]:
    """Return the cells of the year's table that count the case; the total column counts it too."""
    found = places(
        received_on=case.received_on,
        ended_on=getattr(case, ending_day(case.agency)),
        decision_code=case.decision_code,
        year=year,
        report_format=format_for_year(year),
    )
    return [CellOfCase(place.row, case.applicant_kind, place) for place in found]


def years_of(agency: Agency, today: date) -> list[int]:
    """Return the years that can have a table, newest first: from the first case to this year."""
    first = Case.objects.filter(agency=agency).aggregate(first=Min("received_on"))["first"]
    start = max(first.year, FIRST_YEAR) if first else today.year
    return list(range(today.year, min(start, today.year) - 1, -1))
