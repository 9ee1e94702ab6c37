"""From stored rows to ``law.letters.occasions``: what of a case a letter can tell."""

from __future__ import annotations

from casework.law.facts import ConsultationKind
from casework.law.letters.occasions import Asked, Occasions, Served
from casework.models.case import Case
from casework.models.dispute import last_round, replies_of_last_round
from casework.models.facts import current_extension, live_consultations


def occasions_of(case: Case) -> Occasions:
    """Return what has happened in a case; nothing more is read than its page has read."""
    decision, extension = last_round(case), current_extension(case)
    drafted = next((item.decision_code for item in reversed(replies_of_last_round(case))), "")
    reasons = getattr(case, "reasons_request", None)
    return Occasions(
        code=decision.decision_code or drafted,
        is_decided=decision.decided_on is not None,
        supplement=hasattr(case, "supplement"),
        extension=bool(extension and extension.approved_on),
        reasons=reasons is not None,
        delay=bool(reasons and reasons.delay_until),
        fee=hasattr(case, "fee"),
        asked=tuple(
            Asked(item.pk, ConsultationKind(item.kind), item.addressee, bool(item.public_interest))
            for item in live_consultations(case)
        ),
        served=tuple(
            Served(item.pk, f"{item.get_letter_display()}，{item.in_time_on}") for item in case.service_records.all()
        ),
    )
