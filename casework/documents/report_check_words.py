"""The words a checked report is shown in, the same on the terminal and on the page."""

from __future__ import annotations

from collections import Counter

from casework.law.annual_table import Verdict
from casework.law.published_report.check import CheckedReport, Finding
from casework.law.published_report.evidence import evidence
from casework.law.published_report.tables import NAMES

VERDICTS = {Verdict.PASSED: "通过", Verdict.FAILED: "不符", Verdict.NOT_ASSESSABLE: "无法核对"}
# A table with more blank cells than this is described by their number.
_FEW_BLANKS = 6


def heading(report: CheckedReport) -> str:
    """Whose report of which year, in which format."""
    agency = report.agency or "（没有写明机关）"
    year = f"{report.year}年度" if report.year else "（没有写明年度）"
    form = report.format.document if report.format else "没有统一格式的年度"
    return f"{agency} {year}（{form}）"


def tables_found(report: CheckedReport) -> str:
    """Which tables the report has."""
    names = [NAMES[part] for part in NAMES if report.table(part)]
    return "、".join(names) if names else "没有表二、表三、表四"


def unread(report: CheckedReport) -> list[str]:
    """The figures that have no place, one sentence for each row."""
    return [
        f"{NAMES[table.part]}“{row.where}”：{row.reason}；文件里是{'、'.join(raw or '空' for raw in row.raw)}"
        for table in report.read.tables
        for row in table.unread
    ]


def blanks(report: CheckedReport) -> list[str]:
    """The cells without a number, counted by column, one sentence for each table."""
    sentences = []
    for table in report.read.tables:
        blank = [place for place, figure in table.figures.items() if figure.number is None]
        columns = Counter(evidence(table.part, table, *place).column_label for place in blank)
        if blank:
            listed = "、".join(f"{column}{number}格" for column, number in columns.items())
            sentences.append(f"{NAMES[table.part]}有{len(blank)}格空白或不是数字，不当作0：{listed}")
    return sentences


def judged(finding: Finding) -> str:
    """One finding in a line, without its verdict."""
    if finding.verdict is Verdict.PASSED and not finding.quote:
        return f"{finding.sentence}：{finding.left} = {finding.right}"
    return finding.sentence


def cells_to_show(finding: Finding) -> list[str]:
    """The cells behind a finding: all of a failed one without the zeros, the blank ones of one not assessable."""
    if finding.verdict is Verdict.PASSED:
        return []
    failed = finding.verdict is Verdict.FAILED
    shown = [
        cell.text for index, cell in enumerate(finding.cells)
        if (failed and (index == 0 or cell.value != 0)) or (not failed and cell.value is None)
    ]  # fmt: skip
    return shown if failed or len(shown) <= _FEW_BLANKS else [*shown[:_FEW_BLANKS], f"……共{len(shown)}格"]
