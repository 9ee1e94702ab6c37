"""A checked report as JSON; docs/report_check.md describes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from casework.law.annual_table import Verdict
from casework.law.published_report.check import CheckedReport, Finding, contradictions
from casework.law.published_report.evidence import Evidence
from casework.law.published_report.tables import ReadTable


def report_check_json(file_name: str, reports: Sequence[CheckedReport]) -> str:
    """Return the whole result of one file."""
    document = {
        "file": file_name,
        "contradictions": len(contradictions(reports)),
        "reports": [_report(report) for report in reports],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _report(report: CheckedReport) -> dict[str, Any]:
    return {
        "agency": report.agency,
        "agency_from": report.agency_from,
        "year": report.year,
        "year_from": report.year_from,
        "format": report.format.key if report.format else None,
        "tables": [_table(table) for table in report.read.tables],
        "counts": {verdict.value: report.count(verdict) for verdict in Verdict},
        "checks": [_finding(finding) for finding in report.findings],
        "hints": [
            {"code": hint.code, "sentence": hint.sentence, "cells": [_cell(cell) for cell in hint.cells]}
            for hint in report.hints
        ],
    }


def _table(table: ReadTable) -> dict[str, Any]:
    cells: dict[str, dict[str, Any]] = {}
    for (row, column), figure in table.figures.items():
        cells.setdefault(row, {})[column] = _number(figure.number)
    return {
        "table": table.part.value,
        "cells": cells,
        "without_number": [
            {"row": row, "column": column, "raw": figure.raw}
            for (row, column), figure in table.figures.items()
            if figure.number is None
        ],
        "unread": [
            {"where": unread.where, "raw": list(unread.raw), "reason": unread.reason} for unread in table.unread
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "identity": finding.identity,
        "table": finding.table,
        "where": finding.where,
        "verdict": finding.verdict.value,
        "left": _number(finding.left),
        "right": _number(finding.right),
        "sentence": finding.sentence,
        "quote": finding.quote,
        "cells": [_cell(cell) for cell in finding.cells],
    }


def _cell(cell: Evidence) -> dict[str, Any]:
    return {
        "table": cell.table,
        "year": cell.year,
        "row": cell.row,
        "row_label": cell.row_label,
        "column": cell.column,
        "column_label": cell.column_label,
        "value": _number(cell.value),
        "raw": cell.raw,
    }


def _number(value: int | Decimal | None) -> int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value
