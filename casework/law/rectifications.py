"""更正 (条例第四十一条): a record about the applicant that the applicant proves to be wrong.

A matter of its own: it never enters table 三 (law.md 6.3, C1). The Regulation gives no period, so the
agency sets one (``Policy.correction_days``). The decision carries remedy R2.
"""

from __future__ import annotations

from enum import StrEnum

from casework.law.deciding import require_evidence
from casework.law.errors import Refused
from casework.law.evidence import Evidence
from casework.law.outcomes import RemedyKind, decision
from casework.law.sources import regulation

CODE = "C1"


class RectificationOutcome(StrEnum):
    """How a request for rectification ends."""

    CORRECTED = "corrected"
    ACCURATE = "accurate"
    FORWARDED = "forwarded"
    TOLD = "told"


RECTIFICATION_OUTCOME_NAMES: dict[RectificationOutcome, str] = {
    RectificationOutcome.CORRECTED: "属实，已更正并告知申请人",
    RectificationOutcome.ACCURATE: "经核实记录准确，不予更正",
    RectificationOutcome.FORWARDED: "不属于本机关职能范围，已转送",
    RectificationOutcome.TOLD: "不属于本机关职能范围，告知向谁提出",
}
NOT_OURS = frozenset({RectificationOutcome.FORWARDED, RectificationOutcome.TOLD})


def remedy() -> RemedyKind:
    """Return the remedy of the decision (R2: reconsideration or suit). Source: law.md 5.2."""
    return decision(CODE).remedy


def check_rectification(outcome: str, *, evidence: str, proof: str, addressee: str) -> None:
    """Raise Refused unless the outcome has what Art. 41 asks for.

    A correction needs the applicant's evidence, every outcome what was found, and an agency that is not
    competent the name of the one that is.
    """
    if outcome not in list(RectificationOutcome):
        raise Refused("rectification_outcome_unknown", "请选择处理结果。", article=regulation(41), field="outcome")
    require_evidence(CODE, {Evidence.RECTIFICATION_PROOF: proof})
    if outcome == RectificationOutcome.CORRECTED and not evidence.strip():
        raise Refused(
            "rectification_without_evidence",
            "没有登记申请人提供的证据，不能更正；没有证据的，可以告知其补充或者不予更正。",
            article=regulation(41),
            field="outcome",
        )
    if outcome in NOT_OURS and not addressee.strip():
        raise Refused(
            "rectification_without_addressee",
            "请填写有权更正的机关名称和联系方式。",
            article=regulation(41),
            field="addressee",
        )
