"""下级汇总: a superior's sum of the agencies below, who is missing, and the way down to any cell."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.adapters.clock import legal_today
from casework.desk.access import require_role
from casework.desk.annual_access import asked_agency, asked_year
from casework.desk.annual_finding_words import ROLL_UP_RULES, check_lines
from casework.desk.annual_words import PANEL, Address, cell_title, figure_tables, table_rows
from casework.desk.shell import show
from casework.documents.annual_layout import ORGANISATION_COLUMNS
from casework.law.annual_formats import COLUMNS, CORNER_NOTE
from casework.law.annual_table import TOTAL
from casework.models.agency import Agency
from casework.models.user import Role
from casework.queries.annual_rollup import Member, RollUp, roll_up
from casework.queries.annual_table import FIRST_YEAR, YearTable
from casework.queries.fees import fee_year

_SCOPES = {"below": "下级合计", "all": "含本机关"}


@require_safe
def annual_rollup(request: HttpRequest, year: int) -> HttpResponse:
    """Show the sum of a year."""
    return _page(request, year, None)


@require_safe
def annual_rollup_cell(request: HttpRequest, year: int, row: str, column: str) -> HttpResponse:
    """Show which agencies make up one number: beside the sum, or alone when a script asks for the part."""
    return _page(request, year, (row, column))


def _page(request: HttpRequest, year: int, cell: tuple[str, str] | None) -> HttpResponse:
    require_role(request.user, Role.SUPERVISOR)
    parent, choices = asked_agency(request)
    found = roll_up(parent, asked_year(year))
    address = Address(request, parent)
    scope = request.GET.get("scope", "below")
    if scope not in _SCOPES:
        raise Http404("没有这种汇总范围")
    cells = found.below if scope == "below" else found.both
    panel = _panel(request, found, cells, *cell, with_own=scope == "all") if cell else None
    if panel and request.GET.get("part") == "panel":
        return render(request, "desk/annual_rollup_cell.html", {"panel": panel})
    context = {
        "year": year,
        "agency_name": parent.name,
        "agencies": choices,
        "chosen_agency_id": parent.pk,
        "format_label": found.report_format.document,
        "table_url": address.of("annual_table", year),
        "years": [
            {"year": item, "url": address.of("annual_rollup", item), "current": item == year}
            for item in range(legal_today().year, FIRST_YEAR - 1, -1)
        ],
        "scopes": [
            {"label": label, "url": address.of("annual_rollup", year, scope=key), "current": key == scope}
            for key, label in _SCOPES.items()
        ],
        "columns": [column.label for column in ORGANISATION_COLUMNS],
        "corner_note": CORNER_NOTE,
        "caption": f"{parent.name} {year}年{_SCOPES[scope]}",
        "rows": table_rows(
            YearTable(year, found.report_format, cells), found.checks, _Scoped(request, parent, scope), {},
            page="annual_rollup_cell",
        ),
        "checks": _checks(found, address),
        "tables": figure_tables(found.report_format, found.figures),
        "members": [_line(request, member, year) for member in found.members],
        "own": _line(request, found.own, year),
        "fees": fee_year(parent, year, below=True, own=scope == "all"),
        "missing": len(found.missing),
        "unfrozen": len(found.unfrozen),
        "panel": panel,
    }  # fmt: skip
    return show(request, "desk/annual_rollup.html", context)


class _Scoped(Address):
    """Addresses that keep whether the own cases are in the sum."""

    def __init__(self, request: HttpRequest, agency: Agency, scope: str) -> None:
        super().__init__(request, agency)
        self._agency = self._agency | {"scope": scope}


def _checks(found: RollUp, address: Address) -> list[dict[str, Any]]:
    lines = check_lines(found.checks, address, found.year, {}, may_judge=False, rules=ROLL_UP_RULES)
    return [line | {"url": ""} for line in lines]


def _line(request: HttpRequest, member: Member, year: int) -> dict[str, Any]:
    """Return an agency of the list: its totals, and whether what it must enter and freeze is done."""
    total = {row: member.cells[row][TOTAL] for row in ("new", "carried_in", "results_total", "carried_out")}
    return total | {
        "name": member.agency.name,
        "depth": member.agency.path.count("/") - 2,
        "url": Address(request, member.agency).of("annual_table", year),
        "frozen": member.frozen is not None,
        "changed": member.changed,
        "missing": member.is_missing,
    }


def _panel(
    request: HttpRequest, found: RollUp, cells: dict[str, dict[str, int]], row: str, column: str, *, with_own: bool
) -> dict[str, Any]:
    """Return the agencies behind one number, the largest first; each leads to its own cell."""
    if row not in cells or column not in {item.key for item in COLUMNS}:
        raise Http404("年度报告表三没有这一格")
    members = [*found.members, *([found.own] if with_own else [])]
    counted = [(member, member.cells[row][column]) for member in members if member.cells[row][column]]
    counted.sort(key=lambda pair: (-pair[1], pair[0].agency.path or ""))
    return {
        "title": cell_title(found.year, row, column),
        "total": cells[row][column],
        "agencies": [
            {
                "name": member.agency.name,
                "number": number,
                "url": Address(request, member.agency).of("annual_cell", found.year, row, column) + PANEL,
                "frozen": member.frozen is not None,
            }
            for member, number in counted
        ],
    }
