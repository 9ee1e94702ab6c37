"""Table 三 in words and links: rows as they are printed, checks in one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from casework.documents.annual_layout import Head, printed_rows
from casework.law.annual_entries import TABLE_NAMES, TABLE_TITLES, shown, slots
from casework.law.annual_findings import SOFT
from casework.law.annual_formats import COLUMNS, ReportFormat, Row, format_for_year
from casework.law.annual_table import TOTAL, Check, failures
from casework.models.agency import Agency
from casework.models.user import Role
from casework.queries.annual_table import YearTable

PANEL = "#cell-panel"
COLUMN_NAMES = {column.key: column.label for column in COLUMNS}
# What a line counts, where the format's own label does not say it.
_MEANINGS = {
    "new": "收到日（条例第三十一条）在本年度内",
    "carried_in": "本年1月1日前收到，当时尚未办结，年度报告格式第三部分",
    "results_total": "本年度内办结的全部办理结果，年度报告格式第三部分",
    "carried_out": "12月31日前收到，当日尚未办结，年度报告格式第三部分",
}


class Address:
    """Makes the addresses of one agency's annual pages."""

    def __init__(self, request: HttpRequest, agency: Agency) -> None:
        chosen = request.user.role == Role.SUPERVISOR
        self._agency = {"agency": str(agency.pk)} if chosen else {}

    def of(self, name: str, *args: Any, **query: Any) -> str:
        """Return the address of a page of the desk."""
        kept = self._agency | query
        return reverse(f"desk:{name}", args=args) + (f"?{urlencode(kept)}" if kept else "")

    def panel(self, name: str, *args: Any, **query: Any) -> str:
        """Return the address of a page, opened at the list of cases."""
        return self.of(name, *args, **query) + PANEL

    @staticmethod
    def of_case(number: str) -> str:
        """Return the address of a case."""
        return reverse("desk:case", args=[number])


def cell_title(year: int, row_key: str, column_key: str) -> str:
    """Return the name of a cell: year, line with its heading, column."""
    lines = {row.key: row for row in format_for_year(year).rows}
    row = lines[row_key]
    heading = f"{lines[row.parent].label} " if row.parent in lines else ""
    return f"{year}年{heading}{row.label} · {COLUMN_NAMES[column_key]}"


def table_rows(
    table: YearTable,
    checks: Sequence[Check],
    address: Address,
    previous: Mapping[str, Any],
    *,
    page: str = "annual_cell",
) -> list[dict[str, Any]]:
    """Return the printed lines as templates/desk/annual_grid.html wants them; ``page`` opens a number."""
    wrong = {place for check in failures(checks) if check.identity not in SOFT for place in check.cells}
    return [
        {
            "heads": [_head(head) for head in line.heads],
            "total": line.row.kind == "computed",
            "cells": [
                {
                    "value": table.cells[line.row.key][column.key],
                    "previous": previous.get(line.row.key, {}).get(column.key),
                    "url": address.panel(page, table.year, line.row.key, column.key),
                    "panel_url": address.of(page, table.year, line.row.key, column.key, part="panel"),
                    "title": _meaning(line.row, column.label),
                    "wrong": (line.row.key, column.key) in wrong,
                    "total": column.key == TOTAL,
                }
                for column in COLUMNS
            ],
        }
        for line in printed_rows(table.report_format)
    ]


def figure_tables(report_format: ReportFormat, figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return tables 二 and 四 as blocks of lines; a cell that nobody filled in is empty."""
    found: dict[str, dict[str, Any]] = {}
    for slot in slots(report_format):
        table = found.setdefault(slot.table, {"key": slot.table, "title": TABLE_TITLES[slot.table],
                                              "name": TABLE_NAMES[slot.table], "blocks": {}})  # fmt: skip
        block = table["blocks"].setdefault(slot.caption, {"caption": slot.caption, "columns": [], "rows": {}})
        row = block["rows"].setdefault(slot.row, {"label": slot.row_label, "cells": []})
        if slot.column_label not in block["columns"]:
            block["columns"].append(slot.column_label)
        value = figures.get(slot.key)
        row["cells"].append({"key": slot.key, "title": slot.meaning, "value": shown(value), "blank": value is None})
    for table in found.values():
        table["blocks"] = [block | {"rows": list(block["rows"].values())} for block in table["blocks"].values()]
    return list(found.values())


def _head(head: Head) -> dict[str, Any]:
    return {
        "text": head.text,
        "level": head.column,
        "rowspan": head.rows if head.rows > 1 else 0,
        "colspan": head.columns if head.columns > 1 else 0,
        "vertical": head.vertical,
    }


def _meaning(row: Row, column: str) -> str:
    meaning = _MEANINGS.get(row.key) or row.basis
    return f"{column}：{row.label}" + (f"（{meaning}）" if meaning else "")
