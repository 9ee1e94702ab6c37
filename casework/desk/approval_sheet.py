"""呈批单: the sheet of the newest draft as a page to print."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.adapters.clock import utc_now
from casework.desk.access import own_case_or_404
from casework.desk.shell import show
from casework.law.errors import Refused
from casework.law.letters.approval_sheet import approval_sheet as sheet_of
from casework.queries.letter_facts import letter_facts


@require_safe
def approval_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Show the sheet before, during and after the review."""
    found = own_case_or_404(request, number)
    reply = found.case.replies.last()
    if reply is None or reply.on_the_spot:
        raise Http404("还没有送审的答复")
    try:
        slip = sheet_of(letter_facts(found.case, today=found.today))
    except Refused as refusal:
        # Nothing is printed of a clock that cannot be read.
        messages.error(request, str(refusal))
        return redirect("desk:case", number)
    context = {
        "case": {"number": number, "url": reverse("desk:case", args=[number])},
        "agency_name": found.case.agency.name,
        "slip": slip,
        "printed_at": utc_now(),
    }
    return show(request, "desk/approval_sheet.html", context)
