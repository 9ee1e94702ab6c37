"""呈批单: one A4 sheet with what is decided, what was said, and blank lines for wet signatures."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.adapters.clock import utc_now
from casework.desk.access import own_case_or_404
from casework.desk.case_words import case_head
from casework.desk.matter_words import decided
from casework.desk.review_panel import opinions_of
from casework.desk.shell import show
from casework.law.approval_chain import StepKind
from casework.law.outcomes import CODES
from casework.models.reply import Reply
from casework.queries.case_page import CaseRead
from casework.queries.reviews import StoredStep, steps_of


@require_safe
def approval_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Show the sheet of the newest draft, before, during and after its review."""
    found = own_case_or_404(request, number)
    reply = found.case.replies.select_related("drafted_by").last()
    if reply is None or reply.on_the_spot:
        raise Http404("还没有送审的答复")
    steps = found.review.steps if found.review else [row for row in steps_of(found.case) if row.reply_id == reply.pk]
    due = found.reading.reply
    context = {
        "case": case_head(found.case) | {"url": reverse("desk:case", args=[number])},
        "agency_name": found.case.agency.name,
        "due_on": due and due.due_on,
        "provisional": bool(due and due.provisional),
        "content": found.case.content,
        "reply": _reply_words(reply),
        "steps": [_row(step, found) for step in steps],
        "printed_at": utc_now(),
    }
    return show(request, "desk/approval_sheet.html", context)


def _reply_words(reply: Reply) -> dict[str, Any]:
    code = CODES[reply.decision_code]
    return {
        "decision": f"{code.code} {code.name}",
        "items": [decided(item) for item in reply.items.all()],
        "drafted_by": str(reply.drafted_by),
        "drafted_on": reply.drafted_on,
        "letter_number": reply.letter_number,
    }


def _row(step: StoredStep, found: CaseRead) -> dict[str, Any]:
    """Return one step: what was said, and a blank line for everybody whose word is wanting."""
    missing: list[str] = []
    if found.review:
        standing = next(item for item in found.review.review.standings() if item.step.key == step.key)
        everyone = step.plan.kind is StepKind.COUNTERSIGN
        missing = list(standing.missing.values()) if everyone else [""] if standing.missing else []
    return {
        "name": step.plan.name,
        "secrecy": step.plan.kind is StepKind.SECRECY,
        "opinions": opinions_of(step),
        "blanks": missing,
    }
