"""来件: a letter that came to the house, and into whose hands it passed (条例第三十一条; 国办公开办函〔2015〕207号).

A signed letter is received on the day of the signature, whoever signed; whose name stands on it does not
matter. So every letter is written down when it comes and is in the hands of the desk a working day later.
"""

from __future__ import annotations

from enum import StrEnum

from casework.law.errors import Refused
from casework.law.sources import regulation

HAND_OVER_WORKING_DAYS = 1


class MailOutcome(StrEnum):
    """What was found in it."""

    REQUEST = "request"
    OTHER = "other"


MAIL_OUTCOME_NAMES: dict[MailOutcome, str] = {
    MailOutcome.REQUEST: "政府信息公开申请，已登记办件",
    MailOutcome.OTHER: "不是政府信息公开申请，已转交",
}


def check_hand_over(outcome: str, *, has_case: bool, passed_to: str) -> None:
    """Raise Refused unless it is clear what became of the letter: a case, or who took it. Source: Art. 31, 45."""
    if outcome not in list(MailOutcome):
        raise Refused("mail_outcome_unknown", "请选择来件是什么。", article=regulation(45), field="outcome")
    if outcome == MailOutcome.REQUEST and not has_case:
        raise Refused(
            "mail_without_case", "是政府信息公开申请的，请先登记办件，再填写编号。", article=regulation(45),
            field="case_number",
        )  # fmt: skip
    if outcome == MailOutcome.OTHER and not passed_to.strip():
        raise Refused("mail_passed_to_nobody", "请写明转交给谁。", article=regulation(45), field="passed_to")
