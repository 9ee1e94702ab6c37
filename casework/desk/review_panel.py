"""审核进度: the steps of the review with who, when and what was said; what an earlier draft was agreed by."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.urls import reverse

from casework.law.approval_chain import StepKind
from casework.law.review import STEP_STATE_NAMES, Standing, StepState
from casework.models.case import Case
from casework.models.review import ReviewOpinion, ReviewStep
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.queries.reviews import review_steps

STATE_TONES = {StepState.WAITING: "void", StepState.OPEN: "paused", StepState.DONE: "met"}


def review_panel(found: CaseRead, user: User) -> dict[str, Any] | None:
    """Return the progress of the running review, or None. Asks nothing more of the database."""
    if found.review is None or not found.review.steps:
        return None
    mine = {step.key for step, _ in found.review.seats_of(user)} if user.agency_id == found.case.agency_id else set()
    said_before = _agreed_by_name(found.review.earlier)
    return {
        "steps": [
            _running(standing, found.review.stored(standing.step.key), mine, said_before)
            for standing in found.review.review.standings()
        ],
        "sheet_url": reverse("desk:approval_sheet", args=[found.case.number]),
        "again": bool(found.review.earlier),
    }


def reviews_by_reply(case: Case, found: CaseRead) -> dict[int, list[dict[str, Any]]]:
    """Return every opinion on every draft by the draft's key; what is read for the panel is not read again."""
    rows = [*found.review.earlier, *found.review.steps] if found.review else list(review_steps(case))
    rows.sort(key=lambda step: step.reply_id)
    return {
        reply_id: [{"name": step.name, "opinions": shown} for step in steps if (shown := opinions_of(step))]
        for reply_id, steps in groupby(rows, key=lambda step: step.reply_id)
    }


def opinions_of(step: ReviewStep) -> list[dict[str, Any]]:
    """Return what was said on a step, in words."""
    return [opinion_words(step, item) for item in step.opinions.all()]


def opinion_words(step: ReviewStep, item: ReviewOpinion) -> dict[str, Any]:
    """Return one opinion: who, when, what, and how it came about."""
    if item.verdict:
        said = item.get_verdict_display()
    elif item.agreed:
        agreed = "同意签发" if step.kind == StepKind.SIGN else "已提意见" if step.kind == StepKind.LAWYER else "同意"
        said = f"{agreed}。{item.text}" if item.text else agreed
    else:
        said = f"退回：{item.text}"
    how = ""
    if item.authority:
        how = f"{item.given_by}代签，依据：{item.authority.basis}"
    elif item.on_paper:
        how = f"纸质签批，{item.given_by}登记"
    return {"person": str(item.person), "on": item.given_on, "said": said, "how": how, "agreed": item.agreed}


def _running(standing: Standing, step: ReviewStep, mine: set[int], said_before: dict[str, list]) -> dict[str, Any]:
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
        "opinions": opinions_of(step),
        "before": [] if standing.state is StepState.DONE else said_before.get(standing.step.name, []),
    }


def _agreed_by_name(earlier: Iterable[ReviewStep]) -> dict[str, list[dict[str, Any]]]:
    """Return by the step's name what was agreed on the last draft that was sent back."""
    steps = list(earlier)
    last = max((step.reply_id for step in steps), default=None)
    return {
        step.name: [item for item in opinions_of(step) if item["agreed"]] for step in steps if step.reply_id == last
    }
