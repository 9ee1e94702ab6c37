"""Table 三 of the annual report: folding counts into cells, and the checks inspectors make.

The checks C1-C3 and C5 are law.md 3.2 (勾稽关系); C4 needs last year's report
and is ``check_carry_in``. A cell that is None was not given: it makes
a check not assessable, it is never taken for 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from casework.law.annual_formats import COLUMNS, DISPUTE_GROUPS, ReportFormat

APPLICANT_KINDS = tuple(column.key for column in COLUMNS if column.key != "total")
TOTAL = "total"
_FOLDED_ROWS = {"other_no_supplement": "other", "other_fee_unpaid": "other", "other_misc": "other"}

Cells = Mapping[str, Mapping[str, int | None]]


class Verdict(StrEnum):
    """Result of one check."""

    PASSED = "pass"
    FAILED = "fail"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True)
class Check:
    """One identity held against the cells. ``where`` names the column or row it was made for."""

    identity: str
    where: str
    verdict: Verdict
    left: int | Decimal | None
    right: int | Decimal | None
    sentence: str
    cells: tuple[tuple[str, str], ...]


def row_in_format(row_key: str, report_format: ReportFormat) -> str:
    """Return the row of ``report_format`` that a decision code's row is counted in.

    The 2019 format has one row （六） where the 2021 format has three.
    """
    if any(row.key == row_key and row.kind == "input" for row in report_format.rows):
        return row_key
    return _FOLDED_ROWS[row_key]


def empty_table(report_format: ReportFormat) -> dict[str, dict[str, int]]:
    """Return every cell of table 三 without a case, row key -> column key -> 0, rows in printed order."""
    return {row.key: dict.fromkeys((*APPLICANT_KINDS, TOTAL), 0) for row in report_format.rows if row.kind != "heading"}


def check_table(cells: Cells, report_format: ReportFormat) -> list[Check]:
    """Return checks C1 and C2 for every column and C3 for every row of table 三."""
    columns = (*APPLICANT_KINDS, TOTAL)
    names = {column.key: column.label for column in COLUMNS}
    checks = [_carry(cells, column, names[column]) for column in columns]
    leaves = [row.key for row in report_format.result_rows]
    for column in columns:
        checks.append(
            _sum_check(
                "C2",
                f"{names[column]}列",
                "（七）总计 = 各办理结果之和",
                (cells, "results_total", column),
                [(key, column) for key in leaves],
            )
        )
    for row in report_format.rows:
        if row.kind != "heading":
            checks.append(
                _sum_check(
                    "C3",
                    f"{row.label}行",
                    "总计列 = 自然人与五类组织之和",
                    (cells, row.key, TOTAL),
                    [(row.key, kind) for kind in APPLICANT_KINDS],
                )
            )
    return checks


def check_disputes(cells: Cells) -> list[Check]:
    """Return check C5 for the three groups of table 四 (总计 = 维持 + 纠正 + 其他 + 尚未审结)."""
    parts = ("maintained", "corrected", "other", "pending")
    return [
        _sum_check(
            "C5",
            label,
            "总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结",
            (cells, group, TOTAL),
            [(group, part) for part in parts],
        )
        for group, label in DISPUTE_GROUPS
    ]


def check_carry_in(cells: Cells, last_year: Cells) -> list[Check]:
    """Return check C4: carried in equals what last year's report carried out, per column."""
    names = {column.key: column.label for column in COLUMNS}
    found = []
    for column in (*APPLICANT_KINDS, TOTAL):
        left, right = _cell(cells, "carried_in", column), _cell(last_year, "carried_out", column)
        found.append(
            _judged("C4", f"{names[column]}列", "上年结转 = 上年度报告的结转下年度", left, right,
                    (("carried_in", column), ("carried_out", column)))
        )  # fmt: skip
    return found


def failures(checks: Iterable[Check]) -> list[Check]:
    """Return the checks that did not hold."""
    return [check for check in checks if check.verdict is Verdict.FAILED]


def _carry(cells: Cells, column: str, name: str) -> Check:
    new, carried_in, results, carried_out = (
        _cell(cells, key, column) for key in ("new", "carried_in", "results_total", "carried_out")
    )
    left = None if new is None or carried_in is None else new + carried_in
    right = None if results is None or carried_out is None else results + carried_out
    used = tuple((key, column) for key in ("new", "carried_in", "results_total", "carried_out"))
    return _judged("C1", f"{name}列", "本年新收 + 上年结转 = 办理结果总计 + 结转下年度", left, right, used)


def _sum_check(
    identity: str,
    where: str,
    rule: str,
    total_at: tuple[Cells, str, str],
    parts_at: list[tuple[str, str]],
) -> Check:
    cells, row, column = total_at
    parts = [_cell(cells, *place) for place in parts_at]
    known = [part for part in parts if part is not None]
    right = sum(known) if len(known) == len(parts) else None
    used = ((row, column), *parts_at)
    return _judged(identity, where, rule, _cell(cells, row, column), right, used)


def _judged(
    identity: str,
    where: str,
    rule: str,
    left: int | None,
    right: int | None,
    cells: tuple[tuple[str, str], ...],
) -> Check:
    if left is None or right is None:
        return Check(identity, where, Verdict.NOT_ASSESSABLE, left, right,
                     f"{where}：有空格，无法核对（{rule}）", cells)  # fmt: skip
    if left == right:
        return Check(identity, where, Verdict.PASSED, left, right, f"{where}：{rule}", cells)
    return Check(identity, where, Verdict.FAILED, left, right,
                 f"{where}：{left} ≠ {right}（{rule}）", cells)  # fmt: skip


def _cell(cells: Cells, row: str, column: str) -> int | None:
    return cells.get(row, {}).get(column)
