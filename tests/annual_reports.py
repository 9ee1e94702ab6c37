"""One agency-year as the files are given it: in order, or with one cell that does not add up."""

from __future__ import annotations

from datetime import date

from casework.documents.annual_report import AnnualReport
from casework.law.annual_formats import FORMAT_2021
from casework.law.annual_table import Counts, check_table, fold

COUNTS = Counts(
    new={"natural": 8, "legal": 2},
    carried_in={"natural": 1},
    results={("granted", "natural"): 5, ("denied_third_party", "legal"): 2, ("other_misc", "natural"): 3},
    carried_out={"natural": 1},
)


def annual_report(
    *, broken: bool = False, name: str = "某市行政审批服务局", report_format=FORMAT_2021, year: int = 2023
):
    """Return a report; a broken one says that nine new natural persons came in though eight did."""
    cells = fold(COUNTS, report_format)
    if broken:
        cells["new"]["natural"] = 9
    return AnnualReport(name, year, report_format, cells, check_table(cells, report_format), date(2026, 11, 21))
