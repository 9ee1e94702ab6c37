"""The case page: who, what, which day of the clock, what can be done now, what happened.

Each tab is an address of its own and reads only its own rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.desk.access import case_or_404
from casework.desk.act_buttons import act_buttons
from casework.desk.applicant_tab import applicant_tab
from casework.desk.case_words import annual_place, attachment_links, case_head, other_clocks
from casework.desk.clock_bar import clock_bar
from casework.desk.disputes_tab import disputes_tab, redo_banner
from casework.desk.handling_tab import handling_tab
from casework.desk.letters_tab import letters_tab
from casework.desk.matter_words import matter_lines
from casework.desk.remedy_line import remedy_line
from casework.desk.review_panel import review_panel
from casework.desk.search_tab import search_tab
from casework.desk.shell import show
from casework.desk.similar_words import repeat_hint, similar_tab
from casework.desk.timeline import timeline
from casework.desk.together import related_rows
from casework.desk.urgings import urging_panel
from casework.desk.words import due_words, stage_words
from casework.law.acts import Act
from casework.law.duties import DutyState
from casework.law.open_acts import why_not
from casework.law.stages import Stage
from casework.models.case import Case
from casework.models.user import Role, User
from casework.queries.case_page import CaseRead
from casework.queries.related_cases import related_cases
from casework.queries.situation import situation_of
from casework.services.permissions import why_not_allowed


def _timeline_tab(found: CaseRead, user: User) -> dict[str, Any]:
    return {"events": timeline(found.case.events.all())}


TABS: dict[str, tuple[str, str, Callable[[CaseRead, User], dict[str, Any]]]] = {
    "timeline": ("时间线", "desk/case_timeline.html", _timeline_tab),
    "handling": ("补正、征求意见、延期和答复", "desk/case_handling.html", handling_tab),
    "letters": ("文书", "desk/case_letters.html", letters_tab),
    "disputes": ("复议诉讼", "desk/case_disputes.html", disputes_tab),
    "similar": ("相近申请", "desk/case_similar.html", similar_tab),
    "searches": ("检索记录", "desk/case_search.html", search_tab),
    "applicant": ("申请人信息", "desk/case_applicant.html", applicant_tab),
}

# Where a case opens once it was served, and where disputes are entered: the others have no statement to spare.
_WITH_REMEDIES = ("timeline", "disputes")


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case."""
    found, user = case_or_404(request, number), request.user
    stored, reading = found.case, found.reading
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else _first_tab(stored)
    url = reverse("desk:case", args=[number])
    buttons = act_buttons(stored, user, situation_of(stored, reading, found.today, actor=user, review=found.review))
    _, template, read_tab = TABS[tab]
    stopped = bool(reading.reply and reading.reply.state is DutyState.SUSPENDED)
    context = {
        "case": case_head(stored) | {
            "url": url,
            "topic_url": reverse("desk:act", args=[number, Act.SORT_BY_TOPIC]) if _may(Act.SORT_BY_TOPIC, found, user) else "",
            "stage": stage_words(stored.stage, consulting=stopped),
            "received_basis": f"{reading.receipt.explanation}（{reading.receipt.basis}）",
        },
        "with_agency": user.role == Role.SUPERVISOR,
        "banner": _banner(found, user),
        "repeats": repeat_hint(found, user) if _hints_at_repeats(stored, tab) else [],
        "clock": clock_bar(found) | {"remedy": remedy_line(found) if tab in _WITH_REMEDIES else ""},
        "acts": buttons.open,
        "blocked": buttons.blocked,
        "later": buttons.later,
        "other_clocks": other_clocks(stored, reading, lambda due_on: due_words(due_on, found.today, found.calendar)),
        "content": {
            "text": stored.content,
            "wanted_form": stored.wanted_form,
            "delivery": "需要阅读等协助" if stored.needs_assistance else "",
            "attachments": _files(found, user),
        },
        "matters": matter_lines(stored, may_decide=_may(Act.DECIDE_MATTER, found, user)),
        "annual_place": annual_place(stored, found.today),
        "related": related_rows(related_cases(user, stored)),
        "together_url": reverse("desk:together", args=[number]) if stored.answered_with_id else "",
        "urging": urging_panel(found, user),
        "review": review_panel(found, user),
        "tabs": [
            {"label": row[0], "url": f"{url}?tab={key}#tabs", "current": key == tab}
            for key, row in TABS.items()
        ],
        "tab_template": template,
        "dossier_url": "" if stored.is_open else reverse("desk:dossier", args=[number]),
        **read_tab(found, user),
    }  # fmt: skip
    return show(request, "desk/case.html", context)


def _hints_at_repeats(case: Case, tab: str) -> bool:
    # The tab of similar requests shows them anyway; a reviewer reading the draft has that tab one click away.
    return tab != "similar" and not (tab == "handling" and case.stage == Stage.IN_REVIEW)


def _may(act: Act, found: CaseRead, user: User) -> bool:
    own = user.agency_id == found.case.agency_id and why_not_allowed(act, user) is None
    return own and why_not(act, situation_of(found.case, found.reading, found.today)) is None


def _first_tab(case: Case) -> str:
    # Whoever reviews or serves a reply comes to read it.
    return "handling" if case.stage in (Stage.IN_REVIEW, Stage.SIGNED) else "timeline"


def _files(found: CaseRead, user: User) -> list[dict[str, Any]]:
    # Files open in the own agency only, so nobody else is shown a link that leads nowhere.
    if user.agency_id != found.case.agency_id:
        return []
    return attachment_links(found.case, list(found.case.attachments.all()))


def _banner(found: CaseRead, user: User) -> dict[str, str] | None:
    stored, reading = found.case, found.reading
    if user.agency_id != stored.agency_id:
        return {"tone": "info", "text": f"{stored.agency}的办件，主管部门查阅，不能办理。"}
    if reading.receipt.received_on is None:
        return {"tone": "warning", "text": f"{reading.receipt.waiting}。"}
    if again := redo_banner(stored):
        return again
    if stored.stage == Stage.SUBMITTED:
        return {"tone": "warning", "text": f"网上收件等待确认，期限已自收到日{stored.received_on}起算。"}
    return None
