"""What becomes of an opinion (征求意见): silence, agreement, objection, and the agency's own judgement.

Silence means something different for each one asked: the agency decides after a third party's 15
working days (Art. 32), a co-producing agency's silence is consent (Art. 34), and no article limits
another agency (Art. 11). An objection is never the decision itself: the agency judges its reasons,
and discloses against it only for the public interest, told to the third party in writing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.law.errors import Refused
from casework.law.facts import OPINION_BASIS, ConsultationKind
from casework.law.sources import regulation


class Opinion(StrEnum):
    """What the one asked answered."""

    AGREE = "agree"
    PARTLY = "partly"
    REFUSE = "refuse"


OPINION_NAMES: dict[Opinion, str] = {
    Opinion.AGREE: "同意公开",
    Opinion.PARTLY: "同意部分公开",
    Opinion.REFUSE: "不同意公开",
}


class Ruling(StrEnum):
    """What the agency decides itself after an objection or silence."""

    DISCLOSE = "disclose"
    PARTLY = "partly"
    WITHHOLD = "withhold"


RULING_NAMES: dict[Ruling, str] = {
    Ruling.DISCLOSE: "决定公开",
    Ruling.PARTLY: "区分处理，公开其中一部分",
    Ruling.WITHHOLD: "决定不公开",
}


class Standing(StrEnum):
    """How one opinion stands on a day: an answer to a question, never stored."""

    AWAITED = "awaited"
    AGREED = "agreed"
    OBJECTED = "objected"
    SILENT = "silent"
    PRESUMED = "presumed"
    RULED = "ruled"


STANDING_NAMES: dict[Standing, str] = {
    Standing.AWAITED: "等待意见",
    Standing.AGREED: "同意公开",
    Standing.OBJECTED: "有不同意见，待本机关判断",
    Standing.SILENT: "逾期未提出意见，待本机关决定",
    Standing.PRESUMED: "逾期未提出意见，视为同意公开",
    Standing.RULED: "本机关已决定",
}
UNDECIDED = frozenset({Standing.OBJECTED, Standing.SILENT})


class ThirdPartyCheck(StrEnum):
    """The answer to "does it hold trade secrets or personal privacy?" before anything is given (Art. 15)."""

    NONE = "经逐项核对，不含商业秘密、个人隐私，公开不损害第三方合法权益"
    ASKED = "含有或者可能含有商业秘密、个人隐私，已书面征求第三方意见并作出判断"
    SEPARATED = "含有商业秘密、个人隐私的部分已区分处理，提供的部分不含"


@dataclass(frozen=True, slots=True)
class OpinionFact:
    """One letter that was not withdrawn, and all that came of it.

    ``due_on`` is the last day for the opinion: 15 working days after delivery, or for another
    agency the day asked for; None while it is not known, ``provisional`` while it is an estimate.
    """

    kind: ConsultationKind
    addressee: str
    due_on: date | None = None
    answered_on: date | None = None
    opinion: Opinion | None = None
    reasons: str = ""
    ruling: Ruling | None = None
    told_on: date | None = None
    provisional: bool = False


def standing(fact: OpinionFact, today: date) -> Standing:
    """Return how the opinion stands. Source: Art. 32, 34, 11."""
    if fact.opinion is Opinion.AGREE:
        return Standing.AGREED
    if fact.ruling:
        return Standing.RULED
    if fact.answered_on:
        return Standing.OBJECTED
    if fact.due_on is None or today <= fact.due_on:
        return Standing.AWAITED
    return Standing.PRESUMED if fact.kind is ConsultationKind.CO_PRODUCER else Standing.SILENT


def overrides(fact: OpinionFact) -> bool:
    """Tell whether the ruling gives out what a third party did not agree to (Art. 32)."""
    if fact.kind is not ConsultationKind.THIRD_PARTY:
        return False
    if fact.opinion is Opinion.REFUSE:
        return fact.ruling in (Ruling.DISCLOSE, Ruling.PARTLY)
    return fact.opinion is Opinion.PARTLY and fact.ruling is Ruling.DISCLOSE


def check_ruling(fact: OpinionFact, *, ruling: str, judgement: str, public_interest: str, today: date) -> Ruling:
    """Return the ruling a person gives on one opinion. Raises Refused.

    Neither silence nor a refusal is the decision: the agency writes its own judgement, and what
    goes beyond a third party's consent needs the public interest. Source: Art. 32, 15.
    """
    _refuse_needless(fact, standing(fact, today))
    if ruling not in list(Ruling):
        raise Refused("ruling_unknown", "请选择公开、部分公开还是不公开。", article=regulation(32), field="ruling")
    chosen = Ruling(ruling)
    if not is_own_judgement(judgement, fact.reasons):
        raise Refused(
            "judgement_not_own",
            "请写明本机关自己的判断：对方的理由是否成立、公开与否的利弊；不能只写“第三方不同意”或者照抄对方的理由。",
            article=regulation(32),
            field="judgement",
        )
    decided = OpinionFact(fact.kind, fact.addressee, opinion=fact.opinion, ruling=chosen)
    if overrides(decided) and not public_interest.strip():
        raise Refused(
            "public_interest_missing",
            f"{fact.addressee}不同意公开；决定公开的，须写明不公开会对公共利益造成怎样的重大影响。",
            article=regulation(32),
            field="public_interest",
        )
    return chosen


def _refuse_needless(fact: OpinionFact, now: Standing) -> None:
    why = {
        Standing.AWAITED: f"{fact.addressee}的意见期限{_until(fact.due_on)}尚未届满，不能替对方作出判断。",
        Standing.AGREED: f"{fact.addressee}已同意公开，不需要再作决定。",
        Standing.PRESUMED: f"{fact.addressee}逾期未提出意见，依法视为同意公开，不需要再作决定。",
    }.get(now)
    if why:
        raise Refused("ruling_not_needed", why, article=OPINION_BASIS[fact.kind])


def _until(day: date | None) -> str:
    return f"（{day}）" if day else ""


_MERE_REFUSAL = re.compile(
    r"(?:鉴于|因|因为|由于)?(?:该|第三方|对方|其|权利人|该单位|该公司)*"
    r"(?:明确|书面|已)*(?:不同意|不愿意?|反对|拒绝|同意|未答复|未回复|没有意见|无意见)(?:公开|提供)?"
    r"(?:[，,]?(?:故|因此|所以|决定)*(?:不予|不|予以)?(?:公开|提供))?"
)
_SIGNS = re.compile(r"[^\w]+")
SHORTEST_JUDGEMENT = 10


def is_own_judgement(judgement: str, reasons: str) -> bool:
    """Tell whether a text weighs anything: not empty, not the bare "no", not the other's words."""
    plain, theirs = _SIGNS.sub("", judgement), _SIGNS.sub("", reasons)
    return len(plain) >= SHORTEST_JUDGEMENT and not _MERE_REFUSAL.fullmatch(plain) and plain != theirs


