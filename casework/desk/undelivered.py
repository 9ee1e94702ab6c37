"""发送失败: letters that were given up, why and when, and sending them again."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from casework.adapters.clock import utc_now
from casework.desk.access import require_role
from casework.desk.form_page import post_or_say
from casework.desk.shell import show
from casework.models.notice import MAX_ATTEMPTS, Notice
from casework.queries.dead_letters import dead_letters_of
from casework.services.dead_letters import RESENDERS, resend

PAGE_SIZE = 50


@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """List the dead letters of the agency, newest first."""
    require_role(request.user, *RESENDERS)
    found = dead_letters_of(request.user.agency).select_related("recipient", "endpoint").defer("body")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(item) for item in page],
        "page_obj": page,
        "tries": MAX_ATTEMPTS,
        "resend_all_url": reverse("desk:resend_all") if page.paginator.count else "",
        "back_url": reverse("desk:reminder_settings"),
    }
    return show(request, "desk/undelivered.html", context)


@require_POST
def resend_one(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Send one letter again; another agency's does not exist here."""
    require_role(request.user, *RESENDERS)
    if not dead_letters_of(request.user.agency).filter(pk=notice_id).exists():
        raise Http404("没有这条记录")

    def act() -> str:
        resend(actor=request.user, now=utc_now(), notice_id=notice_id)
        return "已重新排入发送。"

    return post_or_say(request, act, reverse("desk:undelivered"))


@require_POST
def resend_all(request: HttpRequest) -> HttpResponse:
    """Send all of them again."""
    require_role(request.user, *RESENDERS)
    return post_or_say(
        request, lambda: f"{resend(actor=request.user, now=utc_now())}条已重新排入发送。", reverse("desk:undelivered")
    )


def _row(item: Notice) -> dict[str, Any]:
    if item.endpoint:
        whom = item.endpoint.name
    elif item.recipient:
        whom = f"{item.recipient}（{item.recipient.email or '没有电子邮箱'}）"
    else:
        # An applicant's address is no business of whoever keeps the accounts.
        whom = f"申请人（{item.address.masked}）"
    return {
        "channel": item.get_channel_display(),
        "whom": whom,
        "subject": item.subject,
        "reason": item.last_error,
        "attempts": item.attempts,
        "at": item.created_at,
        "resend_url": reverse("desk:resend", args=[item.pk]),
    }
