"""One agency's annual report as a person reads it: figures shown, figures now, checks, and what was said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q

from casework.law.annual_counting import first_and_last_day, places
from casework.law.annual_findings import (
    check_against_register,
    check_figures,
    check_in_force,
    check_jumps,
    check_table_three_filled,
)
from casework.law.annual_formats import ReportFormat, format_for_year
from casework.law.annual_freezing import Difference, differences, unpacked
from casework.law.annual_table import Check, check_carry_in, check_table
from casework.law.published_report.own_text import check_text, no_sentences
from casework.models.agency import Agency
from casework.models.annual_record import AnnualFreeze, FindingVerdict
from casework.models.annual_table import AnnualTable
from casework.models.case import Case
from casework.queries.annual_records import (
    Figures,
    FrozenYear,
    figures_of_years,
    freezes_of,
    freezes_of_years,
    openings_of,
    text_history,
    verdicts_of,
)
from casework.queries.annual_table import YearTable, ending_day, year_table
from casework.queries.disputes import table_four

Cells = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class AnnualYear:
    """The report of one agency-year.

    ``cells`` and ``figures`` are what is shown: frozen ones when the year is frozen. ``now`` is what the register says,
    with the opening balance; ``registered`` is its carry-in without it. ``entered`` are the figures typed in,
    ``computed`` those of table 四 that the registered disputes make; ``figures_now`` is both, a typed one first. ``last_year_cells`` is None when unknown.
    """

    agency: Agency
    year: int
    report_format: ReportFormat
    cells: Cells
    figures: Figures
    now: Cells
    entered: Figures
    computed: Figures
    registered: Mapping[str, int]
    opening: Mapping[str, int] | None
    frozen: FrozenYear | None
    last_year_cells: Cells | None
    last_year_figures: Mapping[str, Decimal | None]
    verdicts: Mapping[str, FindingVerdict]
    prose: str = ""

    @property
    def shown(self) -> YearTable:
        """Table 三 as it is shown."""
        return YearTable(self.year, self.report_format, self.cells)

    @property
    def figures_now(self) -> Figures:
        """Tables 二 and 四 as they stand now: what was typed in, else what the disputes make."""
        return merged(self.computed, self.entered)

    @property
    def checks(self) -> list[Check]:
        """Every check of the figures shown: C1-C5, C7-C9, and C6 when the report's text was brought."""
        last_cells = self.last_year_cells or {}
        found = [*check_table(self.cells, self.report_format)]
        found += carry_checks(self.cells, self.registered, self.opening, self.last_year_cells)
        if self.prose:
            found += check_text(self.prose, self.year, self.cells, self.figures, self.report_format) or [no_sentences()]
        found += check_figures(self.figures, self.report_format)
        if self.frozen is None:
            found += check_against_register(self.entered, self.computed, self.report_format)
        found.append(check_table_three_filled(self.cells))
        found += check_in_force(self.figures, self.last_year_figures, self.report_format)
        found += check_jumps(self.cells, last_cells, self.figures, self.last_year_figures, self.report_format)
        return found


def annual_year(agency: Agency, year: int) -> AnnualYear:
    """Return one agency-year in a fixed number of statements. Raises ValueError before 2019."""
    table = year_table(agency, year)
    opening = openings_of([agency], year).get(agency.pk)
    frozen = freezes_of_years(agency, [year, year - 1])
    figures = figures_of_years(agency, [year, year - 1])
    four = table_four([agency], [year - 1, year])
    computed = {one: dict(four.get((agency.pk, one), {})) for one in (year, year - 1)}
    here, before = frozen.get(year), frozen.get(year - 1)
    now = with_opening(table, opening).cells
    return AnnualYear(
        agency=agency,
        year=year,
        report_format=table.report_format,
        cells=here.cells if here else now,
        figures=here.figures if here else merged(computed[year], figures[year]),
        now=now,
        entered=figures[year],
        computed=computed[year],
        registered=table.cells["carried_in"],
        opening=opening,
        frozen=here,
        last_year_cells=before.cells if before else closed_cells([agency], year - 1).get(agency.pk),
        last_year_figures=before.figures if before else merged(computed[year - 1], figures[year - 1]),
        verdicts=verdicts_of(agency, year),
        prose=text_history(agency, year).values_list("prose", flat=True).first() or "",
    )


def merged(computed: Figures, entered: Figures) -> Figures:
    """Return computed figures with those a person typed in their place; a blank cell hides nothing."""
    return computed | {key: value for key, value in entered.items() if value is not None or key not in computed}


def carry_checks(
    cells: Cells, registered: Mapping[str, int], opening: Mapping[str, int] | None, last_year: Cells | None
) -> list[Check]:
    """Return check C4 per column; none when last year is unknown. Source: law.md 3.2.

    In an agency's first year last year's report is the opening balance: the carry-in the register tells must explain it.
    """
    if opening is not None:
        return check_carry_in({"carried_in": registered}, {"carried_out": opening})
    return [] if last_year is None else check_carry_in(cells, last_year)


def cells_to_carry_from(agencies: Iterable[Agency], year: int) -> dict[int, Cells]:
    """Return by agency id what a year's report carried out: frozen where it is frozen, else as it was built after its end.

    Two statements. An agency whose year was neither frozen nor built is not there.
    """
    agencies = list(agencies)
    frozen = {pk: one.cells for pk, one in freezes_of(agencies, year).items()}
    return closed_cells(agencies, year) | frozen


def closed_cells(agencies: Iterable[Agency], year: int) -> dict[int, Cells]:
    """Return by agency id the tables built after the end of the year, in one statement."""
    stored = AnnualTable.objects.filter(agency__in=agencies, year=year, year_closed=True)
    return dict(stored.values_list("agency_id", "cells"))


def with_opening(table: YearTable, opening: Mapping[str, int] | None) -> YearTable:
    """Return the table of an agency's first year with the opening balance as its carry-in."""
    return replace(table, cells={**table.cells, "carried_in": dict(opening)}) if opening is not None else table


def members_of(agency: Agency, year: int) -> dict[int, tuple[str, str, str]]:
    """Return every case that the year's table counts: id -> applicant kind, how it came in, how it went out."""
    first, last = first_and_last_day(year)
    day, report_format = ending_day(agency), format_for_year(year)
    cases = Case.objects.filter(
        Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__gte": first}), agency=agency, received_on__lte=last
    ).order_by()
    found = {}
    for pk, kind, received_on, ended_on, code in cases.values_list(
        "pk", "applicant_kind", "received_on", day, "decision_code"
    ):
        rows = _rows(received_on, ended_on, code, year, report_format)
        if rows:
            found[pk] = (kind, *rows)
    return found


def _rows(
    received_on: date, ended_on: date | None, code: str, year: int, report_format: ReportFormat
) -> tuple[str, ...]:
    found = places(
        received_on=received_on, ended_on=ended_on, decision_code=code, year=year, report_format=report_format
    )
    return tuple(place.row for place in found)


def differences_since(report: AnnualYear) -> list[Difference]:
    """Return what the register says otherwise than the frozen figures, with the cases that made it so. Two statements."""
    if report.frozen is None:
        return []
    stored = AnnualFreeze.objects.values_list("members", flat=True).get(pk=report.frozen.record.pk)
    return differences(report.cells, report.now, unpacked(stored), members_of(report.agency, report.year))


def case_numbers(found: list[Difference]) -> dict[int, str]:
    """Return the numbers of the cases that differences name, in one statement."""
    cases = {case for item in found for case in (*item.came, *item.left)}
    return dict(Case.objects.filter(pk__in=cases).values_list("pk", "number"))
