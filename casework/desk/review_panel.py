"""审核进度: the steps of the review with who, when and what was said; what an earlier draft was agreed by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from casework.law.approval_chain import StepKind
from casework.law.review import STEP_STATE_NAMES, Standing, StepState
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.queries.reviews import StoredStep, steps_of

STATE_TONES = {StepState.WAITING: "void", StepState.OPEN: "paused", StepState.DONE: "met"}


def review_panel(found: CaseRead, user: User) -> dict[str, Any] | None:
    """Return the progress of the running review, or None. Asks nothing more of the database."""
    if found.review is None or not found.review.steps:
        return None
    mine = {step.key for step, _ in found.review.seats_of(user)} if user.agency_id == found.case.agency_id else set()
    stored = {step.key: step for step in found.review.steps}
    said_before = _agreed_by_name(found.review.earlier)
    return {
        "steps": [
            _running(standing, stored[standing.step.key], mine, said_before)
            for standing in found.review.review.standings()
        ],
        "sheet_url": reverse("desk:approval_sheet", args=[found.case.number]),
        "again": bool(found.review.earlier),
    }


def reviews_by_reply(found: CaseRead) -> dict[int, list[dict[str, Any]]]:
    """Return every opinion on every draft by the draft's key; what is read for the panel is not read again."""
    steps = [*found.review.earlier, *found.review.steps] if found.review else steps_of(found.case)
    by_reply: dict[int, list[dict[str, Any]]] = {}
    for step in steps:
        by_reply.setdefault(step.reply_id, []).extend(item | {"step": step.plan.name} for item in _opinions(step))
    return by_reply


def _opinions(step: StoredStep) -> list[dict[str, Any]]:
    """Return what was said on a step in words: who, when, what, and how it came about."""
    return [
        {
            "person": item.person,
            "on": item.on,
            "said": item.words(step.plan.kind),
            "how": item.how,
            "agreed": item.agreed,
        }
        for item in step.said
    ]


def _running(standing: Standing, step: StoredStep, mine: set[int], said_before: dict[str, list]) -> dict[str, Any]:
    words = STEP_STATE_NAMES[standing.state]
    if standing.step.kind is StepKind.LAWYER and standing.state is StepState.DONE:
        words = "已提"
    return {
        "name": standing.step.name,
        "rank": standing.step.rank,
        "state": standing.state.value,
        "badge": {"state": STATE_TONES[standing.state], "text": "等待您" if standing.step.key in mine else words},
        "waits_for": "、".join(standing.missing.values()),
        "optional": standing.step.kind is StepKind.LAWYER,
        "everyone": standing.step.kind is StepKind.COUNTERSIGN,
        "since": step.opened_at if standing.state is StepState.OPEN else None,
        "opinions": _opinions(step),
        "before": [] if standing.state is StepState.DONE else said_before.get(standing.step.name, []),
    }


def _agreed_by_name(earlier: Iterable[StoredStep]) -> dict[str, list[dict[str, Any]]]:
    """Return by the step's name what was agreed on the last draft that was sent back."""
    steps = list(earlier)
    last = max((step.reply_id for step in steps), default=None)
    return {
        step.plan.name: [item for item in _opinions(step) if item["agreed"]] for step in steps if step.reply_id == last
    }
