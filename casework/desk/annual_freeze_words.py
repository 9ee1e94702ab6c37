"""A freeze in words: what state the year is in, and what has changed since, because of which cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.adapters.clock import LEGAL_ZONE
from casework.desk.annual_words import COLUMN_NAMES, Address
from casework.documents.annual_report import FrozenMark
from casework.law.annual_formats import ReportFormat
from casework.law.annual_freezing import Difference
from casework.models.annual_record import AnnualFreeze
from casework.queries.annual_records import FrozenYear

# So many cases are named in one line; the list behind the cell names them all.
CASES_A_LINE = 10


def frozen_mark(frozen: FrozenYear | None) -> FrozenMark | None:
    """Return when, by whom and with which hash the figures were frozen."""
    if frozen is None:
        return None
    record = frozen.record
    return FrozenMark(record.recorded_at.astimezone(LEGAL_ZONE).date(), record.actor_name, record.sha256)


def freeze_words(frozen: FrozenYear | None) -> dict[str, Any]:
    """Return the state of the year as templates/desk/annual_table.html wants it."""
    if frozen is None:
        return {"state_text": "尚未冻结", "frozen": False}
    return {
        "state_text": "已冻结",
        "frozen": True,
        "hash": frozen.record.sha256,
        "on": frozen.record.recorded_at,
        "by": frozen.record.actor_name,
    }


def difference_lines(
    changed: Sequence[Difference], numbers: Mapping[int, str], report_format: ReportFormat
) -> list[dict[str, Any]]:
    """Return "frozen x, now y, because case ..." for every cell that is another by now."""
    labels = {row.key: row.label.split("（区分")[0] for row in report_format.rows}
    return [
        {
            "cell": f"{labels[item.row]} · {COLUMN_NAMES[item.column]}",
            "frozen": item.frozen,
            "now": item.now,
            "came": _cases(item.came, numbers),
            "left": _cases(item.left, numbers),
            "more": max(0, len(item.came) - CASES_A_LINE) + max(0, len(item.left) - CASES_A_LINE),
        }
        for item in changed
    ]


def history_lines(records: Sequence[AnnualFreeze]) -> list[dict[str, Any]]:
    """Return every freeze and unfreezing, newest first."""
    return [
        {
            "at": item.recorded_at,
            "by": item.actor_name,
            "act": item.get_act_display(),
            "reason": item.reason,
            "hash": item.sha256,
        }
        for item in records
    ]


def _cases(cases: Sequence[int], numbers: Mapping[int, str]) -> list[dict[str, str]]:
    return [{"number": numbers[case], "url": Address.of_case(numbers[case])} for case in cases[:CASES_A_LINE]]
