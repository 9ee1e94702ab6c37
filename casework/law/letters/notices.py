"""The procedural letters in words (程序性文书). None of them names a remedy but the one to a third party.

Source: law.md 6.2; Art. 15, 29-35, 42 of the Regulation; 国办函〔2020〕109号; 国办函〔2021〕132号.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from casework.law.duties import FEE_PAYMENT_WORKING_DAYS, OPINION_WORKING_DAYS, REPLY_WORKING_DAYS
from casework.law.errors import Refused
from casework.law.facts import ConsultationKind
from casework.law.letters.facts import ConsultationWords, LetterFacts
from casework.law.letters.narrative import quoted_request, reasons_sentence, received_sentence
from casework.law.letters.remedy_words import choice_of
from casework.law.letters.text import FormRow, Line, Slip
from casework.law.letters.words import FEE_MEASURES_NAME, address_of, cited, legal_date, paragraphs, sentence
from casework.law.sources import regulation

Sections = dict[str, tuple[Line, ...]]


def _lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts if text)


def receipt(facts: LetterFacts, free: Mapping[str, str]) -> Sections:
    """登记回执: received when and by which rule, and until when the reply is due (Art. 29, 31, 33)."""
    you = address_of(facts.applicants)
    until = f"（即{legal_date(facts.reply_due_on)}前）" if facts.reply_due_on else ""
    return {
        "facts": _lines(received_sentence(facts)),
        "request": _lines(*quoted_request(facts)),
        "decision": _lines(
            f"根据{cited([regulation(29), regulation(31), regulation(33, 2)])}的规定，本机关已予登记，"
            f"将自收到申请之日起{REPLY_WORKING_DAYS}个工作日内{until}予以答复；依法需要补正、征求意见或者延长答复期限的，另行告知{you}。"
        ),
    }


def supplement_notice(facts: LetterFacts, free: Mapping[str, str]) -> Sections:
    """补正告知书: what is unclear, until when, and what silence means (Art. 30).

    The restart is promised only where the notice was served in time (law.md 4.5).
    """
    item, you = facts.supplement, address_of(facts.applicants)
    if item is None:
        raise Refused("letter_without_supplement", "本件没有告知补正，不能制作补正告知书。", article=regulation(30))
    until = f"于{legal_date(item.answer_by)}前" if item.answer_by else ""
    return {
        "facts": _lines(received_sentence(facts)),
        "request": _lines(*quoted_request(facts)),
        "decision": _lines(
            "经审查，申请内容不明确，需要补正下列事项：",
            *paragraphs(item.unclear),
            item.guidance and f"补正指引：{sentence(item.guidance)}",
            f"根据{cited([regulation(30)])}的规定，请{you}{until}将补正材料提交本机关。"
            "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。",
        ),
        # Apart from what is decided: only the day of service shows whether it holds.
        "note": _lines("答复期限自本机关收到补正材料之日起计算。" if item.in_time else ""),
    }


def reasons_notice(facts: LetterFacts, free: Mapping[str, str]) -> Sections:
    """说明理由告知书: how many requests, what to explain, until when (Art. 35)."""
    item, you = facts.reasons, address_of(facts.applicants)
    if item is None:
        raise Refused(
            "letter_without_reasons", "本件没有要求说明理由，不能制作说明理由告知书。", article=regulation(35)
        )
    return {
        "facts": _lines(received_sentence(facts)),
        "decision": _lines(
            f"经查，自{legal_date(item.counted_from)}至{legal_date(item.counted_to)}，{you}共向本机关提出政府信息公开申请"
            f"{item.counted}件，数量、频次明显超过合理范围。",
            f"根据{cited([regulation(35)])}的规定，请{you}于{legal_date(item.answer_by)}前向本机关书面说明理由。"
            f"需要说明的事项：{sentence(item.what_to_explain)}",
            "本机关认为申请理由不合理的，将告知不予处理；认为申请理由合理，但是无法在规定的期限内答复的，"
            "可以确定延迟答复的合理期限并告知。",
        ),
    }


def delay_notice(facts: LetterFacts, free: Mapping[str, str]) -> Sections:
    """延迟答复告知书: how many requests, what was asked and answered, the reasonable later day, and why (Art. 35)."""
    item, you = facts.reasons, address_of(facts.applicants)
    if item is None or item.delay_until is None:
        raise Refused(
            "letter_without_delay", "本件没有确定延迟答复的期限，不能制作延迟答复告知书。", article=regulation(35)
        )
    before = f"原答复期限至{legal_date(item.due_before)}。" if item.due_before else ""
    return {
        "facts": _lines(received_sentence(facts) + reasons_sentence(item, you) + before),
        "request": _lines(*quoted_request(facts)),
        "decision": _lines(
            f"经审查，{you}的申请理由合理，但是本机关无法在规定的期限内答复：{sentence(item.delay_reason)}",
            f"根据{cited([regulation(35)])}的规定，本机关确定延迟至{legal_date(item.delay_until)}前答复。特此告知{you}。",
        ),
    }


def extension_notice(facts: LetterFacts, free: Mapping[str, str]) -> Sections:
    """延期答复告知书: from which last day to which, and why (Art. 33(2))."""
    item, you = facts.extension, address_of(facts.applicants)
    if item is None:
        raise Refused("letter_without_extension", "本件没有延期，不能制作延期答复告知书。", article=regulation(33, 2))
    before = f"原答复期限至{legal_date(item.due_before)}。" if item.due_before else ""
    after = f"，延长至{legal_date(item.due_after)}" if item.due_after else ""
    return {
        "facts": _lines(received_sentence(facts) + before),
        "request": _lines(*quoted_request(facts)),
        "decision": _lines(
            f"因下列原因，本机关不能在上述期限内答复：{sentence(item.reason)}",
            f"根据{cited([regulation(33, 2)])}的规定，经本机关政府信息公开工作机构负责人同意，"
            f"答复期限延长{item.working_days}个工作日{after}。特此告知{you}。",
        ),
    }


def third_party_inquiry(facts: LetterFacts, item: ConsultationWords) -> Sections:
    """征求第三方意见书: what is to be disclosed, 15 working days; never who asked (Art. 15, 32)."""
    return {
        "facts": _lines("本机关收到政府信息公开申请，申请公开的信息涉及你方，公开可能损害你方合法权益。"),
        "request": _lines(*_about(item, "拟公开的信息及其涉及你方权益的部分：")),
        "decision": _lines(
            f"根据{cited([regulation(15), regulation(32)])}的规定，现书面征求你方意见。"
            f"请你方自收到本意见书之日起{OPINION_WORKING_DAYS}个工作日内，将是否同意公开的意见填入所附第三方意见书，"
            "签名或者盖章后送交本机关；不同意公开的，请说明理由。",
            "逾期未提出意见的，由本机关依照上述条例的规定决定是否公开。你方不同意公开且有合理理由的，不予公开；"
            "本机关认为不公开可能对公共利益造成重大影响的，可以决定予以公开，并将决定公开的政府信息内容和理由书面告知你方。",
        ),
    }


def opinion_slip(facts: LetterFacts, item: ConsultationWords) -> Slip:
    """第三方意见书: the answer slip that goes with the inquiry (Art. 32)."""
    return Slip(
        "政府信息公开第三方意见书",
        (
            FormRow("第三方", item.addressee),
            FormRow("征求意见的信息", item.about),
            FormRow("收到征求意见书日期", legal_date(item.delivered_on) if item.delivered_on else "　　年　　月　　日"),
            FormRow("意见（请勾选）", "□ 同意公开　　□ 部分同意公开　　□ 不同意公开"),
            FormRow("同意公开的部分", tall=True),
            FormRow("不同意公开的理由", tall=True),
            FormRow("签名或者盖章", "\n　　　　　　　　　　年　　月　　日", tall=True),
        ),
        f"请自收到征求意见书之日起{OPINION_WORKING_DAYS}个工作日内送交{facts.agency.name}。"
        + (f"地址：{facts.agency.address}。" if facts.agency.address else ""),
    )


def consultation_notice(facts: LetterFacts, item: ConsultationWords) -> Sections:
    """征求意见告知书: tells the applicant that others are asked and that the days do not count (Art. 33(3))."""
    you = address_of(facts.applicants)
    who = {
        ConsultationKind.THIRD_PARTY: ("可能损害第三方合法权益", "书面征求第三方意见", regulation(32)),
        ConsultationKind.CO_PRODUCER: ("由本机关与其他行政机关共同制作", "征求共同制作机关意见", regulation(34)),
        ConsultationKind.OTHER_AGENCY: ("涉及其他行政机关", "征求其他行政机关意见", regulation(11)),
    }
    why, asked, article = who[item.kind]
    when = f"于{legal_date(item.sent_on)}" if item.sent_on else ""
    return {
        "facts": _lines(received_sentence(facts)),
        "request": _lines(*quoted_request(facts)),
        "decision": _lines(
            f"因{you}申请公开的信息{why}，根据{cited([article])}的规定，本机关已{when}{asked}。"
            f"根据{cited([regulation(33, 3)])}的规定，征求意见所需时间不计算在答复期限内。特此告知{you}。"
        ),
    }


def disclosure_notice(facts: LetterFacts, item: ConsultationWords, free: Mapping[str, str]) -> Sections:
    """决定公开告知书: what is disclosed against the third party's will, why, and its remedy R3 (Art. 32)."""
    if facts.decided_on is None:
        raise Refused("letter_without_decision", "答复尚未签发，不能告知第三方决定公开。", article=regulation(32))
    if not item.public_interest.strip():
        raise Refused(
            "letter_without_public_interest",
            f"没有登记过不顾{item.addressee}的反对决定公开及其公共利益理由，不需要制作决定公开告知书。",
            article=regulation(32),
            field="about",
        )
    asked = f"于{legal_date(item.sent_on)}" if item.sent_on else ""
    answered = f"，于{legal_date(item.answered_on)}收到你方意见" if item.answered_on else ""
    reasons = f"你方提出：{sentence(item.reasons)}" if item.reasons.strip() else ""
    return {
        "facts": _lines(f"就政府信息公开申请涉及你方的信息，本机关{asked}书面征求你方意见{answered}。{reasons}"),
        "decision": _lines(
            f"经审查，本机关认为不公开可能对公共利益造成重大影响。根据{cited([regulation(15), regulation(32)])}的规定，"
            f"本机关决定予以公开。",
            f"决定公开的内容：{sentence(free['disclosed'])}",
            f"决定公开的理由：{sentence(item.public_interest)}",
        ),
        "remedy": _lines(choice_of("你方", "本决定", "本告知书", facts.agency.bodies, facts.decided_on)),
    }


