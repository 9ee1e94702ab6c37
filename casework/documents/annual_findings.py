"""The list of findings that every file of an annual table carries: what holds, what does not, what is unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.law.annual_findings import SOFT, fingerprint
from casework.law.annual_table import Check, Verdict

HEADING = "核对结果"
CHECK_RULES = {
    "C1": "各列：本年新收 + 上年结转 =（七）总计 + 结转下年度",
    "C2": "各列：（七）总计 = 各办理结果之和",
    "C3": "各行：总计 = 自然人 + 法人或其他组织各列",
    "C4": "各列：上年结转 = 上年度报告的结转下年度",
    "C5": "表四各组：总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结",
    "C6": "正文中的件数与表一致",
    "C7": "每格都填数字，0不留空、不填“/”",
    "C8": "表二：现行有效 = 上年现行有效 + 本年制发 − 本年废止",
    "C9": "与上年相比：不多于5倍，不少于五分之一",
    "C12": "表四：手工填报的数 = 按登记的复议诉讼计算的数",
}
# Held for a superior's sum only.
SUM_RULES = {
    "C10": "各行：各机关之和 = 全部办件直接汇总",
    "C11": "下级机关的年度数据都已冻结",
}
# Why an identity was not held against anything.
NOT_MADE = {
    "C4": "没有已结束的上年度表，未核对",
    "C6": "还没有录入报告正文，在“正文核对”中粘贴或者上传",
    "C8": "这一年度的格式没有这三个数",
    "C9": "没有可以比较的上年数",
    "C12": "没有既登记了复议诉讼、又手工填报的格",
}
HINT_WORD = "提示"
VERDICT_WORDS = {Verdict.PASSED: "相符", Verdict.FAILED: "不符", Verdict.NOT_ASSESSABLE: "无法核对"}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One line of the list; ``code`` names the identity."""

    code: str
    verdict: Verdict
    sentence: str

    @property
    def verdict_word(self) -> str:
        """The verdict in a word; a soft finding asks for a look only."""
        soft = self.verdict is Verdict.FAILED and self.code in SOFT
        return HINT_WORD if soft else VERDICT_WORDS[self.verdict]

    @property
    def words(self) -> str:
        """The line as one sentence."""
        return f"{self.code} {self.verdict_word}　{self.sentence}"


def finding_lines(checks: Sequence[Check], said: Mapping[str, str] | None = None) -> list[FindingLine]:
    """Return a line for every place where an identity does not hold, and one for every identity that holds.

    ``said`` is what people said of findings, by fingerprint: it stands behind the finding.
    """
    said = said or {}
    lines: list[FindingLine] = []
    for code in dict.fromkeys((*CHECK_RULES, *(check.identity for check in checks))):
        made = [check for check in checks if check.identity == code]
        open_ones = [check for check in made if check.verdict is not Verdict.PASSED]
        lines += [FindingLine(code, check.verdict, _with_word(check, said)) for check in open_ones]
        rule = CHECK_RULES.get(code, "")
        if made and not open_ones:
            lines.append(FindingLine(code, Verdict.PASSED, f"{rule}（{len(made)}处）"))
        elif not made:
            lines.append(FindingLine(code, Verdict.NOT_ASSESSABLE, f"{rule}（{NOT_MADE.get(code, '未核对')}）"))
    return lines


def _with_word(check: Check, said: Mapping[str, str]) -> str:
    word = said.get(fingerprint(check), "")
    return f"{check.sentence}　【{word}】" if word else check.sentence


def summary(lines: Sequence[FindingLine]) -> str:
    """Return the list in one sentence."""
    failed = sum(line.verdict is Verdict.FAILED and line.code not in SOFT for line in lines)
    unknown = sum(line.verdict is Verdict.NOT_ASSESSABLE for line in lines)
    found = f"{failed}处不符" if failed else "没有不符"
    return f"{found}，{unknown}项无法核对" if unknown else found
