"""A made-up case for the preview of a template: every letter kind can be composed from it.

Names are invented; the days follow worked examples C1, C9 and C12 of law.md 9.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.law.evidence import EVIDENCE_NAMES
from casework.law.facts import ConsultationKind
from casework.law.letters.compose import compose
from casework.law.letters.facts import (
    AgencyFacts,
    ApplicantWords,
    ConsultationWords,
    ExtensionWords,
    FeeWords,
    LetterFacts,
    MatterWords,
    ReasonsWords,
    ServiceWords,
    SupplementWords,
)
from casework.law.letters.kinds import REPLY_PREFIX, About, letter_kind, reply_kind
from casework.law.letters.text import LetterText
from casework.law.outcomes import CODES
from casework.law.receipt import Channel

_CONSULTED = ConsultationWords(
    1, ConsultationKind.THIRD_PARTY, "示例置业有限公司", "补偿协议中的评估价格", date(2026, 3, 23), date(2026, 3, 24),
    date(2026, 4, 2), date(2026, 4, 2), "不同意公开", "涉及商业秘密", "不公开可能影响公众对公共资金使用的监督",
)  # fmt: skip
_CONSULTATIONS = (
    _CONSULTED,
    replace(_CONSULTED, key=2, kind=ConsultationKind.CO_PRODUCER, addressee="示例市自然资源局", about="联合印发的方案"),
    replace(_CONSULTED, key=3, kind=ConsultationKind.OTHER_AGENCY, addressee="示例市财政局", about="资金拨付文件"),
)
_SERVED = ServiceWords(
    1, "答复书", "邮政寄送", number="示例公复〔2026〕1号", whom="张示例", receiver="张示例", carrier="邮政挂号信",
    posted_on=date(2026, 4, 20), postal_number="XA12345678937", recorded_by="李示例",
)  # fmt: skip
_ABOUT = {"co_producer_inquiry": 2, "other_agency_inquiry": 3}
SAMPLE_DAY = date(2026, 4, 20)


def sample_facts(agency: AgencyFacts, code: str = "G2") -> LetterFacts:
    """Return the facts of the sample case as the given agency would have them."""
    evidence = {item.value: f"示例内容：{EVIDENCE_NAMES[item]}" for item in CODES[code].evidence}
    matter = MatterWords("", code, evidence, "经查，情况如下。", ("N4",) if code == "P1" else ())
    return LetterFacts(
        agency=agency,
        case_number="示例2026-0001",
        applicants=(ApplicantWords("张示例", document="居民身份证", telephone="13800000000", address="示例市示例路1号"),),
        channel=Channel.ONLINE,
        content="2024年示例地块土地征收补偿方案及评估报告",
        subject="土地征收补偿方案",
        wanted_form="纸质",
        submitted_on=date(2026, 3, 2),
        received_on=date(2026, 3, 2),
        reply_due_on=date(2026, 4, 24),
        unit="业务一科",
        officer="李示例",
        identity="居民身份证，身份相符",
        supplement=SupplementWords(
            "未写明地块的名称或者坐落", "请写明所在乡镇街道", date(2026, 3, 5), date(2026, 3, 26), date(2026, 3, 20)
        ),
        consultations=_CONSULTATIONS,
        extension=ExtensionWords(
            20, "需要核对的档案数量较多", date(2026, 4, 10), date(2026, 4, 24), date(2026, 5, 25)
        ),
        fee=FeeWords(
            "按量计收", "44页", ("30页以内不收费", "第31页至第44页共14页，每页10元，计140元"), 140,
            "凭缴款识别码缴款",
        ),
        reasons=ReasonsWords(
            date(2026, 1, 5), date(2026, 2, 28), 46, "申请上述信息的合理需要", date(2026, 3, 20), date(2026, 3, 6),
            date(2026, 3, 18), date(2026, 6, 30), "涉及的档案数量较多", None, date(2026, 4, 24),
        ),
        matters=(matter,),
        decided_on=SAMPLE_DAY,
        reply_number="示例公复〔2026〕1号",
        services=(_SERVED,),
    )  # fmt: skip


def sample_letter(kind: str, agency: AgencyFacts) -> LetterText:
    """Return the letter of that kind about the sample case; ``reply`` stands for any reply."""
    key = reply_kind("G2") if kind == "reply" else kind
    row = letter_kind(key)
    code = key.removeprefix(REPLY_PREFIX) if row.is_reply else "G2"
    free = {part.key: f"示例：{part.label}" for part in row.free if part.required}
    about = None if row.about is About.CASE else _ABOUT.get(key, 1)
    number = "" if not row.series or row.is_reply else f"示例公{row.series}〔2026〕1号"
    return compose(key, sample_facts(agency, code), free=free, about=about, number=number, dated_on=SAMPLE_DAY)
