"""What a decision of a past year must agree with: receipt before it, service after it (条例第三十三条)."""

from __future__ import annotations

from datetime import date

from casework.law.errors import BadFact
from casework.law.sources import regulation


def check_past_decision(*, received_on: date, decided_on: date, served_on: date) -> None:
    """Raise BadFact when a case was decided before it was received, or served before it was decided. Art. 31, 33."""
    if decided_on < received_on:
        raise BadFact("decided_on", f"不能早于收到申请之日{received_on}", article=regulation(31))
    if served_on < decided_on:
        raise BadFact("served_on", f"送达日期不能早于答复日期{decided_on}", article=regulation(33))
