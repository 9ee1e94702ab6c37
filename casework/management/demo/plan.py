"""What one invented case is: who asks for what, how it ends, and where its story stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from casework.law.letter_service import ServiceMethod
from casework.law.receipt import Channel
from casework.services.register import ApplicantData


class Stop(IntEnum):
    """The act after which a story leaves its case standing."""

    ARRIVED = 1
    IDENTITY_INCOMPLETE = 2
    ACCEPTED = 3
    SUPPLEMENT_ASKED = 4
    REASONS_ASKED = 5
    CONSULTED = 6
    FEE_ASKED = 7
    EXTENDED = 8
    IN_REVIEW = 9
    SIGNED = 10
    CONCLUDED = 11
    ARCHIVED = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """What one story tells. Day counts are working days.

    ``reply_after`` counts from the receipt, or from the supplement that restarts the clock, to
    the day the draft goes to review; signing and service follow on the next two working days.
    ``agreed`` is how many steps of the approval chain are done when the story stops in review.
    """

    key: str
    channel: Channel
    applicant: ApplicantData
    content: str
    code: str
    arrives_on: date
    reply_after: int = 6
    supplement: bool = False
    consult: bool = False
    extension_days: int = 0
    sent_back: bool = False
    agreed: int = 0
    on_the_spot: bool = False
    to_unit: bool = True
    method: ServiceMethod = ServiceMethod.POSTAL
    stop: Stop = Stop.ARCHIVED
