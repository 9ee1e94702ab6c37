"""One case as the letters of the tests speak of it: 赵某某, 2026-03-02, worked example C1 of law.md 9."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.law.facts import ConsultationKind
from casework.law.letters.facts import (
    AgencyFacts,
    ApplicantWords,
    ConsultationWords,
    ExtensionWords,
    FeeWords,
    LetterFacts,
    MatterWords,
    ReasonsWords,
    RemedyBodies,
    SupplementWords,
)
from casework.law.receipt import Channel

BODIES = RemedyBodies("某市人民政府", "某省行政审批服务局", "某市某区人民法院")
AGENCY = AgencyFacts("某市行政审批服务局", "某市和平路1号", "0533-1234567", "李经办", BODIES)
ZHAO = ApplicantWords("赵某某", document="居民身份证", telephone="13800000000", address="某市某路2号")
PLAIN = LetterFacts(
    agency=AGENCY,
    case_number="某审2026-0001",
    applicants=(ZHAO,),
    channel=Channel.COUNTER,
    content="2024年某地块土地征收补偿方案",
    subject="土地征收补偿方案",
    wanted_form="纸质",
    submitted_on=date(2026, 3, 2),
    received_on=date(2026, 3, 2),
    reply_due_on=date(2026, 3, 30),
    unit="审批一科",
    officer="李经办",
    identity="居民身份证，身份相符",
)
THIRD_PARTY = ConsultationWords(
    7, ConsultationKind.THIRD_PARTY, "某某置业有限公司", "补偿协议中的评估价格", date(2026, 3, 23), date(2026, 3, 24),
    date(2026, 4, 2), date(2026, 4, 2), "不同意公开", "涉及本公司商业秘密", "涉及公共资金的使用",
)  # fmt: skip
SUPPLEMENT = SupplementWords(
    "1.未写明地块的名称或者坐落\n2.未附身份证明",
    "请写明地块所在乡镇街道",
    date(2026, 3, 5),
    date(2026, 3, 26),
    date(2026, 3, 20),
)
EXTENSION = ExtensionWords(20, "需要核对的档案数量较多", date(2026, 4, 10), date(2026, 4, 24), date(2026, 5, 25))
FEE = FeeWords(
    "按量计收", "44页", ("30页以内不收费", "第31页至第44页共14页，每页10元，计140元"), 140,
    "凭缴款识别码通过银行缴款", date(2026, 6, 15), date(2026, 7, 1),
)  # fmt: skip

REASONS = ReasonsWords(
    date(2026, 1, 5), date(2026, 2, 28), 46, "申请上述信息的合理需要", date(2026, 3, 20), date(2026, 3, 6),
    date(2026, 3, 18), date(2026, 6, 30), "涉及的档案数量较多", date(2026, 3, 25), date(2026, 3, 30),
)  # fmt: skip


def facts(**changes) -> LetterFacts:
    """Return the facts with some replaced."""
    return replace(PLAIN, **changes)


def decided(code: str, on: str = "2026-03-10", findings: str = "", grounds: tuple[str, ...] = (), **evidence):
    """Return the facts of a case decided by ``code``."""
    matter = MatterWords(PLAIN.content, code, evidence, findings, grounds)
    return facts(matters=(matter,), decided_on=date.fromisoformat(on), reply_number="某审公复〔2026〕1号")
