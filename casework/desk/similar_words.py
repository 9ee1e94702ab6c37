"""Earlier requests beside a case and beside the registration form: a hint, never a bar."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from casework.desk.together import may_join
from casework.law.outcomes import CODES
from casework.law.stages import OPEN_STAGES, STAGE_NAMES, Stage
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.queries.similar_requests import Similar, own_similar_requests, similar_decisions


def similar_row(item: Similar) -> dict[str, Any]:
    """Return an earlier request: what was asked, how it ended, and by which letter."""
    case = item.case
    return {
        "number": case.number,
        "url": reverse("desk:case", args=[case.number]),
        "content": case.subject,
        "received_on": case.received_on,
        "outcome": CODES[case.decision_code].name if case.decision_code else STAGE_NAMES[Stage(case.stage)],
        "reply": " ".join(filter(None, (item.letter_number, str(case.decided_on or "")))),
        "is_repeat": item.is_repeat,
    }


def own_rows(user: User, name: str, content: str) -> list[dict[str, Any]]:
    """Return the earlier requests of an applicant whose request is being registered."""
    return [similar_row(item) for item in own_similar_requests(user, name, content)]


def repeat_hint(found: CaseRead, user: User) -> list[dict[str, Any]]:
    """Return the earlier requests an open case seems to repeat, with their replies."""
    applicants = list(found.case.applicants.all())
    if found.case.stage not in OPEN_STAGES or user.agency_id != found.case.agency_id or not applicants:
        return []
    rows = own_similar_requests(user, applicants[0].name, found.case.content, before=found.case)
    return [similar_row(item) for item in rows if item.is_repeat]


def similar_tab(found: CaseRead, user: User) -> dict[str, Any]:
    """Return the tab of earlier requests: the applicant's own, and what the agency decided on like matters."""
    applicants = list(found.case.applicants.all())
    own = own_similar_requests(user, applicants[0].name, found.case.content, before=found.case) if applicants else []
    decided = similar_decisions(user, found.case.content, of=found.case)
    return {
        "together_url": reverse("desk:together", args=[found.case.number]) if may_join(found, user) else "",
        "own_similar": [similar_row(item) for item in own],
        "decided_similar": [similar_row(item) for item in decided],
    }
