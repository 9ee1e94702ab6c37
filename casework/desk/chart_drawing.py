"""Charts as lines and rectangles for a template: only geometry, no library, no script.

The table beside each chart holds the same numbers, so nobody depends on the picture or on its colours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from casework.documents.charts import Chart, ChartKind

WIDTH = 460
LABEL_WIDTH, VALUE_WIDTH = 150, 44
BAR_STEP, BAR_HEIGHT = 26, 15
COLUMNS_HEIGHT, COLUMNS_TOP, COLUMNS_FOOT = 200, 34, 22
SHARE_BAR = 30
LABEL_CHARACTERS = 11
MONTH_LABELS = 13


def drawn(charts: Iterable[Chart]) -> list[dict[str, Any]]:
    """Return what templates/partials/chart.html draws."""
    return [_frame(chart) | _DRAW[chart.kind](chart) for chart in charts]


def _frame(chart: Chart) -> dict[str, Any]:
    rows = [
        {"label": label, "numbers": [numbers[at] for _, numbers in chart.series]}
        for at, label in enumerate(chart.labels)
    ]
    return {
        "key": chart.key, "title": chart.title, "note": chart.note, "kind": chart.kind.value, "width": WIDTH,
        "columns": [name for name, _ in chart.series], "rows": rows,
    }  # fmt: skip


def _bars(chart: Chart) -> dict[str, Any]:
    numbers = chart.series[0][1]
    room, most = WIDTH - LABEL_WIDTH - VALUE_WIDTH, max(numbers) or 1
    marks = [
        {
            "label": _short(label), "value": value, "label_x": LABEL_WIDTH - 8, "x": LABEL_WIDTH, "y": at * BAR_STEP + 5,
            "width": _length(value, most, room), "height": BAR_HEIGHT, "text_y": at * BAR_STEP + 17,
            "value_x": LABEL_WIDTH + _length(value, most, room) + 6,
        }
        for at, (label, value) in enumerate(zip(chart.labels, numbers, strict=True))
    ]  # fmt: skip
    return {"height": len(marks) * BAR_STEP + 4, "marks": marks}


def _columns(chart: Chart) -> dict[str, Any]:
    most = max(max(numbers) for _, numbers in chart.series) or 1
    count = len(chart.labels)
    step = WIDTH / count
    bar = min(26.0, step * 0.8 / len(chart.series))
    room = COLUMNS_HEIGHT - COLUMNS_TOP - COLUMNS_FOOT
    base = COLUMNS_HEIGHT - COLUMNS_FOOT
    every = -(-count // MONTH_LABELS)
    marks, ticks = [], []
    for at, label in enumerate(chart.labels):
        left = at * step + (step - bar * len(chart.series)) / 2
        if at % every == 0:
            ticks.append({"x": round(at * step + step / 2, 1), "label": _tick(label, first=at == 0)})
        for order, (_, numbers) in enumerate(chart.series):
            height = _length(numbers[at], most, room)
            x = left + order * bar
            marks.append(
                {
                    "x": round(x, 1), "y": base - height, "width": round(bar - 1, 1), "height": height, "series": order,
                    "value": numbers[at] if count <= MONTH_LABELS and numbers[at] else "",
                    "value_x": round(x + (bar - 1) / 2, 1), "value_y": base - height - 4,
                }
            )  # fmt: skip
    legend = [{"name": name, "x": at * 90, "series": at} for at, (name, _) in enumerate(chart.series)]
    return {
        "height": COLUMNS_HEIGHT, "base": base, "tick_y": COLUMNS_HEIGHT - 6, "marks": marks, "ticks": ticks, "legend": legend,
    }  # fmt: skip


def _shares(chart: Chart) -> dict[str, Any]:
    numbers = chart.series[0][1]
    whole, x, marks = sum(numbers) or 1, 0, []
    for at, (label, value) in enumerate(zip(chart.labels, numbers, strict=True)):
        width = _length(value, whole, WIDTH)
        words = f"{label} {value}件（{100 * value / whole:.1f}%）"
        marks.append({"x": x, "y": 2, "width": width, "height": SHARE_BAR, "series": at, "words": words,
                      "key_y": SHARE_BAR + 14 + at * 24, "text_y": SHARE_BAR + 26 + at * 24})  # fmt: skip
        x += width
    return {"height": SHARE_BAR + 14 + len(marks) * 24, "marks": marks}


_DRAW = {ChartKind.BARS: _bars, ChartKind.COLUMNS: _columns, ChartKind.SHARES: _shares}


def _length(value: int, most: int, room: int) -> int:
    """A count that is not nothing stays visible."""
    return max(round(value * room / most), 2) if value else 0


def _short(label: str) -> str:
    label = label.split("（区分")[0]
    return label if len(label) <= LABEL_CHARACTERS else label[: LABEL_CHARACTERS - 1] + "…"


def _tick(label: str, *, first: bool) -> str:
    """2026年3月 is 3月; a January after the first month names its year instead."""
    year, _, month = label.partition("年")
    return month if first or month != "1月" else f"{year[2:]}年"
