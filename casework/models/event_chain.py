"""The hash chain of the events of one case: each event carries the hash of the one before.

Changing an event, taking one out of the middle or putting one in breaks the chain from there on;
what is cut off at the end is found by the seals (``models.audit_seal``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casework.models.event import CaseEvent

# What every event says of itself. A field added later gets a new version, so that old hashes stay valid.
VERSION = "1"
NO_EVENT_BEFORE = ""


def event_hash(event: CaseEvent) -> str:
    """Return the SHA-256, in hexadecimal, over what ``event`` says and the hash of the one before."""
    said = [
        VERSION,
        event.previous_hash,
        event.case_id,
        str(event.act),
        event.actor_id,
        event.actor_name,
        event.happened_on.isoformat(),
        event.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.article,
        event.note,
        event.before,
        event.after,
        event.key,
    ]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def canonical(value: Any) -> str:
    """Return ``value`` as JSON that every database gives back the same, whatever order it keeps keys in."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(events: Iterable[CaseEvent], heads: dict[int, str]) -> None:
    """Chain new events, in order, to ``heads`` (case id -> hash of its last event), which moves along."""
    for event in events:
        event.previous_hash = heads.get(event.case_id, NO_EVENT_BEFORE)
        event.hash = heads[event.case_id] = event_hash(event)
