"""The ends of a case that are no reply: by which act, under which decision code, on which piece of evidence.

Source: Art. 30, 42 of the Regulation; 国办函〔2020〕109号; law.md 3.3, 6.3.
"""

from __future__ import annotations

from casework.law.acts import Act
from casework.law.evidence import Evidence
from casework.law.outcomes import CODES
from casework.law.stages import Stage

WITHDRAWAL_CODE = "O3"
# What the applicant let pass in each stage: the supplement, or the payment.
LAPSE_CODES: dict[Stage, str] = {Stage.SUPPLEMENTING: "O1", Stage.AWAITING_FEE: "O2"}
ENDING_ACTS: dict[str, Act] = {**dict.fromkeys(LAPSE_CODES.values(), Act.LAPSE), WITHDRAWAL_CODE: Act.WITHDRAW}


def ending_evidence(code: str) -> Evidence:
    """Return the one piece of evidence that an end by this code rests on."""
    (evidence,) = CODES[code].evidence
    return evidence
