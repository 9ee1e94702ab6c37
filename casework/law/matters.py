"""事项: a request of several matters, and the one code it is counted by (law.md 3.3).

Source: the annual report format counts one case once (一件一结果): what gives a part counts as
partly disclosed (Art. 37), otherwise the order of ``rank`` decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.law.errors import Refused
from casework.law.outcomes import CODES, Category, decision
from casework.law.sources import REPORT_FORMAT_2021, regulation

AT_MOST = 50
PARTIAL = "P1"
_GIVEN = frozenset({"G1", "G2"})
# Refusals first: whoever counts the case by them also tells of reconsideration first (R1).
_ORDER = (Category.DISCLOSED, Category.DENIED, Category.UNABLE, Category.NOT_PROCESSED, Category.OTHER)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The code a case should be counted by, and why, in a sentence."""

    code: str
    why: str


def check_words(words: Sequence[str]) -> list[str]:
    """Return the matters' words, trimmed. Raise Refused when there is none, an empty one or too many."""
    trimmed = [text.strip() for text in words]
    if not trimmed or not all(trimmed):
        raise Refused(
            "matter_words_missing", "每个事项都要写明申请人的原话。", article=regulation(29, 2, 2), field="words"
        )
    if len(trimmed) > AT_MOST:
        raise Refused("too_many_matters", f"一件申请最多列{AT_MOST}个事项，请拆分为多件办理。", field="words")
    if len(set(trimmed)) < len(trimmed):
        raise Refused("matter_twice", "有两个事项的内容完全相同，请合并。", field="words")
    return trimmed


def proposed_code(codes: Iterable[str]) -> Proposal:
    """Return the statistical code of a case whose matters are decided by ``codes``.

    Any part given beside something not given is 部分公开 (Art. 37; the row's own name). Otherwise the
    first of: disclosed, denied, unable, not processed, other; within a group the printed order of
    table 三, and 予以公开 before 已主动公开. Raises Refused when a matter has no decision.
    """
    found = [decision(code).code for code in codes]
    distinct = set(found)
    if not distinct:
        decision("")
    if len(distinct) == 1:
        return Proposal(found[0], "各事项的处理决定相同")
    given = distinct & _GIVEN
    if PARTIAL in distinct or (given and distinct - _GIVEN):
        return Proposal(PARTIAL, "有的事项提供了、有的没有提供，任何提供了一部分的计入“部分公开”")
    if given:
        return Proposal("G2", "各事项均予公开")
    return Proposal(
        min(distinct, key=_rank), "没有提供任何部分，按不予公开、无法提供、不予处理、其他处理的顺序取靠前的一项"
    )


def _rank(code: str) -> tuple[int, int]:
    return _ORDER.index(CODES[code].category), list(CODES).index(code)


def statistical_choices(codes: Sequence[str]) -> list[str]:
    """Return the codes a person may confirm: the proposal first, then those of the matters."""
    proposal = proposed_code(codes)
    return [proposal.code, *dict.fromkeys(code for code in codes if code != proposal.code)]


def check_statistical_code(chosen: str, codes: Sequence[str], *, reason: str) -> str:
    """Return the confirmed statistical code. Raise Refused for a foreign one, or a deviation without reason.

    Source: 国办公开办函〔2021〕30号, table 三: one case, one row; law.md 3.3.
    """
    allowed = statistical_choices(codes)
    if decision(chosen).code not in allowed:
        names = "、".join(f"{code} {CODES[code].name}" for code in allowed)
        raise Refused(
            "statistical_code_foreign", f"统计码只能从各事项的决定中选取：{names}。",
            article=REPORT_FORMAT_2021, field="decision_code",
        )  # fmt: skip
    if chosen != allowed[0] and not reason.strip():
        raise Refused(
            "statistical_reason_missing",
            f"按规则应计入“{CODES[allowed[0]].name}”，改计“{CODES[chosen].name}”须写明理由。",
            article=REPORT_FORMAT_2021,
            field="statistical_reason",
        )
    return chosen
