"""The charts of one agency-year: results and applicants from the table's own cells, the rest from the year's cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from casework.documents.charts import Chart, ChartKind, charts_of
from casework.law.annual_formats import COLUMNS, ReportFormat
from casework.law.annual_table import TOTAL
from casework.queries.statistics import BlockTable

LIVE_NOTE = "按现有办件统计，不是冻结的数据"


def annual_charts(
    cells: Mapping[str, Mapping[str, int]], report_format: ReportFormat, blocks: Iterable[BlockTable], *, frozen: bool
) -> list[Chart]:
    """Return 受理渠道, 办理结果, 申请人, 逐月, 按期情况: those that have anything to show. ``blocks`` are ``year_blocks``.

    Results and applicants are those of ``cells``; of a frozen year the others, which no table holds, say that they are live.
    """
    groups = [row for row in report_format.rows if row.parent == "results" and row.kind != "computed"]
    kinds = [column for column in COLUMNS if column.key != TOTAL]
    leaves = {
        row.key: [leaf.key for leaf in report_format.rows if leaf.parent == row.key] or [row.key] for row in groups
    }
    results = tuple(sum(cells[key][TOTAL] for key in leaves[row.key]) for row in groups)
    applicants = tuple(cells["new"][column.key] for column in kinds)
    own = [
        Chart("outcomes", "办理结果", ChartKind.BARS, tuple(row.label for row in groups), (("办结", results),)),
        Chart(
            "applicants", "申请人（新收）", ChartKind.BARS, tuple(item.label for item in kinds), (("新收", applicants),)
        ),
    ]
    counted = [replace(chart, note=LIVE_NOTE if frozen else "") for chart in charts_of(blocks)]
    found = {chart.key: chart for chart in [*counted, *(chart for chart in own if chart.total)]}
    order = ("channels", "outcomes", "applicants", "months", "timeliness")
    return [found[key] for key in order if key in found]
