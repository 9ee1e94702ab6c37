"""进度查询: number and query code open a case for a short time in this browser."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from casework.adapters.client_address import client_address
from casework.adapters.clock import utc_now
from casework.adapters.rate_counter import count_one, is_spent
from casework.law.errors import Refused
from casework.portal import display, robot_check, visits
from casework.portal.forms import LookupForm
from casework.portal.pages import faults_of, page
from casework.portal.robot_check import RobotCheck
from casework.services.lookup import find_case

TOO_MANY_STATUS = 429
# The same words whatever number was typed: they tell nothing of any case.
TOO_MANY = "从这个网络查询失败的次数过多，请一小时后再试；急需的，可以带本人身份证件到受理机关查询。"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for number and query code; the right ones lead to the progress page."""
    form = LookupForm(request.POST if request.method == "POST" else None, auto_id="%s")
    now = utc_now()
    if request.method == "POST" and display.is_display_change(request):
        return display.shown_anew(request, lambda: _show(request, form.unjudged(), None, now))
    robot = robot_check.answered(request, now) if form.is_bound else None
    if form.is_bound and all([form.is_valid(), robot is None or robot.is_valid()]):
        if is_spent("lookup", client_address(request), now=now):
            form.add_error(None, TOO_MANY)
            return _show(request, form, robot, now, status=TOO_MANY_STATUS)
        try:
            case_id = find_case(number=form.cleaned_data["number"], code=form.cleaned_data["code"], now=now)
        except Refused as refusal:
            count_one("lookup", client_address(request), now=now)
            form.add_error(refusal.field, refusal.sentence)
        else:
            visits.open_case(request.session, case_id, now)
            return redirect("portal:progress", case_id)
    return _show(request, form, robot, now)


def _show(
    request: HttpRequest, form: LookupForm, robot: RobotCheck | None, now: datetime, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    faults = faults_of(form) + (faults_of(robot) if robot else [])
    context = {"form": form, "faults": faults, "robot": robot_check.asked_again(request, now, robot)}
    return page(request, "portal/lookup.html", context, status=status)


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End all looks of this browser, for machines that others use too."""
    visits.close_all(request.session)
    return redirect("portal:home")
