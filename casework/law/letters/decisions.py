"""What each decision code says in a reply: finding of law, decision, and what goes with it.

Source: Art. 14-16, 30, 35-42 of the Regulation; law.md 6.3. The articles come from ``law.outcomes``.
"""

from __future__ import annotations

from casework.law.evidence import Evidence
from casework.law.letters.facts import MatterWords
from casework.law.letters.words import cited, paragraphs, sentence
from casework.law.outcomes import CODES, decision

# {you} the form of address, {basis} the articles, {ask} "您申请公开的信息", names of evidence their text.
# What secures a secret (secrecy_basis) is never written into a letter that leaves the building.
_TEXTS: dict[str, str] = {
    "G1": "{ask}属于本机关已经主动公开的政府信息。根据{basis}的规定，现告知{you}获取该信息的方式和途径：{published_where}",
    "G2": "根据{basis}的规定，本机关决定对{ask}予以公开。提供的文件、形式和时间：{provided_files}",
    "P1": "{ask}中含有不应当公开的内容，能够作区分处理。根据{basis}的规定，本机关决定予以部分公开。"
    "提供的文件、形式和时间：{provided_files}不予提供的内容及理由：{withheld_list}",
    "N1": "{ask}属于依法确定为国家秘密的政府信息。根据{basis}的规定，本机关决定不予公开。",
    "N2": "{ask}属于法律、行政法规禁止公开的政府信息。具体依据：{statute}根据{basis}的规定，本机关决定不予公开。",
    "N3": "{ask}公开后可能危及国家安全、公共安全、经济安全、社会稳定。理由：{harm}根据{basis}的规定，本机关决定不予公开。",
    "N4": "{ask}涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害。{third_party_opinion}"
    "根据{basis}的规定，本机关决定不予公开。",
    "N5": "{ask}属于行政机关的内部事务信息。所属类别：{internal_kind}不予公开的理由：{discretion}"
    "根据{basis}的规定，本机关决定不予公开。",
    "N6": "{ask}属于行政机关在履行行政管理职能过程中形成的过程性信息。所属类别：{process_kind}不予公开的理由：{discretion}"
    "根据{basis}的规定，本机关决定不予公开。",
    "N7": "{ask}属于行政执法案卷信息。不予公开的理由：{discretion}根据{basis}的规定，本机关决定不予公开。"
    "当事人查阅案卷的办法：{case_file_guidance}",
    "N8": "{ask}属于有关法律、行政法规对信息的获取有特别规定的事项。根据{basis}的规定，请依照下列规定办理：{special_rule}",
    "U1": "经检索，本机关没有{ask}，该信息不存在。检索情况：{search_record}根据{basis}的规定，现告知{you}该政府信息不存在。",
    "U2": "{ask}不属于本机关负责公开。根据{basis}的规定，现将理由和负责公开该信息的行政机关告知{you}：{responsible_agency}",
    "U3": "本机关没有{ask}的现成信息，需要对现有政府信息进行加工、分析。情况说明：{processing_needed}"
    "根据{basis}的规定，本机关不予提供。",
    "U4": "经补正，{you}的申请内容仍不明确。情况说明：{supplement_exchange}根据{basis}的规定，本机关无法提供。",
    "X1": "{you}以政府信息公开申请的形式进行信访、投诉、举报等活动。根据{basis}的规定，本机关不作为政府信息公开申请处理。"
    "{you}可以通过下列渠道提出：{petition_channel}",
    "X2": "{you}的申请与此前的申请内容相同，本机关已经作出答复：{earlier_reply}根据{basis}的规定，本机关不予重复处理。",
    "X3": "{you}申请提供的是政府公报、报刊、书籍等公开出版物。根据{basis}的规定，现告知{you}获取的途径：{publication_source}",
    "X4": "{you}申请公开政府信息的数量、频次明显超过合理范围，且说明的理由不合理。审查意见：{reasons_review}"
    "根据{basis}的规定，本机关不予处理。",
    "X5": "{you}要求本机关对已经获取的政府信息进行确认或者重新出具。原提供情况：{earlier_provision}"
    "该事项不属于应当按照政府信息公开申请处理的事项，本机关不予处理。",
    "O1": "{you}未在补正期限内补正，且无正当理由。审查意见：{justification_review}"
    "根据{basis}的规定，视为{you}放弃申请，本机关不再处理该政府信息公开申请。",
    "O2": "{you}未在规定期限内缴纳信息处理费。通知送达情况：{fee_service_proof}"
    "根据{basis}的规定，视为{you}放弃申请，本机关不再处理该政府信息公开申请。",
    "O3": "{you}已撤回该政府信息公开申请，本机关终止办理。",
    "O4": "{ask}不属于应当按照政府信息公开申请处理的事项。理由和办理指引：{guidance}"
    "根据{basis}的规定，本机关对该事项不予处理。",
    "C1": "{you}认为本机关保存的与自身相关的政府信息记录不准确，要求更正。核实及处理结果：{rectification_proof}"
    "根据{basis}的规定，现将上述处理结果告知{you}。",
}

REPLY_TITLE = "政府信息公开申请答复书"
# Kinds of ending that are told rather than answered.
_TITLES = {
    "O1": "政府信息公开申请不再处理告知书",
    "O2": "政府信息公开申请不再处理告知书",
    "O3": "政府信息公开申请终止办理告知书",
    "C1": "政府信息更正申请处理告知书",
    **dict.fromkeys(("X1", "X2", "X3", "X4", "X5", "O4"), "政府信息公开申请告知书"),
}


def title_of(codes: list[str]) -> str:
    """Return the title of a reply that decides by ``codes``; several kinds together are a 答复书."""
    titles = {_TITLES.get(code, REPLY_TITLE) for code in codes}
    return titles.pop() if len(titles) == 1 else REPLY_TITLE


def decided(matter: MatterWords, you: str, ask: str = "") -> list[str]:
    """Return the paragraphs that decide one matter; ``ask`` names what was asked for.

    Raises Refused ``decision_code_missing`` / ``_unknown``.
    """
    row = decision(matter.code)
    texts = {item.value: sentence(matter.evidence.get(item, "")) for item in Evidence if matter.evidence.get(item)}
    given = dict.fromkeys((item.value for item in Evidence), "") | texts
    ask = ask or f"{you}申请公开的信息"
    text = _TEXTS[row.code].format(you=you, ask=ask, basis=cited(_articles(matter)), **given)
    return [*paragraphs(matter.findings), text]


def _articles(matter: MatterWords) -> list[str]:
    """A partial disclosure also cites the articles of what it leaves out (Art. 37)."""
    found = list(CODES[matter.code].articles)
    for ground in matter.grounds:
        found += [article for article in CODES[ground].articles if article not in found]
    return found
