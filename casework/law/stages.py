"""The life of a case (办件): stages and the reviewed table of transitions between them.

The model's state machine must equal ``TRANSITIONS``; a test holds them together.
"Consulting", "clock stopped" and "overdue" are answers to questions, never stages.
"""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a case stands."""

    SUBMITTED = "submitted"
    REGISTERED = "registered"
    PROCESSING = "processing"
    SUPPLEMENTING = "supplementing"
    AWAITING_REASONS = "awaiting_reasons"
    AWAITING_FEE = "awaiting_fee"
    IN_REVIEW = "in_review"
    SIGNED = "signed"
    CONCLUDED = "concluded"
    ARCHIVED = "archived"


STAGE_NAMES: dict[Stage, str] = {
    Stage.SUBMITTED: "待确认收件",
    Stage.REGISTERED: "已登记",
    Stage.PROCESSING: "办理中",
    Stage.SUPPLEMENTING: "等待补正",
    Stage.AWAITING_REASONS: "等待说明理由",
    Stage.AWAITING_FEE: "等待缴费",
    Stage.IN_REVIEW: "审核中",
    Stage.SIGNED: "已签发待送达",
    Stage.CONCLUDED: "已办结",
    Stage.ARCHIVED: "已归档",
}
OPEN_STAGES = frozenset(Stage) - {Stage.CONCLUDED, Stage.ARCHIVED}

_S = Stage
_WITHDRAWABLE = (
    _S.SUBMITTED, _S.REGISTERED, _S.PROCESSING, _S.SUPPLEMENTING, _S.AWAITING_REASONS, _S.AWAITING_FEE,
    _S.IN_REVIEW, _S.SIGNED,
)  # fmt: skip
TRANSITIONS: dict[tuple[str, Stage], Stage] = {
    ("confirm_receipt", _S.SUBMITTED): _S.REGISTERED,
    ("accept", _S.REGISTERED): _S.PROCESSING,
    ("request_supplement", _S.REGISTERED): _S.SUPPLEMENTING,
    ("request_supplement", _S.PROCESSING): _S.SUPPLEMENTING,
    ("receive_supplement", _S.SUPPLEMENTING): _S.PROCESSING,
    ("ask_reasons", _S.REGISTERED): _S.AWAITING_REASONS,
    ("ask_reasons", _S.PROCESSING): _S.AWAITING_REASONS,
    ("receive_reasons", _S.AWAITING_REASONS): _S.PROCESSING,
    ("charge_fee", _S.PROCESSING): _S.AWAITING_FEE,
    ("receive_fee", _S.AWAITING_FEE): _S.PROCESSING,
    ("submit_for_review", _S.PROCESSING): _S.IN_REVIEW,
    ("send_back", _S.IN_REVIEW): _S.PROCESSING,
    ("sign", _S.IN_REVIEW): _S.SIGNED,
    ("conclude", _S.SIGNED): _S.CONCLUDED,
    ("reply_on_the_spot", _S.REGISTERED): _S.CONCLUDED,
    ("reply_on_the_spot", _S.PROCESSING): _S.CONCLUDED,
    ("lapse", _S.SUPPLEMENTING): _S.CONCLUDED,
    ("lapse", _S.AWAITING_FEE): _S.CONCLUDED,
    **{("withdraw", stage): _S.CONCLUDED for stage in _WITHDRAWABLE},
    ("archive", _S.CONCLUDED): _S.ARCHIVED,
    ("redo", _S.CONCLUDED): _S.PROCESSING,
    ("redo", _S.ARCHIVED): _S.PROCESSING,
}


def sources(transition: str) -> tuple[Stage, ...]:
    """Return the stages ``transition`` may start from."""
    return tuple(stage for name, stage in TRANSITIONS if name == transition)
