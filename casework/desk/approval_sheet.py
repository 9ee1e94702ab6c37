"""呈批单: the sheet of the newest draft as a page to print."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.adapters.clock import utc_now
from casework.desk.access import own_case_or_404
from casework.desk.shell import show
from casework.law.letters.approval_sheet import approval_sheet as sheet_of
from casework.queries.letter_facts import letter_facts


@require_safe
def approval_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Show the sheet before, during and after the review."""
    found = own_case_or_404(request, number)
    reply = found.case.replies.last()
    if reply is None or reply.on_the_spot:
        raise Http404("还没有送审的答复")
    context = {
        "case": {"number": number, "url": reverse("desk:case", args=[number])},
        "agency_name": found.case.agency.name,
        "slip": sheet_of(letter_facts(found.case, today=found.today)),
        "printed_at": utc_now(),
    }
    return show(request, "desk/approval_sheet.html", context)