def co_producer_inquiry(facts: LetterFacts, item: ConsultationWords) -> Sections:
    """征求共同制作机关意见函: 15 working days, silence is consent (Art. 34)."""
    return {
        "facts": _lines("我机关收到政府信息公开申请，申请公开的信息由我机关牵头、与贵机关共同制作。"),
        "request": _lines(*_about(item, "征求意见的信息：")),
        "decision": _lines(
            f"根据{cited([regulation(34)])}的规定，现征求贵机关意见。请贵机关自收到本函之日起"
            f"{OPINION_WORKING_DAYS}个工作日内书面提出是否同意公开的意见，不同意公开的请说明理由和依据；"
            "逾期未提出意见的，视为同意公开。"
        ),
    }


def other_agency_inquiry(facts: LetterFacts, item: ConsultationWords) -> Sections:
    """征求其他机关意见函: agreed with before disclosure (Art. 11)."""
    return {
        "facts": _lines("我机关收到政府信息公开申请，申请公开的信息涉及贵机关。"),
        "request": _lines(*_about(item, "征求意见的信息：")),
        "decision": _lines(
            f"根据{cited([regulation(11)])}的规定，现与贵机关协商、确认，请贵机关就上述信息是否可以公开、内容是否准确"
            "书面提出意见，并说明理由和依据。"
        ),
    }


