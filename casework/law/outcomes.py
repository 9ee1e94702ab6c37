"""Decision codes (决定码): the one table that ties an outcome to article, row, remedy and evidence.

Source: Art. 14-16 and 35-42 of the Regulation; table 三 of the annual report format; law.md 6.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from casework.law.errors import Refused
from casework.law.evidence import Evidence
from casework.law.sources import FEE_MEASURES, regulation


class RemedyKind(StrEnum):
    """Which remedy paragraph a decision carries; the dates choose the final wording."""

    NONE = "R0"
    RECONSIDERATION_FIRST = "R1"
    CHOICE = "R2"
    BY_GROUND = "by_ground"


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
