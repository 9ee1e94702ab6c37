"""A published report held against itself: every identity of law.md 3.2, and its sentences against its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from casework.law.annual_formats import FORMATS, ReportFormat, format_for_year
from casework.law.annual_table import Check, Verdict, check_carry_in, check_disputes, check_table
from casework.law.published_report.blocks import Block
from casework.law.published_report.evidence import Evidence, evidence
from casework.law.published_report.hints import Hint, hints_of, hints_of_two_years
from casework.law.published_report.labels import Part
from casework.law.published_report.reader import ReadReport, read_report
from casework.law.published_report.sentences import claims
from casework.law.published_report.split import (
    Section,
    agency_in_text,
    same_agency,
    sections,
    year_in_text,
)
from casework.law.published_report.tables import NAMES, ReadTable, shape_of_table_three
from casework.law.published_report.text_check import judge

REPEATED = "repeat"
IN_TEXT = "C6"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check with the cells it rests on; ``quote`` is the sentence of a check of the text."""

    identity: str
    table: str
    where: str
    verdict: Verdict
    left: int | None
    right: int | Decimal | None
    sentence: str
    cells: tuple[Evidence, ...]
    quote: str = ""


@dataclass(slots=True)
class CheckedReport:
    """One report of the file. ``agency`` and ``year`` may be unknown; ``format`` is None before 2019."""

    agency: str
    agency_from: str
    year: int | None
    year_from: str
    format: ReportFormat | None
    read: ReadReport
    findings: list[Finding] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)

    def table(self, part: Part) -> ReadTable | None:
        """Return the first table of that part; the others repeat it."""
        return next(iter(self.read.of(part)), None)

    def count(self, verdict: Verdict) -> int:
        """Return how many findings have that verdict."""
        return sum(finding.verdict is verdict for finding in self.findings)


def check_blocks(blocks: Sequence[Block]) -> list[CheckedReport]:
    """Return every report found in a file, in its order, checked. Empty when there is none."""
    reports = [report for section in sections(blocks) if (report := _report(section))]
    for report in reports:
        _check_tables(report)
        _check_text(report)
        report.hints.extend(hints_of(report.read, report.year))
    for report in reports:
        before = _year_before(report, reports)
        if before:
            _check_against(report, before)
    return reports


def contradictions(reports: Sequence[CheckedReport]) -> list[Finding]:
    """Return the findings that failed, in the order of the file."""
    return [finding for report in reports for finding in report.findings if finding.verdict is Verdict.FAILED]


def _report(section: Section) -> CheckedReport | None:
    read = read_report(section.blocks)
    title = section.title
    year = title.year if title else year_in_text(read.prose)
    agency = (title.agency if title else "") or agency_in_text(read.prose)
    if not read.tables and not claims(read.prose, year):
        return None
    report_format = read.wording
    if report_format is None and year is not None and year >= min(item.first_year for item in FORMATS.values()):
        report_format = format_for_year(year)
    return CheckedReport(
        agency=agency,
        agency_from="title" if title and title.agency else "text" if agency else "",
        year=year,
        year_from="title" if title else "text" if year else "",
        format=report_format,
        read=read,
    )


def _check_tables(report: CheckedReport) -> None:
    three, four = report.table(Part.THREE), report.table(Part.FOUR)
    if three:
        shape = shape_of_table_three(three, report.year)
        _add(report, Part.THREE, three, check_table(three.counts(), shape))
    if four:
        _add(report, Part.FOUR, four, check_disputes(four.counts()))
    for part in NAMES:
        tables = report.read.of(part)
        for again in tables[1:]:
            report.findings.extend(_differences(part, tables[0], again))


def _add(report: CheckedReport, part: Part, table: ReadTable, checks: Sequence[Check]) -> None:
    for check in checks:
        cells = tuple(evidence(part, table, row, column) for row, column in check.cells)
        report.findings.append(
            Finding(check.identity, NAMES[part], check.where, check.verdict, check.left, check.right,
                    check.sentence, cells)
        )  # fmt: skip


def _differences(part: Part, table: ReadTable, again: ReadTable) -> list[Finding]:
    """The same table printed twice in one report must say the same twice."""
    found = []
    for place, figure in again.figures.items():
        first = table.figures.get(place)
        if first is None or first.number is None or figure.number is None or first.number == figure.number:
            continue
        cells = (evidence(part, table, *place), evidence(part, again, *place))
        where = f"{cells[0].row_label}，{cells[0].column_label}"
        found.append(
            Finding(REPEATED, NAMES[part], where, Verdict.FAILED, first.count, figure.count,
                    f"{NAMES[part]}在同一份报告里出现两次，{where}不同：{first.raw}与{figure.raw}", cells)
        )  # fmt: skip
    return found


def _check_text(report: CheckedReport) -> None:
    for claim in claims(report.read.prose, report.year):
        told = judge(claim, report.table)
        report.findings.append(
            Finding(IN_TEXT, told.table, claim.subject, told.verdict, claim.number, told.right, told.sentence,
                    told.cells, claim.quote)
        )  # fmt: skip


def _year_before(report: CheckedReport, reports: Sequence[CheckedReport]) -> CheckedReport | None:
    if report.year is None:
        return None
    before = [r for r in reports if r.year == report.year - 1 and same_agency(r.agency, report.agency)]
    return before[0] if len(before) == 1 else None


def _check_against(report: CheckedReport, before: CheckedReport) -> None:
    three, last = report.table(Part.THREE), before.table(Part.THREE)
    if three and last:
        for check in check_carry_in(three.counts(), last.counts()):
            (row, column), (row_before, column_before) = check.cells
            cells = (
                evidence(Part.THREE, three, row, column),
                evidence(Part.THREE, last, row_before, column_before, before.year),
            )
            report.findings.append(
                Finding(check.identity, NAMES[Part.THREE], check.where, check.verdict, check.left, check.right,
                        check.sentence, cells)
            )  # fmt: skip
    report.hints.extend(hints_of_two_years(report.read, before.read, before.year))
