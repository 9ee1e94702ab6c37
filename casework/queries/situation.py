"""What the law must know of a case to say which acts are open: filled here from what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.law.consultations import overrides, untold
from casework.law.duties import ClockReading
from casework.law.situation import Situation
from casework.models.case import Case
from casework.models.dispute import codes_decided, disputes_of, open_redo, ordered_dispute
from casework.models.facts import DatedRows, current_extension, live_consultations, opinions_of
from casework.models.matter import Matter
from casework.models.user import User
from casework.queries.reviews import ReviewRead


def situation_of(
    case: Case,
    reading: ClockReading,
    today: date,
    *,
    actor: User | None = None,
    review: ReviewRead | None = None,
    rows: DatedRows | None = None,
    matters: Sequence[Matter] | None = None,
) -> Situation:
    """Return what the law must know of a case to say which acts are open, to ``actor`` where one is given.

    ``rows`` and ``matters`` are those of the case where they have just been read.
    """
    rows = rows or DatedRows(live_consultations(case), current_extension(case))
    supplement = getattr(case, "supplement", None)
    extension, consultations = rows.extension, rows.consultations
    asked, fee = getattr(case, "reasons_request", None), getattr(case, "fee", None)
    opinions = tuple(opinions_of(case, reading, rows).values())
    if matters is None:
        matters = list(case.matters.all()) if case.is_being_drafted else []
    return Situation(
        stage=case.stage,
        today=today,
        reading=reading,
        identity_checked=case.identity_checked,
        officer=str(case.officer or ""),
        supplement_asked=supplement is not None,
        supplement_answer_by=supplement.answer_by if supplement else None,
        extension_requested=extension is not None,
        extension_approved=bool(extension and extension.approved_on),
        extension_served=bool(extension and extension.served_on),
        undelivered_consultations=sum(item.delivered_on is None and item.answered_on is None for item in consultations),
        unanswered_consultations=sum(item.answered_on is None for item in consultations),
        reasons_asked=asked is not None,
        reasons_answered=bool(asked and (asked.received_on or asked.closed_on)),
        reasons_reasonable=asked.is_reasonable if asked else None,
        delay_set=bool(asked and asked.delay_until),
        delay_served=bool(asked and asked.delay_served_on),
        fee_charged=fee is not None,
        fee_delivered=bool(fee and fee.delivered_on),
        review=review and review.review,
        reviewer=review and actor and review.reviewer(actor),
        opinions=opinions,
        third_parties_to_tell=untold(opinions, codes_decided(case)) if any(map(overrides, opinions)) else (),
        replied=bool(case.decision_code),
        redoing=open_redo(case) is not None,
        redo_ordered=ordered_dispute(case) is not None,
        open_disputes=sum(item.is_open for item in disputes_of(case)),
        consulted=bool(consultations),
        answered_together=case.answered_with_id is not None,
        matters=len(matters),
        undecided_matters=tuple(matter.position for matter in matters if not matter.decision_code),
    )
