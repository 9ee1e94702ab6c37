"""The remedy paragraph (救济): chosen by day of decision and ground, never typed.

Source: 行政复议法（2023） Art. 20, 23, 24; 行政诉讼法 Art. 45, 46; 法释〔2025〕8号; law.md 5.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.law.letters.facts import AgencyFacts, LetterFacts, MatterWords, RemedyBodies
from casework.law.letters.words import address_of
from casework.law.outcomes import RemedyKind
from casework.law.remedies import (
    LITIGATION_AFTER_RECONSIDERATION_DAYS,
    LITIGATION_MONTHS,
    RECONSIDERATION_DAYS,
    before_the_new_law,
    remedy_kind,
)
from casework.law.sources import chinese_numeral

FIRST_BASIS = "《中华人民共和国行政复议法》第二十三条第一款第四项"
UNKNOWN_AUTHORITY = "依法享有管辖权的行政复议机关"
UNKNOWN_COURT = "有管辖权的人民法院"


def remedy_paragraphs(facts: LetterFacts, *, letter_name: str) -> list[str]:
    """Return the remedy paragraphs of a decision; none for a withdrawal. Source: law.md 5.2."""
    if facts.decided_on is None or not facts.matters:
        return []
    kinds = [_kind(item, facts.decided_on, facts.agency) for item in facts.matters]
    first = [place for place, kind in enumerate(kinds, 1) if kind is RemedyKind.RECONSIDERATION_FIRST]
    choice = [place for place, kind in enumerate(kinds, 1) if kind is RemedyKind.CHOICE]
    you, bodies = address_of(facts.applicants), facts.agency.bodies
    whole = len(first) == len(kinds) or len(choice) == len(kinds)
    lines = []
    if first:
        what = letter_name if whole else f"{letter_name}{_places(first)}"
        lines.append(reconsideration_first(you, what, letter_name, bodies))
    if choice:
        what = letter_name if whole else f"{letter_name}{_places(choice)}"
        lines.append(choice_of(you, what, letter_name, bodies, facts.decided_on))
    return lines


def reconsideration_first(you: str, what: str, letter_name: str, bodies: RemedyBodies) -> str:
    """Return R1: reconsideration must come first (行政复议法第二十三条第一款第四项、第二款)."""
    return (
        f"{you}如不服{what}，应当依照{FIRST_BASIS}的规定，自收到{letter_name}之日起{RECONSIDERATION_DAYS}日内"
        f"先向{bodies.authority or UNKNOWN_AUTHORITY}申请行政复议{_online(bodies)}；对行政复议决定不服的，"
        f"可以自收到行政复议决定书之日起{LITIGATION_AFTER_RECONSIDERATION_DAYS}日内依法向人民法院提起行政诉讼。"
    )


def choice_of(you: str, what: str, letter_name: str, bodies: RemedyBodies, decided_on: date) -> str:
    """Return R2: reconsideration within 60 days or suit within 6 months, as the applicant chooses."""
    authority = bodies.authority or UNKNOWN_AUTHORITY
    if before_the_new_law(decided_on) and bodies.alternative_authority:
        authority = f"{authority}或者{bodies.alternative_authority}"
    return (
        f"{you}如不服{what}，可以自收到{letter_name}之日起{RECONSIDERATION_DAYS}日内向{authority}申请行政复议"
        f"{_online(bodies)}，或者自收到{letter_name}之日起{LITIGATION_MONTHS}个月内"
        f"向{bodies.court or UNKNOWN_COURT}提起行政诉讼。"
    )


def _kind(matter: MatterWords, decided_on: date, agency: AgencyFacts) -> RemedyKind:
    return remedy_kind(matter.code, decided_on=decided_on, withheld_grounds=matter.grounds, policy=agency.policy)


def _places(places: Sequence[int]) -> str:
    return "、".join(f"第{chinese_numeral(place)}项" for place in places) + "的处理决定"


def _online(bodies: RemedyBodies) -> str:
    # 行政复议法第二十二条: a decision served on line names the way to apply on line.
    return f"（也可以通过互联网渠道提交行政复议申请书：{bodies.online_channel}）" if bodies.online_channel else ""
