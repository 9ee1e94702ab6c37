"""提醒: what the system told the signed-in person."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from casework.adapters.clock import utc_now
from casework.desk.shell import show
from casework.models.notice import Notice, NoticeChannel
from casework.services.reading_notices import mark_read

PAGE_SIZE = 30


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the in-app notices, newest first."""
    mine = Notice.objects.filter(recipient=request.user, channel=NoticeChannel.IN_APP).select_related("case")
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        {
            "at": item.created_at,
            "flag": "提醒" if item.reminder_id else "通知",
            "title": item.subject,
            "text": item.body,
            "url": reverse("desk:case", args=[item.case.number]) if item.case else "",
            "unread": item.read_at is None,
            "read_url": reverse("desk:notice_read", args=[item.pk]),
        }
        for item in page
    ]
    any_unread = any(row["unread"] for row in rows)
    context = {"notices": rows, "page_obj": page, "read_all_url": reverse("desk:notices_read") if any_unread else ""}
    return show(request, "desk/notices.html", context)


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
