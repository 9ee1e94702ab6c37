"""合并办理: the cases examined together side by side, each with its own clock."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.desk.access import case_or_404
from casework.desk.case_words import case_head
from casework.desk.clock_bar import clock_bar
from casework.desk.next_step import next_act
from casework.desk.shell import show
from casework.desk.words import shown_name, stage_words
from casework.law.acts import ACT_RULES, Act
from casework.law.duties import DutyState
from casework.law.open_acts import may_be_together
from casework.law.outcomes import CODES
from casework.models.case import Case
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.queries.related_cases import Related, like_open_cases, read_together
from casework.services.permissions import why_not_allowed


@require_safe
def together(request: HttpRequest, number: str) -> HttpResponse:
    """Show the cases answered together with this one side by side, and those that could be."""
    found, user = case_or_404(request, number), request.user
    joins, url = may_join(found, user), reverse("desk:case", args=[number])
    context = {
        "case": case_head(found.case) | {"url": url},
        "cards": [_card(item, user) for item in read_together(user, found.case, today=found.today)],
        "like": {"rows": like_rows(found.case, user) if joins else []},
        "join_url": reverse("desk:act", args=[number, Act.ANSWER_TOGETHER.value]) if joins else "",
        "alone": found.case.answered_with_id is None,
    }
    return show(request, "desk/together.html", context)


def may_join(found: CaseRead, user: User) -> bool:
    """Tell whether ``user`` may put the case together with others now."""
    own = user.agency_id == found.case.agency_id and why_not_allowed(Act.ANSWER_TOGETHER, user) is None
    return own and may_be_together(found.case.stage, found.case.decision_code)


def like_rows(case: Case, user: User) -> list[dict[str, Any]]:
    """Return the open cases that ask for the same, each with the address that joins it."""
    join = reverse("desk:act", args=[case.number, Act.ANSWER_TOGETHER.value])
    return [
        {
            "number": other.number,
            "url": reverse("desk:case", args=[other.number]),
            "applicant": _names(other),
            "received_on": other.received_on,
            "content": other.subject,
            "stage": stage_words(other.stage),
            "join_url": f"{join}?with={other.number}",
        }
        for other in like_open_cases(user, case)
    ]


def related_rows(related: Related) -> list[dict[str, Any]]:
    """Return the cases around one, each with the word for what they are to each other."""
    groups = (
        ("由该件拆分", related.whole), ("拆出", related.parts), ("同由一件拆分", related.siblings),
        ("合并办理", related.together),
    )  # fmt: skip
    return [
        {
            "word": word,
            "number": case.number,
            "url": reverse("desk:case", args=[case.number]),
            "subject": case.subject,
            "stage": stage_words(case.stage),
        }
        for word, cases in groups
        for case in cases
    ]


def _card(item: CaseRead, user: User) -> dict[str, Any]:
    case = item.case
    act = next_act(user, case)
    leave = why_not_allowed(Act.ANSWER_SEPARATELY, user) is None and user.agency_id == case.agency_id
    leave = leave and case.answered_with_id is not None and may_be_together(case.stage, case.decision_code)
    stopped = bool(item.reading.reply and item.reading.reply.state is DutyState.SUSPENDED)
    return {
        "number": case.number,
        "url": reverse("desk:case", args=[case.number]),
        "applicant": _names(case),
        "received_on": case.received_on,
        "officer": case.officer,
        "content": case.content,
        "stage": stage_words(case.stage, consulting=stopped),
        "clock": clock_bar(item),
        "decided": _decided(case),
        "act": {"label": ACT_RULES[act].name, "url": reverse("desk:act", args=[case.number, act.value])}
        if act
        else None,
        "leave_url": reverse("desk:act", args=[case.number, Act.ANSWER_SEPARATELY.value]) if leave else "",
    }


def _decided(case: Case) -> str:
    """Return the decision, or what is drafted, in words; empty while nothing was drafted."""
    if case.decision_code:
        return f"{case.decision_code} {CODES[case.decision_code].name}"
    codes = dict.fromkeys(matter.decision_code for matter in case.matters.all() if matter.decision_code)
    drafted = "、".join(f"{code} {CODES[code].name}" for code in codes)
    return f"拟{drafted}" if drafted else ""


def _names(case: Case) -> str:
    return "、".join(shown_name(case.applicant_kind, item.name) for item in case.applicants.all())
