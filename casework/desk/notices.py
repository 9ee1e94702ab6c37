"""提醒: what the system told the signed-in person, the most urgent first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.desk.registers import duty_url
from casework.desk.shell import show
from casework.models.duty_names import ALARMS, duty_name
from casework.models.notice import Notice
from casework.queries import notices as queries
from casework.queries.notices import Urgency
from casework.services.reading_notices import mark_read

PAGE_SIZE = 30
GROUPS = {
    Urgency.OVERDUE: ("已过期限", "overdue"),
    Urgency.TODAY: ("今天到期", "today"),
    Urgency.SOON: ("即将到期", "near"),
    Urgency.NEWS: ("通知", "info"),
    Urgency.SETTLED: ("已经办理或者期限已变", "met"),
}


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the unread notices by urgency as of today, or those that were read, newest first."""
    user, today = request.user, legal_today()
    of_read = request.GET.get("list") == "read"
    found = queries.read(user) if of_read else queries.unread(user, today=today)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [_row(item) for item in page]
    url = reverse("desk:notices")
    context = {
        "tabs": [
            {"label": "未读", "url": url, "current": not of_read},
            {"label": "已读", "url": f"{url}?list=read", "current": of_read},
        ],
        "notices": rows,
        "groups": [{"title": "", "rows": rows}] if of_read else _groups(rows),
        "page_obj": page,
        "read_all_url": reverse("desk:notices_read") if rows and not of_read else "",
        "of_read": of_read,
    }
    return show(request, "desk/notices.html", context)


def _groups(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for urgency, (title, icon) in GROUPS.items():
        of_group = [row for row in rows if row["urgency"] == urgency]
        if of_group:
            found.append({"title": title, "icon": icon, "rows": _folded(of_group)})
    return found


def _folded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the earlier notices of one duty under its newest, which stands before them."""
    newest: list[dict[str, Any]] = []
    for row in rows:
        if newest and row["about"] and newest[-1]["about"] == row["about"]:
            newest[-1]["earlier"].append(row)
        else:
            newest.append(row)
    return newest


def _about(item: Notice) -> tuple[Any, ...]:
    if item.office_duty_id:
        return ("office", item.office_duty_id)
    reminder = item.reminder
    return (reminder.case_id, reminder.duty, reminder.index, reminder.due_on) if reminder else ()


def _row(item: Notice) -> dict[str, Any]:
    return {
        "at": item.created_at,
        "flag": _flag(item),
        "title": item.subject,
        "text": item.body,
        "url": _url(item),
        "unread": item.read_at is None,
        "urgency": getattr(item, "urgency", None),
        "about": _about(item),
        "earlier": [],
        "read_url": reverse("desk:notice_read", args=[item.pk]),
    }


def _flag(item: Notice) -> str:
    """Return what it is about: the duty's name; what is news only is a notice."""
    about = item.reminder or item.office_duty
    return duty_name(about.duty) if about else "通知"


def _url(item: Notice) -> str:
    if item.case:
        return reverse("desk:case", args=[item.case.number])
    if item.office_duty and item.office_duty.duty not in ALARMS:
        return duty_url(item.office_duty) or reverse("desk:office")
    return ""


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark every notice of the signed-in person as read."""
    mark_read(actor=request.user, now=utc_now())
    return redirect("desk:notices")


@require_POST
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one notice as read; another person's notice does not exist here."""
    if not Notice.objects.filter(pk=notice_id, recipient=request.user).exists():
        raise Http404("没有这条提醒")
    mark_read(actor=request.user, now=utc_now(), notice_id=notice_id)
    return redirect("desk:notices")
