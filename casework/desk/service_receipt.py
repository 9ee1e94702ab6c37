"""送达回证: one service of a letter as a sheet of A4 to print, sign and file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.desk.access import own_case_or_404
from casework.desk.downloads import on_record
from casework.desk.shell import show
from casework.law.letters.forms import service_elements
from casework.queries.letter_facts import services_of


@require_safe
def service_receipt(request: HttpRequest, number: str, service_id: int) -> HttpResponse:
    """Show the elements of law.md 6.2; what is not known yet stays an empty box to write in."""
    case = own_case_or_404(request, number).case
    record = case.service_records.filter(pk=service_id).first()
    item = next((item for item in services_of(case) if item.key == service_id), None)
    if record is None or item is None:
        raise Http404("没有这次送达")
    if record.place:
        on_record(request, case, f"送达回证：{record.get_letter_display()}")
    context = {
        "case": {"number": case.number, "url": reverse("desk:case", args=[number]), "agency": case.agency.name},
        "rows": service_elements(item, number),
        "served_on": record.in_time_on,
    }
    return show(request, "desk/service_receipt.html", context)
