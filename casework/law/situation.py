"""What must be known of a case to say which legal acts are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.law.consultations import OpinionFact
from casework.law.duties import ClockReading
from casework.law.review import Review, Reviewer
from casework.law.stages import Stage


@dataclass(frozen=True, slots=True)
class Situation:
    """What must be known of a case to say which acts are open."""

    stage: Stage
    today: date
    reading: ClockReading
    identity_checked: bool = False
    # Who works on the case, empty while nobody does.
    officer: str = ""
    supplement_asked: bool = False
    supplement_answer_by: date | None = None
    extension_requested: bool = False
    extension_approved: bool = False
    extension_served: bool = False
    undelivered_consultations: int = 0
    unanswered_consultations: int = 0
    reasons_asked: bool = False
    reasons_answered: bool = False
    reasons_reasonable: bool | None = None
    delay_set: bool = False
    delay_served: bool = False
    fee_charged: bool = False
    fee_delivered: bool = False
    # Only while a reply is in review, and for the person who wants to act.
    review: Review | None = None
    reviewer: Reviewer | None = None
    opinions: tuple[OpinionFact, ...] = ()
    third_parties_to_tell: tuple[str, ...] = ()
    replied: bool = False
    redoing: bool = False
    redo_ordered: bool = False
    open_disputes: int = 0
    # How many matters the request is listed as (0: never divided), and the numbers of those undecided.
    matters: int = 0
    undecided_matters: tuple[int, ...] = ()
    consulted: bool = False
    # Whether the case is handled together with others on the same matter.
    answered_together: bool = False
