"""What is unusual in a published report without being a contradiction: worth a look, never a failed check."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casework.law.annual_formats import FORMAT_2019, FORMAT_2021
from casework.law.published_report.evidence import Evidence, evidence
from casework.law.published_report.labels import Part
from casework.law.published_report.reader import ReadReport
from casework.law.published_report.tables import NAMES, shape_of_table_three

IN_FORCE = "现行有效件数"
ISSUED = "本年制发件数"
ABOLISHED = "本年废止件数"
_NAMES_ITS_YEAR = re.compile(r"编制的?(20\d\d)年度?(?:政府信息公开)")


@dataclass(frozen=True, slots=True)
class Hint:
    """One remark. ``code`` is C8, format, year or repeated."""

    code: str
    sentence: str
    cells: tuple[Evidence, ...] = ()


def hints_of(report: ReadReport, year: int | None) -> list[Hint]:
    """Return what one report shows by itself."""
    hints = []
    three = next(iter(report.of(Part.THREE)), None)
    if three and report.wording is FORMAT_2021 and shape_of_table_three(three, year) is FORMAT_2019:
        hints.append(
            Hint(
                "format", f"表二用{FORMAT_2021.document}格式，表三第（六）项“其他处理”却是{FORMAT_2019.document}的单行"
            )
        )
    for name in NAMES:
        again = len(report.of(name)) - 1
        if again > 0:
            hints.append(Hint("repeated", f"{NAMES[name]}在这份报告里另外出现{again}次"))
    named = {int(found) for found in _NAMES_ITS_YEAR.findall(report.prose)}
    if year and named and year not in named:
        hints.append(
            Hint("year", f"标题是{year}年，正文却说编制的是{'、'.join(str(n) for n in sorted(named))}年度报告")
        )
    return hints


def hints_of_two_years(report: ReadReport, before: ReadReport, year_before: int | None) -> list[Hint]:
    """Return C8 of law.md 3.2: documents in force follow from last year's, unless some were amended."""
    two, last = (next(iter(r.of(Part.TWO)), None) for r in (report, before))
    hints = []
    for row in ("rules", "normative"):
        if not two or not last:
            continue
        cells = (
            evidence(Part.TWO, last, row, IN_FORCE, year_before),
            evidence(Part.TWO, two, row, ISSUED),
            evidence(Part.TWO, two, row, ABOLISHED),
            evidence(Part.TWO, two, row, IN_FORCE),
        )
        was, issued, abolished, now = (cell.value for cell in cells)
        if was is None or issued is None or abolished is None or now is None:
            continue
        if was + issued - abolished != now:
            hints.append(
                Hint("C8", f"{cells[0].row_label}：上年现行有效{was} + 本年制发{issued} − 本年废止{abolished} = "
                     f"{was + issued - abolished}，本年现行有效为{now}", cells)
            )  # fmt: skip
    return hints