def assistance_request(facts: LetterFacts, free: Mapping[str, str]) -> Sections:
    """协办（协查）函: what another unit is to look for, and until when; it does not stop the clock."""
    return {
        "facts": _lines("我机关正在办理政府信息公开申请，需要你单位协助查找有关信息。"),
        "decision": _lines(
            f"协查事项：{sentence(free['task'])}",
            f"请你单位于{free['answer_by'].rstrip('前')}前书面反馈有无上述信息，有的请一并提供，没有的请说明检索情况。",
        ),
    }


def fee_notice(facts: LetterFacts, free: Mapping[str, str]) -> Sections:
    """收费通知书: basis, how it was counted step by step, how to pay, what silence means (Art. 42; 109号)."""
    item, you = facts.fee, address_of(facts.applicants)
    if item is None:
        raise Refused("letter_without_fee", "本件没有收费决定，不能制作收费通知书。", article=regulation(42))
    return {
        "facts": _lines(received_sentence(facts)),
        "decision": _lines(
            f"{you}申请公开政府信息的数量、频次明显超过合理范围。根据{cited([regulation(42)])}和{FEE_MEASURES_NAME}的规定，"
            f"本机关决定收取信息处理费。",
            f"计收方式：{item.method}。数量：{item.quantity}。",
            f"计算过程：{'；'.join(item.steps)}。",
            f"应缴信息处理费共计{item.amount}元。缴纳方式：{sentence(item.payment)}",
            f"请{you}自收到本通知次日起{FEE_PAYMENT_WORKING_DAYS}个工作日内缴纳。逾期未缴纳的，视为放弃申请，"
            "本机关不再处理该政府信息公开申请。",
            f"{you}对收费有异议的，可以在缴费期满后，就本机关不再处理申请的行为依照{cited([regulation(51)])}的规定"
            "投诉、举报，申请行政复议或者提起行政诉讼。",
        ),
    }


def _about(item: ConsultationWords, lead: str) -> list[str]:
    own = paragraphs(item.about)
    return [lead + own[0], *own[1:]] if own else [lead]


PLAIN: dict[str, Callable[[LetterFacts, Mapping[str, str]], Sections]] = {
    "receipt": receipt,
    "supplement_notice": supplement_notice,
    "reasons_notice": reasons_notice,
    "delay_notice": delay_notice,
    "extension_notice": extension_notice,
    "assistance_request": assistance_request,
    "fee_notice": fee_notice,
}
ABOUT_CONSULTATION: dict[str, Callable[[LetterFacts, ConsultationWords], Sections]] = {
    "third_party_inquiry": third_party_inquiry,
    "consultation_notice": consultation_notice,
    "co_producer_inquiry": co_producer_inquiry,
    "other_agency_inquiry": other_agency_inquiry,
}
