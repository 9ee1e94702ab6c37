"""地方放假: the days off of this agency alone (民族自治地方, 放假办法第四条)."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.desk.calendar_load import AT_ONCE
from casework.desk.forms.fields import Day, DeskForm, Text
from casework.desk.shell import REFUSED, refusal_words, show
from casework.law.errors import Refused
from casework.models.calendar import AgencyHoliday
from casework.models.calendar_change import CalendarChange
from casework.services.calendar_changes import OwnHoliday, add_own_holiday, remove_own_holiday
from casework.services.permissions import why_not_calendar
from casework.services.recomputing import recompute


class HolidayForm(DeskForm):
    """One local holiday."""

    day = Day(label="日期")
    name = Text(label="名称", max_length=40, help_text="例如：古尔邦节。以地方人民政府公布的为准。")


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_holidays(request: HttpRequest) -> HttpResponse:
    """List the local holidays; a day is added or taken back, and the open cases are recomputed."""
    if why_not_calendar(request.user) or request.user.agency is None:
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, HolidayForm())
    acting = {"agency": request.user.agency, "actor": request.user, "today": legal_today(), "now": utc_now()}
    if "remove" in request.POST:
        try:
            day = date.fromisoformat(request.POST["remove"])
            return _done(request, remove_own_holiday(day=day, **acting))
        except (ValueError, Refused) as refusal:
            # Somebody else was faster, or the address was typed: the list shows what there is.
            messages.warning(request, str(refusal) if isinstance(refusal, Refused) else "没有这一天。")
            return redirect("desk:calendar_holidays")
    form = HolidayForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        entered = OwnHoliday(form.cleaned_data["day"], form.cleaned_data["name"])
        return _done(request, add_own_holiday(holiday=entered, **acting))
    except Refused as refusal:
        at_field = form.refuse(refusal)
        return _page(request, form, refusal=None if at_field else refusal)


def _done(request: HttpRequest, change: CalendarChange) -> HttpResponse:
    recompute(change_id=change.pk, today=legal_today(), now=utc_now(), at_most=AT_ONCE)
    messages.success(request, f"{change.title}。已重算本机关未办结的办件。")
    return redirect("desk:calendar_change", change_id=change.pk)


def _page(request: HttpRequest, form: HolidayForm, *, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "form": form,
        "holidays": AgencyHoliday.objects.filter(agency=request.user.agency).order_by("-day"),
        "calendar_url": reverse("desk:calendar"),
        "refusal": refusal_words(refusal),
    }
    return show(request, "desk/calendar_holidays.html", context, status=REFUSED if form.is_bound else 200)
