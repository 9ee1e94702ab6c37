"""The five questions 补不补、该不该、有没有、给不给、当不当 as one decision tree that ends in a code.

Source: Art. 2, 10, 14-16, 30, 35-42 of the Regulation; the five steps are those of 苏政办函〔2019〕98号.
Every question names its step and article; every answer leads to another question or to one of the
25 decision codes. An address holds the answers given so far, so a path can be shared and bookmarked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casework.law.outcomes import CODES
from casework.law.sources import FEE_MEASURES, regulation


class Step(StrEnum):
    """The five questions, in their order."""

    SUPPLEMENT = "补不补"
    COMPETENCE = "该不该"
    EXISTENCE = "有没有"
    DISCLOSURE = "给不给"
    PROPRIETY = "当不当"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``leads_to`` is the key of a question or a decision code."""

    key: str
    text: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the tree; ``help`` says what to look at before answering."""

    step: Step
    text: str
    article: str
    answers: tuple[Answer, ...]
    help: str = ""


FIRST = "wish"
_A = Answer
TREE: dict[str, Question] = {
    "wish": Question(
        Step.SUPPLEMENT,
        "申请人现在要的是什么？",
        regulation(29),
        (
            _A("open", "要求提供政府信息", "clear"),
            _A("withdrawn", "申请人自愿撤回申请", "O3"),
            _A("rectify", "要求更正与其自身相关、记录不准确的信息", "C1"),
        ),
    ),
    "clear": Question(
        Step.SUPPLEMENT,
        "申请内容明确吗？",
        regulation(30),
        (
            _A("clear", "明确，或者补正后已经明确", "paid"),
            _A("lapsed", "告知过补正，申请人无正当理由逾期不补正", "O1"),
            _A("still", "补正已收到，补正后仍不明确", "U4"),
        ),
        "不明确而还没有告知过补正的，先办“告知补正”，自收到申请之日起7个工作日内一次性告知。",
    ),
    "paid": Question(
        Step.SUPPLEMENT,
        "有没有发出过收费通知？",
        f"{regulation(42)}、{FEE_MEASURES}",
        (
            _A("none", "没有收费，或者已经缴费", "request"),
            _A("unpaid", "缴费期限届满，申请人没有缴费", "O2"),
        ),
    ),
    "request": Question(
        Step.COMPETENCE,
        "这是政府信息公开申请吗？",
        f"{regulation(2)}、{regulation(39)}",
        (
            _A("yes", "是，要求提供本机关履行职能中制作或者获取的信息", "repeat"),
            _A("petition", "实际是信访、投诉、举报或者咨询", "X1"),
            _A("publication", "要求提供政府公报、报刊、书籍等公开出版物", "X3"),
            _A("other", "要的不是政府信息，或者是党务信息、已移交国家档案馆的档案", "O4"),
        ),
        "以信息公开申请的形式提出信访诉求的，也要出具答复，不能不答。",
    ),
    "repeat": Question(
        Step.COMPETENCE,
        "以前答复过吗？申请的数量、频次合理吗？",
        f"{regulation(36, item=6)}、{regulation(35)}",
        (
            _A("first", "没有答复过，数量、频次在合理范围", "ours"),
            _A("repeat", "已就同一内容答复过该申请人，又重复申请", "X2"),
            _A("again", "已经获取过该信息，要求确认或者重新出具", "X5"),
            _A("excessive", "数量、频次明显超过合理范围，要求说明理由后理由不合理", "X4"),
        ),
        "理由合理而无法按期答复的，不是不予处理：确定延迟答复的合理期限并告知申请人。",
    ),
    "ours": Question(
        Step.COMPETENCE,
        "由本机关负责公开吗？",
        f"{regulation(10)}、{regulation(36, item=5)}",
        (
            _A("ours", "本机关制作，或者由本机关从公民、法人和其他组织获取并保存", "special"),
            _A("other", "由其他机关制作或者最初获取，由其负责公开", "U2"),
        ),
        "机构改革后职权划入本机关的，不得以信息未划转为由拒绝（国办公开办函〔2019〕14号）。",
    ),
    "special": Question(
        Step.COMPETENCE,
        "查询这类信息，法律、行政法规另有规定吗？",
        regulation(36, item=7),
        (
            _A("no", "没有特别规定", "held"),
            _A("yes", "工商、不动产登记资料等，另有专门的查询规定", "N8"),
        ),
    ),
    "held": Question(
        Step.EXISTENCE,
        "找到了吗？",
        regulation(36, item=4),
        (
            _A("held", "找到了", "published"),
            _A("nothing", "检索过，没有这一信息", "U1"),
            _A("creation", "没有现成的信息，要对现有信息加工、分析才能提供", "U3"),
        ),
        "没有找到的，检索记录要写明处所、系统、至少两组关键词、时间段和纸质档案情况。",
    ),
    "published": Question(
        Step.EXISTENCE,
        "已经主动公开了吗？",
        regulation(36, item=1),
        (
            _A("yes", "已经主动公开，能告知具体的获取方式和途径", "G1"),
            _A("no", "没有主动公开", "ground"),
        ),
    ),
    "ground": Question(
        Step.DISCLOSURE,
        "有没有不应当公开的内容？",
        f"{regulation(13)}至{regulation(16)}",
        (
            _A("none", "没有，可以公开", "proper_given"),
            _A("mandatory", "国家秘密、法律行政法规禁止公开，或者危及三安全一稳定", "separable_14"),
            _A("third", "商业秘密、个人隐私等，公开会损害第三方合法权益", "third_opinion"),
            _A("discretion", "内部事务信息、过程性信息或者行政执法案卷", "special_rule"),
        ),
    ),
    "third_opinion": Question(
        Step.DISCLOSURE,
        "第三方的意见和公共利益怎样？",
        f"{regulation(15)}、{regulation(32)}",
        (
            _A("agrees", "第三方同意公开", "proper_given"),
            _A("interest", "第三方不同意，但不公开会对公共利益造成重大影响，本机关决定公开", "proper_given"),
            _A("refuses", "第三方不同意且理由合理，或者逾期未答复、经本机关判断会损害其合法权益", "separable_15"),
        ),
        "还没有书面征求过意见的，先办“征求意见”。第三方逾期不答复不等于同意，也不等于不同意。",
    ),
    "special_rule": Question(
        Step.DISCLOSURE,
        "法律、法规、规章有没有规定应当公开？",
        regulation(16, 2),
        (
            _A("must", "有规定应当公开", "proper_given"),
            _A("may", "没有这样的规定", "separable_16"),
        ),
    ),
    "separable_14": Question(
        Step.PROPRIETY,
        "能够区分处理吗？",
        regulation(37),
        (_A("yes", "能区分，其余部分可以提供", "P1"), _A("no", "不能区分", "kind_14")),
        "含有不应当公开的内容，但能够作区分处理的，应当提供可以公开的部分；不回答这个问题，不能整件不予公开。",
    ),
    "separable_15": Question(
        Step.PROPRIETY,
        "能够区分处理吗？",
        regulation(37),
        (_A("yes", "能区分，遮盖第三方的内容后可以提供", "P1"), _A("no", "不能区分", "N4")),
        "姓名、证件号码、联系方式、价格条款等往往可以遮盖。",
    ),
    "separable_16": Question(
        Step.PROPRIETY,
        "能够区分处理吗？",
        regulation(37),
        (_A("yes", "能区分，其余部分可以提供", "P1"), _A("no", "不能区分", "kind_16")),
        "案卷、会议材料中的事实性内容往往可以单独提供。",
    ),
    "kind_14": Question(
        Step.PROPRIETY,
        "依据第十四条的哪一种情形不予公开？",
        regulation(14),
        (
            _A("secret", "依法确定为国家秘密", "N1"),
            _A("law", "法律、行政法规禁止公开", "N2"),
            _A("security", "公开后可能危及国家安全、公共安全、经济安全、社会稳定", "N3"),
        ),
    ),
    "kind_16": Question(
        Step.PROPRIETY,
        "依据第十六条的哪一种情形不予公开？",
        regulation(16),
        (
            _A("internal", "人事管理、后勤管理、内部工作流程三类内部事务信息", "N5"),
            _A("process", "讨论记录、过程稿、磋商信函、请示报告四类过程性信息", "N6"),
            _A("file", "行政执法案卷信息", "N7"),
        ),
        "第十六条是“可以”不予公开：要写明裁量理由。",
    ),
    "proper_given": Question(
        Step.PROPRIETY,
        "整件提供合适吗？",
        f"{regulation(37)}、{regulation(40)}",
        (
            _A("whole", "合适，整件提供", "G2"),
            _A("part", "其中有的内容不应当公开或者不是政府信息，遮盖后提供", "P1"),
        ),
        "按申请人要求的形式提供；载体不便的，可以改为电子数据或者安排查阅、抄录。",
    ),
}


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a path of answers has come to: the answers taken, and either a question or a code."""

    taken: tuple[tuple[Question, Answer], ...]
    question: Question | None
    code: str = ""


def walk(path: str) -> Walk:
    """Follow the answers in ``path`` (keys joined by dots); what does not fit ends the walk where it stands."""
    here, taken = FIRST, []
    for key in filter(None, path.split(".")):
        question = TREE[here]
        answer = next((answer for answer in question.answers if answer.key == key), None)
        if answer is None:
            break
        taken.append((question, answer))
        if answer.leads_to in CODES:
            return Walk(tuple(taken), None, answer.leads_to)
        here = answer.leads_to
    return Walk(tuple(taken), TREE[here])
