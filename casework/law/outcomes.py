"""Decision codes (决定码): the one table that ties an outcome to article, row, remedy and evidence.

Source: Art. 14-16 and 35-42 of the Regulation; table 三 of the annual report format; law.md 6.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.law.errors import Refused
from casework.law.search_record import SearchFact, proves_absence, refuse_contradiction
from casework.law.sources import FEE_MEASURES, regulation
from casework.law.withheld import Withheld, check_withheld


class RemedyKind(StrEnum):
    """Which remedy paragraph a decision carries; the dates choose the final wording."""

    NONE = "R0"
    RECONSIDERATION_FIRST = "R1"
    CHOICE = "R2"
    THIRD_PARTY = "R3"
    BY_GROUND = "by_ground"


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
# Legal days, written as 2026-03-02.
EVIDENCE_DAYS = frozenset({Evidence.EARLIER_REPLY_ON})
# Kept in rows of their own and never typed as a text: the search records and the withheld list.
STRUCTURED = frozenset({Evidence.SEARCH_RECORD, Evidence.WITHHELD_LIST})


class Category(StrEnum):
    """The answer groups a clerk thinks in."""

    DISCLOSED = "disclosed"
    DENIED = "denied"
    UNABLE = "unable"
    NOT_PROCESSED = "not_processed"
    OTHER = "other"
    RECTIFICATION = "rectification"


CATEGORY_NAMES: dict[Category, str] = {
    Category.DISCLOSED: "公开",
    Category.DENIED: "不予公开",
    Category.UNABLE: "无法提供",
    Category.NOT_PROCESSED: "不予处理",
    Category.OTHER: "其他处理",
    Category.RECTIFICATION: "更正",
}


@dataclass(frozen=True, slots=True)
class DecisionCode:
    """One outcome. ``row`` is its line in table 三, None when it does not enter the table."""

    code: str
    name: str
    category: Category
    articles: tuple[str, ...]
    row: str | None
    remedy: RemedyKind
    evidence: tuple[Evidence, ...]
    # Codes that end a case by an act of its own (lapse, withdrawal) are not offered for a reply.
    by_reply: bool = True


def _rows() -> Iterable[DecisionCode]:
    r1, r2 = RemedyKind.RECONSIDERATION_FIRST, RemedyKind.CHOICE
    e = Evidence
    secret_or_law = regulation(14)
    denied = regulation(36, item=3)
    yield DecisionCode(
        "G1",
        "已主动公开，告知获取方式和途径",
        Category.DISCLOSED,
        (regulation(36, item=1),),
        "granted",
        r2,
        (e.PUBLISHED_WHERE,),
    )
    yield DecisionCode(
        "G2",
        "予以公开",
        Category.DISCLOSED,
        (regulation(36, item=2),),
        "granted",
        r2,
        (e.THIRD_PARTY_CHECK, e.PROVIDED_FILES),
    )
    yield DecisionCode(
        "P1",
        "部分公开",
        Category.DISCLOSED,
        (regulation(37),),
        "partial",
        RemedyKind.BY_GROUND,
        (e.PROVIDED_FILES, e.WITHHELD_LIST),
    )
    yield DecisionCode(
        "N1",
        "不予公开：国家秘密",
        Category.DENIED,
        (secret_or_law, denied),
        "denied_secret",
        r1,
        (e.SECRECY_BASIS, e.NOT_SEPARABLE),
    )
    yield DecisionCode(
        "N2",
        "不予公开：法律、行政法规禁止公开",
        Category.DENIED,
        (secret_or_law, denied),
        "denied_law",
        r1,
        (e.STATUTE, e.NOT_SEPARABLE),
    )
    yield DecisionCode(
        "N3",
        "不予公开：危及国家安全、公共安全、经济安全、社会稳定",
        Category.DENIED,
        (secret_or_law, denied),
        "denied_security",
        r1,
        (e.HARM, e.NOT_SEPARABLE),
    )
    yield DecisionCode(
        "N4",
        "不予公开：损害第三方合法权益",
        Category.DENIED,
        (regulation(15), regulation(32), denied),
        "denied_third_party",
        r1,
        (e.THIRD_PARTY_OPINION, e.HARM, e.NOT_SEPARABLE),
    )
    yield DecisionCode(
        "N5",
        "不予公开：内部事务信息",
        Category.DENIED,
        (regulation(16, 1), denied),
        "denied_internal",
        r1,
        (e.INTERNAL_KIND, e.HARM, e.DISCRETION, e.NOT_SEPARABLE),
    )
    yield DecisionCode(
        "N6",
        "不予公开：过程性信息",
        Category.DENIED,
        (regulation(16, 2), denied),
        "denied_process",
        r1,
        (e.PROCESS_KIND, e.HARM, e.DISCRETION, e.NOT_SEPARABLE),
    )
    yield DecisionCode(
        "N7",
        "不予公开：行政执法案卷",
        Category.DENIED,
        (regulation(16, 2), denied),
        "denied_case_file",
        r1,
        (e.CASE_FILE_GUIDANCE, e.HARM, e.DISCRETION, e.NOT_SEPARABLE),
    )
    yield DecisionCode(
        "N8",
        "不予公开：行政查询事项",
        Category.DENIED,
        (regulation(36, item=7),),
        "denied_query",
        r2,
        (e.SPECIAL_RULE,),
    )
    yield DecisionCode(
        "U1",
        "信息不存在",
        Category.UNABLE,
        (regulation(36, item=4),),
        "unable_not_held",
        r2,
        (e.SEARCH_RECORD,),
    )
    yield DecisionCode(
        "U2",
        "不属于本机关负责公开",
        Category.UNABLE,
        (regulation(36, item=5),),
        "unable_not_held",
        r2,
        (e.RESPONSIBLE_AGENCY,),
    )
    yield DecisionCode(
        "U3",
        "没有现成信息，需要加工、分析",
        Category.UNABLE,
        (regulation(38),),
        "unable_need_creation",
        r2,
        (e.PROCESSING_NEEDED,),
    )
    yield DecisionCode(
        "U4",
        "补正后申请内容仍不明确",
        Category.UNABLE,
        (regulation(30),),
        "unable_unclear",
        r2,
        (e.SUPPLEMENT_EXCHANGE,),
    )
    yield DecisionCode(
        "X1",
        "信访、投诉、举报类申请",
        Category.NOT_PROCESSED,
        (regulation(39, 1),),
        "np_petition",
        r2,
        (e.PETITION_CHANNEL,),
    )
    yield DecisionCode(
        "X2",
        "重复申请",
        Category.NOT_PROCESSED,
        (regulation(36, item=6),),
        "np_repeat",
        r2,
        (e.EARLIER_REPLY, e.EARLIER_REPLY_ON),
    )
    yield DecisionCode(
        "X3",
        "要求提供公开出版物",
        Category.NOT_PROCESSED,
        (regulation(39, 2),),
        "np_publication",
        r2,
        (e.PUBLICATION_SOURCE,),
    )
    yield DecisionCode(
        "X4",
        "无正当理由大量反复申请",
        Category.NOT_PROCESSED,
        (regulation(35),),
        "np_excessive",
        r2,
        (e.REASONS_REVIEW,),
    )
    yield DecisionCode(
        "X5",
        "要求确认或重新出具已获取信息",
        Category.NOT_PROCESSED,
        (),
        "np_confirm",
        r2,
        (e.EARLIER_PROVISION,),
    )
    yield DecisionCode(
        "O1",
        "逾期不补正，不再处理",
        Category.OTHER,
        (regulation(30),),
        "other_no_supplement",
        r2,
        (e.JUSTIFICATION_REVIEW,),
        by_reply=False,
    )
    yield DecisionCode(
        "O2",
        "逾期不缴费，不再处理",
        Category.OTHER,
        (regulation(42), FEE_MEASURES),
        "other_fee_unpaid",
        r2,
        (e.FEE_SERVICE_PROOF,),
        by_reply=False,
    )
    yield DecisionCode(
        "O3",
        "申请人撤回",
        Category.OTHER,
        (),
        "other_misc",
        RemedyKind.NONE,
        (e.WITHDRAWAL_LETTER,),
        by_reply=False,
    )
    yield DecisionCode(
        "O4",
        "非政府信息等其他处理",
        Category.OTHER,
        (regulation(2),),
        "other_misc",
        r2,
        (e.GUIDANCE,),
    )
    yield DecisionCode("C1", "更正申请的处理", Category.RECTIFICATION, (regulation(41),), None,
                       r2, (e.RECTIFICATION_PROOF,), by_reply=False)  # fmt: skip


CODES: dict[str, DecisionCode] = {row.code: row for row in _rows()}

# Grounds of Art. 14-16: a refusal on them must be taken to reconsideration first.
RECONSIDERATION_FIRST_GROUNDS = frozenset({"N1", "N2", "N3", "N4", "N5", "N6", "N7"})

# What a partial disclosure may leave out: refusals, and what is no government information.
WITHHOLDABLE_GROUNDS = RECONSIDERATION_FIRST_GROUNDS | {"N8", "U1", "U2", "U3", "O4"}


def decision(code: str | None) -> DecisionCode:
    """Return the decision code's row. Raises Refused ``decision_code_missing`` / ``_unknown``."""
    if not code:
        raise Refused(
            "decision_code_missing",
            "答复必须选定决定码，不能没有处理结论。",
            article=regulation(36),
            field="decision_code",
        )
    if code not in CODES:
        raise Refused(
            "decision_code_unknown", f"没有决定码 {code}。", article=regulation(36),
            field="decision_code",
        )  # fmt: skip
    return CODES[code]


