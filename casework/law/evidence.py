"""What must be on file before a decision goes out (必填材料): the pieces, their names, how each is given.

Which decision needs which piece stands in ``law.outcomes``; whether they are there is asked in ``law.deciding``.
Source: Art. 14-16, 30, 35-42 of the Regulation; law.md 6.3.
"""

from __future__ import annotations

from enum import StrEnum


class Evidence(StrEnum):
    """What must be on file before a decision may be sent for review."""

    PUBLISHED_WHERE = "published_where"
    PROVIDED_FILES = "provided_files"
    WITHHELD_LIST = "withheld_list"
    SECRECY_BASIS = "secrecy_basis"
    STATUTE = "statute"
    HARM = "harm"
    THIRD_PARTY_CHECK = "third_party_check"
    NOT_SEPARABLE = "not_separable"
    THIRD_PARTY_OPINION = "third_party_opinion"
    INTERNAL_KIND = "internal_kind"
    PROCESS_KIND = "process_kind"
    DISCRETION = "discretion"
    CASE_FILE_GUIDANCE = "case_file_guidance"
    SPECIAL_RULE = "special_rule"
    SEARCH_RECORD = "search_record"
    RESPONSIBLE_AGENCY = "responsible_agency"
    PROCESSING_NEEDED = "processing_needed"
    SUPPLEMENT_EXCHANGE = "supplement_exchange"
    PETITION_CHANNEL = "petition_channel"
    EARLIER_REPLY = "earlier_reply"
    EARLIER_REPLY_ON = "earlier_reply_on"
    PUBLICATION_SOURCE = "publication_source"
    REASONS_REVIEW = "reasons_review"
    EARLIER_PROVISION = "earlier_provision"
    JUSTIFICATION_REVIEW = "justification_review"
    FEE_SERVICE_PROOF = "fee_service_proof"
    WITHDRAWAL_LETTER = "withdrawal_letter"
    GUIDANCE = "guidance"
    RECTIFICATION_PROOF = "rectification_proof"


EVIDENCE_NAMES: dict[Evidence, str] = {
    Evidence.PUBLISHED_WHERE: "公开的网址、公报期号或栏目",
    Evidence.PROVIDED_FILES: "提供的文件、形式和时间",
    Evidence.WITHHELD_LIST: "不予提供部分的清单及逐项理由",
    Evidence.SECRECY_BASIS: "密级依据（定密文件或保密部门意见，不写入对外文书）",
    Evidence.STATUTE: "禁止公开的具体法律、行政法规条文",
    Evidence.THIRD_PARTY_CHECK: "是否含有商业秘密、个人隐私的核对结果",
    Evidence.HARM: "公开可能造成危害的论证：公开哪些内容，会对谁、对什么造成什么损害",
    Evidence.NOT_SEPARABLE: "能否区分处理的回答：为何不能只去掉不应公开的内容、提供其余部分",
    Evidence.THIRD_PARTY_OPINION: "第三方意见及本机关的判断",
    Evidence.INTERNAL_KIND: "属于哪一类内部事务信息",
    Evidence.PROCESS_KIND: "属于哪一类过程性信息",
    Evidence.DISCRETION: "裁量说明：为何不公开，有无应当公开的特别规定",
    Evidence.CASE_FILE_GUIDANCE: "当事人另行查阅案卷的指引",
    Evidence.SPECIAL_RULE: "另有规定的法律、行政法规名称和办理窗口",
    Evidence.SEARCH_RECORD: "检索记录（检索的处所和系统、关键词、时间段、检索人、日期）",
    Evidence.RESPONSIBLE_AGENCY: "不属于本机关负责的理由；能确定的，负责机关的名称和联系方式",
    Evidence.PROCESSING_NEEDED: "为何需要对现有信息加工、分析",
    Evidence.SUPPLEMENT_EXCHANGE: "补正的告知与答复，为何仍不明确",
    Evidence.PETITION_CHANNEL: "信访、投诉、举报的相应渠道",
    Evidence.EARLIER_REPLY: "原答复的文号",
    Evidence.EARLIER_REPLY_ON: "原答复的日期",
    Evidence.PUBLICATION_SOURCE: "公开出版物的获取途径",
    Evidence.REASONS_REVIEW: "要求说明理由的情况及审查意见",
    Evidence.EARLIER_PROVISION: "原提供该信息的记录",
    Evidence.JUSTIFICATION_REVIEW: "是否有正当理由的审查意见",
    Evidence.FEE_SERVICE_PROOF: "收费通知的送达证明",
    Evidence.WITHDRAWAL_LETTER: "申请人撤回申请的书面材料或记录",
    Evidence.GUIDANCE: "不予处理的理由和办理指引",
    Evidence.RECTIFICATION_PROOF: "更正的证据与核实结果",
}


# Art. 16 names the kinds; an answer outside them is no ground.
EVIDENCE_CHOICES: dict[Evidence, tuple[str, ...]] = {
    Evidence.INTERNAL_KIND: ("人事管理", "后勤管理", "内部工作流程"),
    Evidence.PROCESS_KIND: ("讨论记录", "过程稿", "磋商信函", "请示报告"),
}
# Where a reply sends the applicant to: the same for every case, so an agency keeps the text once (Art. 36(7), 39).
OUTSIDE_CHANNELS: dict[Evidence, str] = {
    Evidence.PETITION_CHANNEL: "信访、投诉、举报渠道",
    Evidence.SPECIAL_RULE: "工商、不动产登记等另有规定的查询窗口",
    Evidence.CASE_FILE_GUIDANCE: "当事人查阅行政执法案卷的办法",
    Evidence.PUBLICATION_SOURCE: "公报、报刊、书籍等公开出版物的获取途径",
}
# Legal days, written as 2026-03-02.
EVIDENCE_DAYS = frozenset({Evidence.EARLIER_REPLY_ON})
# Kept in rows of their own and never typed as a text: the search records and the withheld list.
STRUCTURED = frozenset({Evidence.SEARCH_RECORD, Evidence.WITHHELD_LIST})
