"""The one table of letter kinds (文书种类): title, number series, whom it goes to, what a clerk adds.

Source: law.md 6.1-6.4. Substantive letters have one kind a decision code; a letter that decides several
matters is of the kind of the code it counts by.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.facts import ConsultationKind
from casework.law.letters.decisions import title_of
from casework.law.outcomes import CODES


class About(StrEnum):
    """What a letter speaks of beside the case."""

    CASE = "case"
    CONSULTATION = "consultation"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class FreePart:
    """A part a clerk writes; everything else is computed and can only be made again."""

    key: str
    label: str
    required: bool = False
    long: bool = True


NOTE = FreePart("note", "补充说明")


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter. ``series`` is the word of its number series, "" for a paper without number.

    ``title`` is written behind the agency's name; ``internal`` papers never leave the building.
    """

    key: str
    name: str
    title: str
    series: str = ""
    about: About = About.CASE
    free: tuple[FreePart, ...] = (NOTE,)
    internal: bool = False

    @property
    def is_reply(self) -> bool:
        """Tell whether the letter decides: its number and its text come from the signed reply."""
        return self.key.startswith(REPLY_PREFIX)


REPLY_PREFIX = "reply_"
# One word in front of the year in the number of each series: 某审公补〔2026〕3号.
_PROCEDURAL = (
    LetterKind("application_form", "申请表", "政府信息公开申请表", free=()),
    LetterKind("registration_form", "登记表", "政府信息公开申请登记表", free=(), internal=True),
    LetterKind("receipt", "登记回执", "政府信息公开申请登记回执", "收"),
    LetterKind("supplement_notice", "补正告知书", "政府信息公开申请补正告知书", "补"),
    LetterKind("reasons_notice", "说明理由告知书", "政府信息公开申请说明理由告知书", "由"),
    LetterKind("delay_notice", "延迟答复告知书", "政府信息公开申请延迟答复告知书", "迟"),
    LetterKind("extension_notice", "延期答复告知书", "政府信息公开申请延期答复告知书", "延"),
    LetterKind("third_party_inquiry", "征求第三方意见书", "政府信息公开征求第三方意见书", "征", About.CONSULTATION),
    LetterKind("third_party_opinion", "第三方意见回执", "政府信息公开第三方意见书", about=About.CONSULTATION, free=()),
    LetterKind("consultation_notice", "征求意见告知书", "政府信息公开征求意见告知书", "知", About.CONSULTATION),
    LetterKind(
        "disclosure_notice", "决定公开告知书（给第三方）", "政府信息公开决定告知书", "告", About.CONSULTATION,
        free=(FreePart("disclosed", "决定公开的内容", required=True), NOTE),
    ),
    LetterKind("co_producer_inquiry", "征求共同制作机关意见函", "关于征求政府信息公开意见的函", "征", About.CONSULTATION),
    LetterKind("other_agency_inquiry", "征求其他机关意见函", "关于征求政府信息公开意见的函", "征", About.CONSULTATION),
    LetterKind(
        "assistance_request", "协办（协查）函", "关于协助办理政府信息公开申请的函", "协",
        free=(
            FreePart("addressee", "协办单位", required=True, long=False),
            FreePart("task", "协查事项", required=True),
            FreePart("answer_by", "反馈期限，例如2026年4月10日前", required=True, long=False),
            NOTE,
        ),
    ),
    LetterKind("fee_notice", "收费通知书", "政府信息公开信息处理费收费通知书", "费"),
    LetterKind("secrecy_review", "保密审查表", "政府信息公开保密审查表", free=(), internal=True),
    LetterKind("approval_sheet", "呈批单", "政府信息公开申请答复呈批单", free=(), internal=True),
    LetterKind("service_receipt", "送达回证", "送达回证", about=About.SERVICE, free=()),
    LetterKind("process_sheet", "办理流程单", "政府信息公开申请办理流程单", free=(), internal=True),
)  # fmt: skip

LETTER_KINDS: dict[str, LetterKind] = {
    item.key: item
    for item in (
        *_PROCEDURAL,
        *(
            LetterKind(f"{REPLY_PREFIX}{code}", f"{code} {row.name}", title_of([code]), "复")
            for code, row in CODES.items()
        ),
    )
}
# What is written to and about each kind of addressee whose opinion is asked for; the inquiry itself comes first.
LETTERS_OF_CONSULTATION: dict[ConsultationKind, tuple[str, ...]] = {
    ConsultationKind.THIRD_PARTY: ("third_party_inquiry", "third_party_opinion", "consultation_notice"),
    ConsultationKind.CO_PRODUCER: ("co_producer_inquiry", "consultation_notice"),
    ConsultationKind.OTHER_AGENCY: ("other_agency_inquiry", "consultation_notice"),
}
# Acts that put on record what their letter tells, with its service: the letter is written before they are done.
NOTICES = {
    Act.REQUEST_SUPPLEMENT: "supplement_notice",
    Act.ASK_REASONS: "reasons_notice",
    Act.CHARGE_FEE: "fee_notice",
}
WRITTEN_BEFORE: dict[Act, str] = {act: LETTER_KINDS[kind].name for act, kind in NOTICES.items()} | {
    Act.CONSULT: "征求意见书"
}
# Acts that serve a letter of what is on record before.
SERVED_BY: dict[Act, str] = {
    Act.SERVE_EXTENSION: "extension_notice",
    Act.SERVE_DELAY: "delay_notice",
    Act.TELL_THIRD_PARTY: "disclosure_notice",
}
# An agency keeps one template for all replies, and one for every other kind.
TEMPLATE_KINDS: dict[str, str] = {"reply": "答复书"} | {item.key: item.name for item in _PROCEDURAL}


def letter_kind(key: str) -> LetterKind:
    """Return the kind of that key. Raises Refused ``letter_kind_unknown``."""
    if key not in LETTER_KINDS:
        raise Refused("letter_kind_unknown", f"没有“{key}”这种文书。", field="kind")
    return LETTER_KINDS[key]


def template_kind(key: str) -> str:
    """Return the kind of template a letter is laid out with."""
    return "reply" if letter_kind(key).is_reply else key


def reply_kind(code: str) -> str:
    """Return the kind of letter that decides by ``code``."""
    return f"{REPLY_PREFIX}{code}"


def notice_of(act: Act, consulted: ConsultationKind | None = None) -> str:
    """Return the kind of letter that ``act`` serves; ``consulted`` is who is asked for an opinion by it."""
    return LETTERS_OF_CONSULTATION[consulted][0] if consulted else NOTICES[act]
