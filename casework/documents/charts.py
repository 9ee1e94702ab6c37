"""The charts people put into a report, as data: the page draws them, the spreadsheet makes them its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from casework.law.statistics import BLOCK_NAMES, MEASURE_NAMES, Block, Measure
from casework.queries.statistics import BlockTable


class ChartKind(StrEnum):
    """Lines of bars for kinds of things, columns for months, one divided bar for shares."""

    BARS = "bars"
    COLUMNS = "columns"
    SHARES = "shares"


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. ``series`` are (name, one number a label); every number is a count of cases.

    ``note`` says where the numbers come from, when that is not the table the chart stands beside.
    """

    key: str
    title: str
    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]
    note: str = ""

    @property
    def total(self) -> int:
        """The sum of the first series."""
        return sum(self.series[0][1])


_SHOWN = {
    Block.CHANNELS: (ChartKind.BARS, (Measure.RECEIVED,)),
    Block.OUTCOMES: (ChartKind.BARS, (Measure.DECIDED,)),
    Block.APPLICANTS: (ChartKind.BARS, (Measure.RECEIVED,)),
    Block.TOPICS: (ChartKind.BARS, (Measure.RECEIVED,)),
    Block.MONTHS: (ChartKind.COLUMNS, (Measure.RECEIVED, Measure.DECIDED)),
}
_TIMELINESS = (Measure.ON_TIME, Measure.LATE, Measure.OVERDUE)


def charts_of(tables: Iterable[BlockTable]) -> list[Chart]:
    """Return the charts of the blocks that have one and anything to show."""
    charts = [_timeliness(table) if table.block is Block.TOTAL else _chart(table) for table in tables]
    return [chart for chart in charts if chart is not None and any(any(numbers) for _, numbers in chart.series)]


def _chart(table: BlockTable) -> Chart | None:
    if table.block not in _SHOWN or not table.lines:
        return None
    kind, measures = _SHOWN[table.block]
    series = tuple(
        (MEASURE_NAMES[measure], tuple(line.counts[measure] for line in table.lines)) for measure in measures
    )
    title = f"{BLOCK_NAMES[table.block]}（{'、'.join(MEASURE_NAMES[measure] for measure in measures)}）"
    return Chart(table.block.value, title, kind, tuple(line.label for line in table.lines), series)


def _timeliness(table: BlockTable) -> Chart:
    counts = table.lines[0].counts
    labels = tuple(MEASURE_NAMES[measure] for measure in _TIMELINESS)
    return Chart(
        "timeliness", "按期情况", ChartKind.SHARES, labels, (("件数", tuple(counts[item] for item in _TIMELINESS)),)
    )
