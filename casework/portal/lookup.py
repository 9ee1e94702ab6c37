"""进度查询: number and query code open a case for a short time in this browser."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from casework.adapters.clock import utc_now
from casework.law.errors import Refused
from casework.portal import visits
from casework.portal.forms import LookupForm
from casework.portal.pages import faults_of, page
from casework.services.lookup import find_case


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for number and query code; the right ones lead to the progress page."""
    form = LookupForm(request.POST if request.method == "POST" else None, auto_id="%s")
    if form.is_bound and form.is_valid():
        now = utc_now()
        try:
            case_id = find_case(number=form.cleaned_data["number"], code=form.cleaned_data["code"], now=now)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            visits.open_case(request.session, case_id, now)
            return redirect("portal:progress", case_id)
    return page(request, "portal/lookup.html", {"form": form, "faults": faults_of(form)})


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End all looks of this browser, for machines that others use too."""
    visits.close_all(request.session)
    return redirect("portal:home")
