"""The append-only events of a case: who did what, when, and what it changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.law.acts import ACT_RULES, Act
from casework.models.case import Case
from casework.models.event import CaseEvent
from casework.models.event_chain import link
from casework.models.user import User
from casework.services.fitting import refuse_unfit

APPLICANT_NAME = "申请人"
_WATCHED = (
    "stage", "received_on", "reply_due_on", "decision_code", "decided_on", "concluded_on",
)  # fmt: skip


def record_event(
    *,
    case: Case,
    act: Act,
    actor: User | None,
    happened_on: date,
    now: datetime,
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    key: str = "",
    article: str = "",
) -> CaseEvent:
    """Append one event to the case; only what changed is kept of before and after."""
    event = new_event(
        case=case,
        act=act,
        actor=actor,
        happened_on=happened_on,
        now=now,
        note=note,
        before=before,
        after=after,
        key=key,
        article=article,
    )
    refuse_unfit(event)
    event.save()
    return event


def first_event(**said: Any) -> CaseEvent:
    """Return the event that begins the chain of a new case, as ``record_event`` appends one; not stored yet."""
    event = new_event(**said)
    refuse_unfit(event)
    link([event], {})
    return event


def new_event(
    *,
    case: Case,
    act: Act,
    actor: User | None,
    happened_on: date,
    now: datetime,
    note: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    key: str = "",
    article: str = "",
) -> CaseEvent:
    """Return an event that is not stored yet."""
    before, after = _plain(before or {}), _plain(after or {})
    changed = {name for name in after if before.get(name) != after[name]}
    return CaseEvent(
        case=case,
        act=act,
        actor=actor,
        actor_name=str(actor) if actor else APPLICANT_NAME,
        happened_on=happened_on,
        recorded_at=now,
        article=article or ACT_RULES[act].article,
        note=note,
        before={name: value for name, value in before.items() if name in changed},
        after={name: value for name, value in after.items() if name in changed},
        key=key or None,
    )


def watched_values(case: Case) -> dict[str, Any]:
    """Return the values of a case whose change every event shows."""
    return {name: getattr(case, name) for name in _WATCHED}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
