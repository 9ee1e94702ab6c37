"""One agency-year as the files are given it: in order, or with one cell that does not add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from casework.documents.annual_report import AnnualReport
from casework.law.annual_entries import FigureKind, slots
from casework.law.annual_findings import dispute_cells
from casework.law.annual_formats import DISPUTE_COLUMNS, DISPUTE_GROUPS, FORMAT_2021
from casework.law.annual_table import check_disputes, check_table
from tests.annual_cells import cells_of

COUNTS = {
    "new": {"natural": 8, "legal": 2},
    "carried_in": {"natural": 1},
    "results": {("granted", "natural"): 5, ("denied_third_party", "legal"): 2, ("other_misc", "natural"): 3},
    "carried_out": {"natural": 1},
}


def figures_of(report_format) -> dict[str, str]:
    """Return tables 二 and 四 filled in: 1, 2, 3 ... in printed order, an amount with decimals, totals that add up."""
    found = {slot.key: str(at) for at, slot in enumerate(slots(report_format), 1)}
    found |= {slot.key: "59237.2449" for slot in slots(report_format) if slot.kind is FigureKind.AMOUNT}
    for group, _ in DISPUTE_GROUPS:
        parts = [f"four-{group}-{column}" for column, _ in DISPUTE_COLUMNS]
        found[parts[-1]] = str(sum(int(found[part]) for part in parts[:-1]))
    return found


def annual_report(
    *, broken: bool = False, name: str = "某市行政审批服务局", report_format=FORMAT_2021, year: int = 2023, figures=None
):
    """Return a report; a broken one says that nine new natural persons came in though eight did."""
    cells = cells_of(report_format, **COUNTS)
    if broken:
        cells["new"]["natural"] = 9
    figures = figures_of(report_format) if figures is None else figures
    exact = {key: Decimal(text) for key, text in figures.items() if text}
    checks = [*check_table(cells, report_format), *check_disputes(dispute_cells(exact, report_format))]
    return AnnualReport(name, year, report_format, cells, checks, date(2026, 11, 21), figures=figures)
