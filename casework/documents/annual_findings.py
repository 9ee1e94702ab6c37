"""The list of findings that every file of an annual table carries: what holds, what does not, what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casework.law.annual_table import Check, Verdict

HEADING = "核对结果"
CHECK_RULES = {
    "C1": "各列：本年新收 + 上年结转 =（七）总计 + 结转下年度",
    "C2": "各列：（七）总计 = 各办理结果之和",
    "C3": "各行：总计 = 自然人 + 法人或其他组织各列",
    "C4": "各列：上年结转 = 上年度报告的结转下年度",
}
VERDICT_WORDS = {Verdict.PASSED: "相符", Verdict.FAILED: "不符", Verdict.NOT_ASSESSABLE: "无法核对"}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One line of the list; ``code`` names the identity."""

    code: str
    verdict: Verdict
    sentence: str

    @property
    def words(self) -> str:
        """The line as one sentence."""
        return f"{self.code} {VERDICT_WORDS[self.verdict]}　{self.sentence}"


def finding_lines(checks: Sequence[Check]) -> list[FindingLine]:
    """Return a line for every place where an identity does not hold, and one for every identity that holds."""
    lines: list[FindingLine] = []
    for code in dict.fromkeys((*CHECK_RULES, *(check.identity for check in checks))):
        made = [check for check in checks if check.identity == code]
        open_ones = [check for check in made if check.verdict is not Verdict.PASSED]
        lines += [FindingLine(code, check.verdict, check.sentence) for check in open_ones]
        rule = CHECK_RULES.get(code, "")
        if made and not open_ones:
            lines.append(FindingLine(code, Verdict.PASSED, f"{rule}（{len(made)}处）"))
        elif not made:
            lines.append(FindingLine(code, Verdict.NOT_ASSESSABLE, f"{rule}（没有已结束的上年度表，未核对）"))
    return lines


def summary(lines: Sequence[FindingLine]) -> str:
    """Return the list in one sentence."""
    failed = sum(line.verdict is Verdict.FAILED for line in lines)
    unknown = sum(line.verdict is Verdict.NOT_ASSESSABLE for line in lines)
    found = f"{failed}处不符" if failed else "没有不符"
    return f"{found}，{unknown}项无法核对" if unknown else found
