"""The drafting screen: the applicant's words beside what is decided, and the proof on file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from casework.desk.draft_address import asked_by
from casework.desk.forms.decisions import DecisionFields
from casework.desk.forms.replies import ReplyFields
from casework.desk.matter_words import decided, is_quoted, matter_lines
from casework.desk.search_tab import search_lines
from casework.law.acts import Act
from casework.law.evidence import Evidence
from casework.law.outcomes import CODES
from casework.models.case import Case
from casework.models.user import User
from casework.services.matters import searches_of


def newest_draft(case: Case) -> list[dict[str, Any]]:
    """Return what the newest draft answers, item by item. One statement."""
    reply = case.replies.last()
    return [decided(item) for item in reply.items.all()] if reply else []


def elsewhere(form: DecisionFields, where: str) -> str:
    """Return where somebody goes who leaves a draft for a while: to another code, else to a search record."""
    return "?code=new" if where == "code" else _search_url(form, len(form.found.case.matters.all()) > 1)


def _search_url(form: DecisionFields, several: bool) -> str:
    """Return the form of a search record that leads back to this draft."""
    back: dict[str, Any] = {"draft": form.code.code} | asked_by(form.act) if form.code else {}
    if several and form.matter:
        back["position"] = form.matter.position
    url = reverse("desk:act", args=[form.found.case.number, Act.RECORD_SEARCH.value])
    return f"{url}?{urlencode(back)}"


def drafting(form: DecisionFields, user: User) -> dict[str, Any]:
    """Return what stands beside a decision being drafted.

    ``drafted_together`` are the decisions of cases answered together, to start from; ``asked`` is the one matter in hand, ``several`` all matters with their drafts where each was
    decided by itself, ``searches`` the search records a decision "does not exist" rests on.
    """
    case = form.found.case
    if isinstance(form, ReplyFields) and form.several:
        return {"several": matter_lines(case, may_decide=True)}
    several = len(case.matters.all()) > 1
    wizard = (
        reverse("desk:matter_outcome_wizard", args=[case.number, form.matter.position])
        if several and form.matter
        else reverse("desk:outcome_wizard", args=[case.number])
    )
    asked = urlencode(asked_by(form.act))
    words = form.matter.words if form.matter else case.content
    needs_search = form.code is not None and Evidence.SEARCH_RECORD in form.code.evidence
    records = searches_of(form.matter) if form.matter else list(case.search_records.all())
    return {
        "drafted_together": [
            {
                "number": other.number,
                "words": f"{draft.decision_code} {CODES[draft.decision_code].name}",
                "query": f"?code={draft.decision_code}&like={other.number}",
            }
            for other, draft in form.drafts_together
            if CODES[draft.decision_code].by_reply
        ],
        "asked": {
            "position": form.matter.position if several and form.matter else None,
            "words": words,
            "quoted": is_quoted(words, case),
            "whole": case.content if words != case.content else "",
        },
        "needs_search": needs_search,
        "searches": search_lines(records) if needs_search else [],
        "wizard_url": f"{wizard}?{asked}" if asked else wizard,
    }
