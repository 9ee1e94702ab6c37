"""A superior's sum: the latest tables of the agencies below, frozen where frozen, else what the register says now.

Its own cases stand apart. The number of statements does not grow with the number of agencies (beyond batches).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from casework.law.annual_entries import slots
from casework.law.annual_findings import check_sum
from casework.law.annual_formats import ReportFormat, format_for_year
from casework.law.annual_table import Check, Verdict, check_table, empty_table
from casework.models.agency import Agency
from casework.queries.annual_records import Figures, FrozenYear, freezes_of, last_figures, openings_of
from casework.queries.annual_table import YearTable, year_tables
from casework.queries.annual_year import merged, with_opening
from casework.queries.disputes import table_four

Cells = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Member:
    """One agency below: its table as it enters the sum. ``frozen`` is None for a draft."""

    agency: Agency
    cells: Mapping[str, Mapping[str, int]]
    frozen: FrozenYear | None
    changed: bool
    filled_in: bool

    @property
    def is_missing(self) -> bool:
        """Tell whether the agency has not entered tables 二 and 四, so that its report cannot be ready."""
        return not self.filled_in


@dataclass(frozen=True, slots=True)
class RollUp:
    """The sum of a year over the agencies below ``parent``, and the parent's own table beside it."""

    parent: Agency
    year: int
    report_format: ReportFormat
    members: list[Member]
    below: Cells
    own: Member
    both: Cells
    figures: Figures
    checks: list[Check]

    @property
    def unfrozen(self) -> list[Member]:
        """The agencies below whose year is not frozen."""
        return [member for member in self.members if member.frozen is None]

    @property
    def missing(self) -> list[Member]:
        """The agencies below that have not filled in what they must enter themselves."""
        return [member for member in self.members if member.is_missing]


def roll_up(parent: Agency, year: int) -> RollUp:
    """Return the sum over a superior's agencies, however deep. Raises ValueError before 2019."""
    report_format = format_for_year(year)
    agencies = list(Agency.objects.below(parent).order_by("path"))
    scope = Agency.objects.below(parent)
    openings = openings_of(scope, year)
    now = {pk: with_opening(table, openings.get(pk)) for pk, table in year_tables(agencies, year).items()}
    freezes = freezes_of(scope, year)
    current = _latest_figures(scope, year)
    filled_in = frozenset(current)
    for (pk, _), computed in table_four(agencies, [year]).items():
        current[pk] = merged(computed, current.get(pk, {}))
    members = [_member(agency, now[agency.pk], freezes.get(agency.pk), filled_in) for agency in agencies]
    own = next(member for member in members if member.agency.pk == parent.pk)
    others = [member for member in members if member is not own]
    below, both = sum_of([m.cells for m in others], report_format), sum_of([m.cells for m in members], report_format)
    direct = sum_of([table.cells for table in now.values()], report_format)
    return RollUp(
        parent=parent,
        year=year,
        report_format=report_format,
        members=others,
        below=below,
        own=own,
        both=both,
        figures=_sum_of_figures(others, current, report_format),
        checks=[
            *check_table(below, report_format),
            *check_sum(both, direct, report_format),
            _all_there(others),
        ],
    )


def sum_of(tables: list[Mapping[str, Mapping[str, int]]], report_format: ReportFormat) -> Cells:
    """Return the cell by cell sum of tables of one format; zeros when there is none."""
    total = empty_table(report_format)
    for table in tables:
        for row, line in total.items():
            for column in line:
                line[column] += table[row][column]
    return total


def _member(agency: Agency, now: YearTable, frozen: FrozenYear | None, filled_in: frozenset[int]) -> Member:
    cells = frozen.cells if frozen else now.cells
    return Member(agency, cells, frozen, frozen is not None and frozen.cells != now.cells, agency.pk in filled_in)


def _latest_figures(scope, year: int) -> dict[int, Figures]:
    found: dict[int, Figures] = {}
    for agency, slot, value in last_figures(scope, year).values_list("agency_id", "slot", "new"):
        found.setdefault(agency, {})[slot] = value
    return found


def _sum_of_figures(members: list[Member], current: Mapping[int, Figures], report_format: ReportFormat) -> Figures:
    """Sum tables 二 and 四; a cell that nobody filled in stays blank."""
    total: Figures = {}
    for member in members:
        figures = member.frozen.figures if member.frozen else current.get(member.agency.pk, {})
        for slot in slots(report_format):
            value = figures.get(slot.key)
            if value is not None:
                total[slot.key] = (total.get(slot.key) or Decimal(0)) + value
    return total


def _all_there(members: list[Member]) -> Check:
    waiting = [m.agency.name for m in members if m.frozen is None]
    if not waiting:
        return Check("C11", "下级机关", Verdict.PASSED, 0, 0, f"{len(members)}个下级机关都已冻结", ())
    sentence = f"{len(waiting)}个下级机关尚未冻结：{'、'.join(waiting[:5])}{'等' if len(waiting) > 5 else ''}"
    return Check("C11", "下级机关", Verdict.FAILED, len(waiting), 0, sentence, ())