def opinions_heard(opinions: Iterable[OpinionFact], today: date) -> Refused | None:
    """Return why a reply can't go to review yet: an opinion is awaited or undecided. Art. 32, 34, 11."""
    now = [(item, standing(item, today)) for item in opinions]
    awaited = [item for item, state in now if state is Standing.AWAITED]
    if awaited:
        return Refused(
            "opinion_awaited",
            f"{_named(awaited)}的意见尚未收到，期限也未届满；收到意见或者期满作出决定后再送审，发错的可以撤回征求意见。",
            article=OPINION_BASIS[awaited[0].kind],
        )
    undecided = [item for item, state in now if state in UNDECIDED]
    if undecided:
        return Refused(
            "opinion_undecided",
            f"{_named(undecided)}逾期未提出意见或者有不同意见，本机关还没有作出判断；沉默既不是同意也不是不同意。",
            article=OPINION_BASIS[undecided[0].kind],
        )
    return None


DISCLOSING = frozenset({"G2", "P1"})
_THIRD_PARTY_GROUND = "N4"


def check_reply_follows(codes: Collection[str], opinions: Iterable[OpinionFact], check: str) -> None:
    """Raise Refused when the decision codes contradict what was asked and ruled.

    ``codes`` are all codes of the reply, grounds of withholding included; ``check`` is the answer
    to the question of Art. 15. Source: Art. 15, 32, 37.
    """
    third = [item for item in opinions if item.kind is ConsultationKind.THIRD_PARTY]
    if not third and (_THIRD_PARTY_GROUND in codes or check == ThirdPartyCheck.ASKED):
        raise Refused(
            "third_party_not_asked",
            "涉及第三方合法权益的，应当先书面征求第三方意见；本件没有征求过第三方意见。",
            article=regulation(32),
            field="decision_code",
        )
    refused = [item for item in third if item.ruling is Ruling.WITHHOLD]
    partly = [item for item in third if Ruling.PARTLY in (item.ruling,) or _agreed_to_part(item)]
    withholds = any(code.startswith("N") or code == "P1" for code in codes)
    if "G2" in codes and not withholds and (refused or partly):
        raise Refused(
            "reply_against_ruling",
            f"涉及{_named([*refused, *partly])}的信息已决定不公开或者只公开一部分，不能全部予以公开；可以部分公开。",
            article=regulation(37),
            field="decision_code",
        )
    if _THIRD_PARTY_GROUND in codes and third and not (refused or partly):
        raise Refused(
            "third_party_agrees",
            f"{_named(third)}同意公开或者已决定公开，不能再以损害第三方合法权益为由不予公开。",
            article=regulation(15),
            field="decision_code",
        )


def _agreed_to_part(item: OpinionFact) -> bool:
    return item.opinion is Opinion.PARTLY and item.ruling is not Ruling.DISCLOSE


def untold(opinions: Iterable[OpinionFact], codes: Iterable[str]) -> tuple[str, ...]:
    """Return the third parties that must be told in writing before the reply is served (Art. 32).

    ``codes`` are the decisions on all matters; by which of them the case is counted plays no part.
    """
    if DISCLOSING.isdisjoint(codes):
        return ()
    return tuple(item.addressee for item in opinions if overrides(item) and item.told_on is None)


def _named(items: Iterable[OpinionFact]) -> str:
    return "、".join(dict.fromkeys(item.addressee for item in items))


def named_in(text: str, identity: Iterable[str]) -> str:
    """Return the first piece of the applicant's identity that ``text`` tells, or "".

    What goes to a third party never says who asks. Source: law.md 6.2, 个人信息保护法第六条.
    """
    said = _SIGNS.sub("", text).casefold()
    for piece in identity:
        plain = _SIGNS.sub("", piece).casefold()
        if len(plain) >= 2 and plain in said:
            return piece
    return ""
