"""Table 三 as a test wants it: the figures it names, totals added up, balanced or not."""

from collections.abc import Mapping

from casework.law.annual_formats import ReportFormat
from casework.law.annual_table import APPLICANT_KINDS, TOTAL, empty_table, row_in_format


def cells_of(
    report_format: ReportFormat,
    *,
    new: Mapping[str, int] | None = None,
    carried_in: Mapping[str, int] | None = None,
    results: Mapping[tuple[str, str], int] | None = None,
    carried_out: Mapping[str, int] | None = None,
) -> dict[str, dict[str, int]]:
    """Return the cells; lines by applicant kind, ``results`` by row and kind."""
    cells = empty_table(report_format)
    for row, line in (("new", new), ("carried_in", carried_in), ("carried_out", carried_out)):
        cells[row] |= line or {}
    for (row, kind), number in (results or {}).items():
        cells[row_in_format(row, report_format)][kind] += number
        cells["results_total"][kind] += number
    for line in cells.values():
        line[TOTAL] = sum(line[kind] for kind in APPLICANT_KINDS)
    return cells
