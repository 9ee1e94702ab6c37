"""督查: near-due, overdue and late-answered cases of all agencies below, with cards and 督办."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today
from casework.adapters.working_calendar import calendar_of
from casework.desk.access import require_role
from casework.desk.forms.reminder_settings import LevelsForm
from casework.desk.shell import REFUSED, refusal_words, show
from casework.desk.words import badge, count_down, overdue_words
from casework.law.calendar import WorkingCalendar
from casework.law.errors import CalendarNotPublished, Refused
from casework.models.case import Case
from casework.models.ladder import ReminderSettings
from casework.models.user import Role
from casework.queries.supervision import LISTED, Standing, counts_by_agency, listed
from casework.services.ladders import set_levels
from casework.services.office_hours import settings_of

TABS = ((Standing.OVERDUE, "已超期"), (Standing.NEAR, "临近到期"), (Standing.ANSWERED_LATE, "逾期答复"))
CARDS = (("black_days", "黑牌"), ("red_days", "红牌"), ("yellow_days", "黄牌"))


@require_http_methods(["GET", "HEAD", "POST"])
def supervision(request: HttpRequest) -> HttpResponse:
    """Show one list and the counts of every agency; set the levels of the cards."""
    require_role(request.user, Role.SUPERVISOR)
    user, today = request.user, legal_today()
    calendar, levels = calendar_of(user.agency_id), settings_of(user.agency_id)
    form, refusal = LevelsForm(request.POST or None, initial={name: getattr(levels, name) for name, _ in CARDS}), None
    if request.method == "POST" and form.is_valid():
        try:
            set_levels(**{name: form.cleaned_data[name] for name, _ in CARDS}, actor=user)
        except Refused as refused:
            refusal = None if form.refuse(refused) else refused
        else:
            messages.success(request, "督办牌标准已保存。")
            return redirect("desk:supervision")
    counts = counts_by_agency(user, today=today, calendar=calendar)
    wanted = request.GET.get("list", "")
    standing = Standing(wanted) if wanted in list(Standing) else Standing.OVERDUE
    chosen = next((row for row in counts if str(row.agency_id) == request.GET.get("agency")), None)
    cases = listed(user, standing, today=today, calendar=calendar, agency_id=chosen and chosen.agency_id)
    totals = {item: sum(getattr(row, item.value) for row in counts if chosen in (None, row)) for item in Standing}
    context = {
        "tabs": [
            {"label": label, "url": _url(item, chosen), "current": item is standing, "count": totals[item]}
            for item, label in TABS
        ],
        "rows": [_row(case, standing, today, calendar, levels) for case in cases],
        "cut": totals[standing] > LISTED and LISTED,
        "total": totals[standing],
        "agencies": [
            {"row": row, "url": _url(standing, None if row is chosen else row), "current": row is chosen}
            for row in counts
        ],
        "chosen": chosen,
        "clear_url": _url(standing, None),
        "year": today.year,
        "form": form,
        "sections": form.sections(),
        "refusal": refusal_words(refusal),
    }
    return show(request, "desk/supervision.html", context, status=REFUSED if form.is_bound else 200)


def _url(standing: Standing, agency: Any) -> str:
    query = {"list": standing.value} | ({"agency": agency.agency_id} if agency else {})
    return f"{reverse('desk:supervision')}?{urlencode(query)}"


def _row(
    case: Case, standing: Standing, today: date, calendar: WorkingCalendar, levels: ReminderSettings
) -> dict[str, Any]:
    days = _days_late(case.due_on, case.done_on or today, calendar)
    if standing is Standing.NEAR:
        mark = badge(*count_down(-days))
    elif standing is Standing.OVERDUE:
        mark = badge("overdue", overdue_words(days))
    else:
        mark = badge("late", f"晚{days}日" if days else "逾期")
    return {
        "url": reverse("desk:case", args=[case.number]),
        "number": case.number,
        "agency": case.agency.name,
        "subject": case.subject,
        "officer": str(case.officer) if case.officer else "未分办",
        "due_on": case.due_on,
        "done_on": case.done_on,
        "again": case.again,
        "badge": mark,
        "card": _card(days, levels) if standing is not Standing.NEAR else None,
        "urged": "督办未反馈" if case.urging_open else "督办已反馈" if case.urged else "",
        "urge_url": reverse("desk:urge", args=[case.number]) if case.done_on is None else "",
    }


def _days_late(due_on: date, until: date, calendar: WorkingCalendar) -> int:
    try:
        return calendar.count_working_days(due_on, until)
    except CalendarNotPublished:
        # Older than every calendar: late beyond any level, by no number anybody can give.
        return 0 if until <= due_on else 10_000


def _card(days: int, levels: ReminderSettings) -> dict[str, str] | None:
    for name, label in CARDS:
        if days >= getattr(levels, name):
            return {"tone": name.removesuffix("_days"), "label": label}
    return None
