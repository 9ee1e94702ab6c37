"""Tables 二, 三, 四 as JSON: keys, printed labels, figures and checks, in printed order."""

from __future__ import annotations

import json
from decimal import Decimal

from casework.documents.annual_report import AnnualReport
from casework.law.annual_entries import shown, slots
from casework.law.annual_findings import fingerprint
from casework.law.annual_formats import COLUMNS

CONTENT_TYPE = "application/json"


def annual_json(report: AnnualReport) -> bytes:
    """Return the UTF-8 text of one agency-year's tables; ``figures`` are 二 and 四 by cell key, "" for a blank cell."""
    first, last = report.period
    document = {
        "agency": report.agency_name,
        "year": report.year,
        "format": report.report_format.key,
        "format_document": report.report_format.document,
        "period": {"from": first.isoformat(), "to": last.isoformat()},
        "as_of": report.as_of.isoformat(),
        "frozen": report.frozen
        and {"on": report.frozen.on.isoformat(), "by": report.frozen.by, "sha256": report.frozen.sha256},
        "columns": [{"key": column.key, "label": column.label} for column in COLUMNS],
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "level": row.level,
                "kind": row.kind,
                "cells": {column.key: report.cells[row.key][column.key] for column in COLUMNS}
                if row.kind != "heading"
                else None,
            }
            for row in report.report_format.rows
        ],
        "checks": [
            {
                "identity": check.identity,
                "where": check.where,
                "verdict": check.verdict.value,
                "left": _plain(check.left),
                "right": _plain(check.right),
                "sentence": check.sentence,
                "said": report.said.get(fingerprint(check), ""),
            }
            for check in report.checks
        ],
        "figures": {slot.key: report.figures.get(slot.key, "") for slot in slots(report.report_format)},
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _plain(value: int | Decimal | None) -> int | str | None:
    """Return an amount as text: JSON has no decimal numbers, only binary fractions."""
    return shown(value) if isinstance(value, Decimal) else value
