"""投诉举报 (条例第四十七条、第五十一条): an agency is said not to disclose as the law asks; the superior looks into it."""

from __future__ import annotations

from enum import StrEnum

from casework.law.errors import Refused
from casework.law.sources import regulation


class ComplaintFinding(StrEnum):
    """What the look into it showed."""

    UPHELD = "upheld"
    PARTLY = "partly"
    UNFOUNDED = "unfounded"
    WITHDRAWN = "withdrawn"


COMPLAINT_FINDING_NAMES: dict[ComplaintFinding, str] = {
    ComplaintFinding.UPHELD: "属实",
    ComplaintFinding.PARTLY: "部分属实",
    ComplaintFinding.UNFOUNDED: "不属实",
    ComplaintFinding.WITHDRAWN: "投诉人撤回",
}
_TO_MEND = frozenset({ComplaintFinding.UPHELD, ComplaintFinding.PARTLY})


def check_complaint(finding: str, *, measures: str) -> None:
    """Raise Refused for an unknown finding, or a founded complaint without what was done about it (Art. 47)."""
    if finding not in list(ComplaintFinding):
        raise Refused("complaint_finding_unknown", "请选择核实结果。", article=regulation(47), field="finding")
    if finding in _TO_MEND and not measures.strip():
        raise Refused(
            "complaint_without_measures",
            "投诉属实的，应当督促整改或者通报批评，请写明采取的措施。",
            article=regulation(47),
            field="measures",
        )
