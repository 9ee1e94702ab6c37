"""The facts paragraph (事实段): what happened, in order, each only if it happened.

Source: law.md 6.2; Art. 30-34, 42 of the Regulation.
"""

from __future__ import annotations

from casework.law.facts import ConsultationKind
from casework.law.letters.facts import LetterFacts, ReasonsWords
from casework.law.letters.words import address_of, legal_date, paragraphs
from casework.law.receipt import Channel

CHANNEL_PHRASES: dict[Channel, str] = {
    Channel.COUNTER: "当面提交",
    Channel.REGISTERED_MAIL: "邮寄",
    Channel.ORDINARY_MAIL: "以平常信函寄送",
    Channel.ONLINE: "通过互联网渠道提交",
    Channel.EMAIL: "通过电子邮件提交",
    Channel.FAX: "以传真提交",
    Channel.ORAL: "口头提出并由本机关代为填写",
}
_ASKED: dict[ConsultationKind, str] = {
    ConsultationKind.THIRD_PARTY: "书面征求第三方意见",
    ConsultationKind.CO_PRODUCER: "征求共同制作机关意见",
    ConsultationKind.OTHER_AGENCY: "征求其他行政机关意见",
}


def received_sentence(facts: LetterFacts) -> str:
    """Return the sentence every letter opens with: when the request came, how, under which number."""
    you = address_of(facts.applicants)
    when = f"于{legal_date(facts.received_on)}" if facts.received_on else ""
    return f"本机关{when}收到{you}{CHANNEL_PHRASES[facts.channel]}的政府信息公开申请（登记编号：{facts.case_number}）。{facts.succession}"


def narrative(facts: LetterFacts) -> str:
    """Return the facts paragraph of a decision."""
    parts = [
        received_sentence(facts),
        *_together(facts),
        *_supplement(facts),
        *_reasons(facts),
        *_consultations(facts),
        *_extension(facts),
        *_fee(facts),
    ]
    return "".join(parts)


def quoted_request(facts: LetterFacts) -> list[str]:
    """Return the request in the applicant's own words, one entry a paragraph."""
    you = address_of(facts.applicants)
    own = paragraphs(facts.content)
    if len(own) <= 1:
        # The sentence has its own full stop behind the quotation mark.
        return [f"{you}申请公开的内容为：“{''.join(own).rstrip('。；')}”。"]
    own[0], own[-1] = f"“{own[0]}", f"{own[-1]}”"
    return [f"{you}申请公开的内容为：", *own]


def _together(facts: LetterFacts) -> list[str]:
    """Requests on the same matter; other people's are counted and not named."""
    found = []
    if facts.together:
        numbers = "、".join(facts.together)
        found.append(f"{address_of(facts.applicants)}另行提出的申请（登记编号：{numbers}）")
    if facts.together_of_others:
        found.append(f"其他申请人提出的{facts.together_of_others}件申请")
    if not found:
        return []
    return [f"{'和'.join(found)}与本申请内容相同或者相近，本机关一并审查，分别答复。"]


def _supplement(facts: LetterFacts) -> list[str]:
    item, you = facts.supplement, address_of(facts.applicants)
    if not item or not item.served_on:
        return []
    asked = f"因申请内容不明确，本机关于{legal_date(item.served_on)}告知{you}补正"
    if item.received_on:
        return [f"{asked}，于{legal_date(item.received_on)}收到{you}的补正材料。"]
    until = f"，补正期限至{legal_date(item.answer_by)}" if item.answer_by else ""
    return [f"{asked}{until}，期间未收到{you}的补正材料。" if facts.decided_on else f"{asked}{until}。"]


def reasons_sentence(item: ReasonsWords, you: str) -> str:
    """Return the sentence on the reasons that were asked for and given (Art. 35); "" before they were asked for."""
    if not item.served_on:
        return ""
    asked = f"因{you}申请的数量、频次明显超过合理范围，本机关于{legal_date(item.served_on)}要求{you}说明理由"
    return asked + (f"，于{legal_date(item.received_on)}收到{you}的说明。" if item.received_on else "。")


def _reasons(facts: LetterFacts) -> list[str]:
    item, you = facts.reasons, address_of(facts.applicants)
    if not item or not item.served_on:
        return []
    delayed = ""
    if item.delay_served_on and item.delay_until:
        delayed = f"本机关于{legal_date(item.delay_served_on)}告知{you}延迟至{legal_date(item.delay_until)}前答复。"
    return [reasons_sentence(item, you) + delayed]


def _consultations(facts: LetterFacts) -> list[str]:
    parts = []
    for item in facts.consultations:
        if not item.sent_on:
            continue
        text = f"因处理申请需要，本机关于{legal_date(item.sent_on)}{_ASKED[item.kind]}"
        if item.answered_on:
            text += f"，于{legal_date(item.answered_on)}收到意见"
        elif item.ended_on:
            text += f"，至{legal_date(item.ended_on)}期满未收到意见"
        parts.append(f"{text}，所需时间不计算在答复期限内。")
    return parts


def _extension(facts: LetterFacts) -> list[str]:
    item, you = facts.extension, address_of(facts.applicants)
    if not item or not item.served_on:
        return []
    return [
        f"经政府信息公开工作机构负责人同意，答复期限延长{item.working_days}个工作日，"
        f"本机关于{legal_date(item.served_on)}告知{you}。"
    ]


def _fee(facts: LetterFacts) -> list[str]:
    item, you = facts.fee, address_of(facts.applicants)
    if not item or not item.served_on:
        return []
    told = f"本机关于{legal_date(item.served_on)}通知{you}缴纳信息处理费{item.amount}元"
    if item.paid_on:
        return [f"{told}，{you}于{legal_date(item.paid_on)}缴纳。"]
    return [f"{told}，{you}在规定期限内未缴纳。" if facts.decided_on else f"{told}。"]
