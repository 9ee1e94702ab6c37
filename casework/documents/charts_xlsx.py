"""Charts as a sheet of a workbook: the numbers in cells, and the spreadsheet program's own charts over them."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from casework.documents.charts import Chart, ChartKind

CHARTS_SHEET = "图表"
CHART_ROWS = 18
_KINDS = {ChartKind.BARS: "bar", ChartKind.COLUMNS: "column", ChartKind.SHARES: "pie"}
# Told apart by pattern as well as by colour, so that a black and white print can be read.
_FILLS = (
    {"fill": {"color": "#1D5C7E"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#943C00", "bg_color": "#FFFFFF"}},
    {"pattern": {"pattern": "dotted_diamond", "fg_color": "#4D4D8A", "bg_color": "#FFFFFF"}},
)


def write_charts(workbook: Workbook, charts: Sequence[Chart]) -> None:
    """Add the sheet, one chart below the other; nothing when there is no chart."""
    if not charts:
        return
    sheet = workbook.add_worksheet(CHARTS_SHEET)
    box = {"border": 1, "font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    head, text = workbook.add_format({**box, "bold": True, "bg_color": "#F2F2F2"}), workbook.add_format(box)
    number = workbook.add_format({**box, "num_format": "0"})
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 3, 10)
    top = 0
    for chart in charts:
        title = f"{chart.title}（{chart.note}）" if chart.note else chart.title
        sheet.write_string(top, 0, title, head)
        for column, (name, numbers) in enumerate(chart.series, 1):
            sheet.write_string(top, column, name, head)
            for at, value in enumerate(numbers, top + 1):
                sheet.write_number(at, column, value, number)
        for at, label in enumerate(chart.labels, top + 1):
            sheet.write_string(at, 0, label, text)
        sheet.insert_chart(top, 5, _drawn(workbook, chart, title, top))
        top += max(CHART_ROWS, len(chart.labels) + 2)


def _drawn(workbook: Workbook, chart: Chart, title: str, top: int):
    drawn = workbook.add_chart({"type": _KINDS[chart.kind]})
    first, last = top + 1, top + len(chart.labels)
    for column in range(1, len(chart.series) + 1):
        series = {
            "name": [CHARTS_SHEET, top, column],
            "categories": [CHARTS_SHEET, first, 0, last, 0],
            "values": [CHARTS_SHEET, first, column, last, column],
            "data_labels": {"value": True},
        }
        if chart.kind is ChartKind.SHARES:
            series["points"] = [*_FILLS]
        else:
            series |= _FILLS[column - 1]
        drawn.add_series(series)
    drawn.set_title({"name": title, "name_font": {"size": 12}})
    if chart.kind is ChartKind.BARS:
        drawn.set_y_axis({"reverse": True})
    if chart.kind is ChartKind.BARS:
        drawn.set_legend({"none": True})
    else:
        drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 620, "height": 340})
    return drawn
