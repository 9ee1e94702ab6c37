"""复议诉讼 as a register: all disputes of an office, filtered in the address; a cell of table 四 leads here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.adapters.clock import legal_today
from casework.adapters.working_calendar import calendars
from casework.desk.disputes_tab import answer_badge
from casework.desk.forms.disputes import DisputeFilter
from casework.desk.registers import register_tabs
from casework.desk.shell import show
from casework.desk.words import shown_name
from casework.models.dispute import Dispute
from casework.models.user import Role
from casework.queries import disputes as queries

PAGE_SIZE = 50


@require_safe
def dispute_list(request: HttpRequest) -> HttpResponse:
    """List the disputes a person may see."""
    user, today = request.user, legal_today()
    if not user.handles_cases:
        raise PermissionDenied
    form = DisputeFilter(request.GET, years=range(today.year, queries.first_year_of(user, today) - 1, -1))
    wanted = form.wanted()
    page, by = Paginator(queries.disputes(user, wanted), PAGE_SIZE).get_page(request.GET.get("page")), calendars()
    context = {
        "registers": register_tabs("disputes"),
        "form": form,
        "narrowed": wanted != queries.Wanted(),
        "clear_url": reverse("desk:dispute_list"),
        "with_agency": user.role == Role.SUPERVISOR,
        "rows": [_row(item, by.of(item.agency_id), today) for item in page],
        "page_obj": page,
    }
    return show(request, "desk/dispute_list.html", context)


def _row(item: Dispute, calendar: Any, today: Any) -> dict[str, Any]:
    answer = answer_badge(item, calendar, today)
    return {
        "url": reverse("desk:case", args=[item.case.number]) + "?tab=disputes#tabs",
        "case": item.case.number,
        "agency": item.case.agency.name,
        "kind": item.get_kind_display(),
        "claimant": shown_name(item.case.applicant_kind, item.claimant),
        "authority": item.authority,
        "number": item.authority_number,
        "received_on": item.received_on,
        "badge": answer["badge"],
        "due_on": answer["due_on"],
        "result": item.get_result_display() if item.result else "尚未审结",
        "decided_on": item.decided_on,
    }
