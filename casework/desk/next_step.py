"""The one act a case waits for: what the emphasised button and the end of a list row offer."""

from __future__ import annotations

from casework.law.acts import Act
from casework.law.approval_chain import StepKind
from casework.law.consultations import Opinion
from casework.law.stages import Stage
from casework.models.case import Case
from casework.models.dispute import ordered_dispute
from casework.models.extension import Extension
from casework.models.facts import current_extension, live_consultations
from casework.models.user import User
from casework.services.permissions import why_not_allowed


def next_act(user: User, case: Case) -> Act | None:
    """Return the act the case waits for, when ``user`` is the one who does it.

    A suggestion made from stored columns only; the law is asked when the act is opened.
    """
    for act in _candidates(case):
        if user.agency_id == case.agency_id and why_not_allowed(act, user) is None:
            return act
    return None


def _candidates(case: Case) -> list[Act]:
    extension = current_extension(case) if case.is_open else None
    return [*_for_nobody(case), *_for_extension(extension), *_FOR_STAGE[Stage(case.stage)](case)]


def _for_nobody(case: Case) -> list[Act]:
    """Return that somebody of the unit must first say "mine"; the desk's own cases wait for other things."""
    waits = case.unit_id is not None and case.officer_id is None and case.stage not in (Stage.IN_REVIEW, Stage.SIGNED)
    return [Act.CLAIM] if waits and case.is_open else []


def _for_extension(extension: Extension | None) -> list[Act]:
    if extension is None or extension.served_on:
        return []
    return [Act.SERVE_EXTENSION] if extension.approved_on else [Act.APPROVE_EXTENSION]


def _for_registered(case: Case) -> list[Act]:
    if case.received_on is None:
        return [Act.RECORD_CONFIRMATION]
    return [Act.ACCEPT] if case.identity_checked else [Act.CHECK_IDENTITY]


def _for_reasons(case: Case) -> list[Act]:
    """Return what the reasons of a very frequent applicant still ask for (Art. 35)."""
    asked = getattr(case, "reasons_request", None)
    if asked is None or asked.delay_served_on:
        return []
    if asked.is_reasonable is None:
        return [Act.REVIEW_REASONS]
    return [Act.SERVE_DELAY] if asked.delay_until else []


def _is_consulting(case: Case) -> bool:
    """Tell whether an opinion is awaited, or waits for the agency's own decision."""
    return any(
        item.opinion != Opinion.AGREE and not (item.ruled_on or item.presumed_on) for item in live_consultations(case)
    )


def _for_review(case: Case) -> list[Act]:
    # Lists and pages read which kind of step is open with the case; without it a signature is waited for.
    if not getattr(case, "waits_for_reader", True):
        return []
    kind = getattr(case, "open_step_kind", None)
    return [Act.SIGN] if kind in (None, StepKind.SIGN) else [Act.REVIEW]


def _once_closed(case: Case, otherwise: list[Act]) -> list[Act]:
    """Return that a reply which fell is made anew before anything else is done with the case."""
    return [Act.REDO] if ordered_dispute(case) else otherwise


_FOR_STAGE = {
    Stage.SUBMITTED: lambda case: [Act.CONFIRM_RECEIPT],
    Stage.REGISTERED: _for_registered,
    Stage.PROCESSING: lambda case: [] if _is_consulting(case) else _for_reasons(case) or [Act.SUBMIT_FOR_REVIEW],
    Stage.SUPPLEMENTING: lambda case: [Act.RECEIVE_SUPPLEMENT],
    Stage.AWAITING_REASONS: lambda case: [Act.RECEIVE_REASONS],
    Stage.AWAITING_FEE: lambda case: [Act.RECEIVE_FEE if case.fee.delivered_on else Act.RECORD_FEE_DELIVERY],
    Stage.IN_REVIEW: _for_review,
    Stage.SIGNED: lambda case: [Act.CONCLUDE],
    Stage.CONCLUDED: lambda case: _once_closed(case, [Act.ARCHIVE]),
    Stage.ARCHIVED: lambda case: _once_closed(case, []),
}