def missing_evidence(code: str, given: Mapping[str, str]) -> list[Evidence]:
    """Return the required pieces of evidence that are absent or blank in ``given``."""
    return [item for item in decision(code).evidence if not given.get(item, "").strip()]


def require_evidence(code: str, given: Mapping[str, str]) -> None:
    """Raise Refused ``evidence_missing`` naming what the decision still needs."""
    missing = missing_evidence(code, given)
    if missing:
        row = decision(code)
        names = "；".join(EVIDENCE_NAMES[item] for item in missing)
        raise Refused(
            "evidence_missing",
            f"“{row.name}”还缺少必填材料：{names}。",
            article="、".join(row.articles),
            field=f"evidence_{missing[0]}",
        )


def check_decision(
    code: str | None,
    *,
    evidence: Mapping[str, str],
    withheld: Sequence[Withheld] = (),
    searches: Sequence[SearchFact] = (),
    supplement_received: bool = False,
    reasons_unreasonable: bool = False,
) -> DecisionCode:
    """Return the row of a decision that may go to review; raise Refused when it may not.

    Beside the required evidence: a partial disclosure lists what it leaves out (Art. 37), "does
    not exist" rests on search records that found nothing (Art. 36(4)), "still unclear" needs an
    answered supplement (Art. 30), "excessive" needs reasons that were asked for and found
    unreasonable (Art. 35), and codes that belong to an act of their own (lapse, withdrawal,
    rectification) are no reply.
    """
    row = decision(code)
    if not row.by_reply:
        raise Refused(
            "not_a_reply",
            f"“{row.name}”不以答复书作出，请使用相应的办理动作。",
            article="、".join(row.articles),
            field="decision_code",
        )
    if row.code == "U4" and not supplement_received:
        raise Refused(
            "supplement_not_received",
            "没有收到过补正，不能以“补正后申请内容仍不明确”答复。",
            article=regulation(30),
            field="decision_code",
        )
    if row.code == "X4" and not reasons_unreasonable:
        raise Refused(
            "reasons_not_reviewed",
            "须先要求申请人说明理由，经审查认为不合理的，才可以告知不予处理。",
            article=regulation(35),
            field="decision_code",
        )
    kept = {name: text for name, text in evidence.items() if name not in STRUCTURED}
    if row.code == "P1":
        check_withheld(withheld, grounds=WITHHOLDABLE_GROUNDS)
        kept[Evidence.WITHHELD_LIST] = "listed"
    if row.code == "U1":
        refuse_contradiction(searches)
        if proves_absence(searches):
            kept[Evidence.SEARCH_RECORD] = "recorded"
    require_evidence(row.code, kept)
    _require_forms(row, kept)
    return row


def _require_forms(row: DecisionCode, evidence: Mapping[str, str]) -> None:
    for item in row.evidence:
        value = evidence[item].strip()
        choices = EVIDENCE_CHOICES.get(item)
        if choices and value not in choices:
            raise Refused(
                "evidence_not_listed",
                f"“{EVIDENCE_NAMES[item]}”只能是：{'、'.join(choices)}。",
                article="、".join(row.articles),
                field=f"evidence_{item}",
            )
        if item in EVIDENCE_DAYS:
            try:
                date.fromisoformat(value)
            except ValueError:
                raise Refused(
                    "evidence_not_a_day",
                    f"“{EVIDENCE_NAMES[item]}”应写成 2026-03-02 的形式。",
                    article="、".join(row.articles),
                    field=f"evidence_{item}",
                ) from None
