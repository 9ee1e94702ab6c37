"""The frame around every page of the desk: who is signed in, where to go, what is unread."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casework.adapters.accounts import MOST_COUNTED
from casework.law.errors import Refused
from casework.models.notice import Notice
from casework.models.user import Role, User

# The status of a page whose form was refused.
REFUSED = 422

CASE_PAGES = (
    ("我的办件", "desk:work_list"),
    ("收件", "desk:intake"),
    ("全部办件", "desk:all_cases"),
    ("登记簿", "desk:dispute_list"),
    ("统计", "desk:statistics"),
    ("年度报告", "desk:annual_table"),
    ("年报核对", "desk:report_check"),
)
COMMON_PAGES = (("机关事项", "desk:office"), ("日历", "desk:calendar"))
# What each of the three administrators comes for: accounts and settings, grants and keys, audit.
ADMINISTRATOR_PAGES = {
    Role.ADMINISTRATOR: (("账号管理", "desk:people"), ("科室设置", "desk:units"), ("运行状态", "desk:operations")),
    Role.SECURITY_ADMINISTRATOR: (("账号管理", "desk:people"), ("动态口令要求", "desk:factor_rule")),
    Role.AUDITOR: (("审计", "desk:audit"), ("账号管理", "desk:people")),
}
ROLE_PAGES = {
    Role.SUPERVISOR: (("督查", "desk:supervision"),),
}
SETTINGS_PAGES = {
    Role.CLERK: (("文书设置", "desk:letter_settings"), ("主题分类", "desk:topics")),
    Role.LEADER: (
        ("审批链设置", "desk:approval_chain"),
        ("提醒设置", "desk:reminder_settings"),
        ("文书设置", "desk:letter_settings"),
        ("主题分类", "desk:topics"),
        ("个人信息设置", "desk:copy_period"),
    ),
    Role.ADMINISTRATOR: (
        ("审批链设置", "desk:approval_chain"),
        ("提醒设置", "desk:reminder_settings"),
        ("个人信息设置", "desk:copy_period"),
    ),
}


# A page that opens a whole room of the desk.
_ROOM_OF = {"desk:dispute_list": "/desk/registers/"}


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a page inside the frame of the desk."""
    return render(request, template, shell_context(request) | context, status=status)


def refusal_words(refusal: Refused | None) -> dict[str, str] | None:
    """Return a refusal as partials/error_summary.html wants it."""
    return refusal and {"message": refusal.sentence, "article": refusal.article, "code": refusal.code}


def shell_context(request: HttpRequest) -> dict[str, Any]:
    """Return what templates/desk/base.html needs."""
    user = request.user
    handles_cases = user.handles_cases
    own_pages = ADMINISTRATOR_PAGES.get(user.role, ())
    pages = CASE_PAGES + COMMON_PAGES if handles_cases else own_pages + COMMON_PAGES
    if user.agency is not None:
        pages += ROLE_PAGES.get(user.role, ())
        settings = SETTINGS_PAGES.get(user.role, ())
        # One alone is named itself; several stand behind one entry, or the bar would not fit a small screen.
        pages += settings if len(settings) < 2 else (("设置", "desk:settings"),)
    shell = {
        "home_url": address("desk:work_list"),
        "account_url": address("desk:own_account"),
        "agency_name": user.agency.name if user.agency else "",
        "user_name": str(user),
        "user_role": user.get_role_display(),
        "notices_url": address("desk:notices"),
        "unread_count": _unread(user),
        "logout_url": address("desk:logout"),
    }
    if handles_cases:
        shell |= {"search_url": address("desk:all_cases"), "search_text": request.GET.get("q", "")}
    return {"shell": shell, "nav_items": list(_navigation(pages, request.path))}


def _unread(user: User) -> str:
    """Return how many notices are unread: they were counted when the account was read for this request."""
    if not hasattr(user, "unread_notices"):
        user.unread_notices = Notice.objects.unread_of(user).count()
    number = user.unread_notices
    return "" if not number else str(number) if number < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


@cache
def address(name: str) -> str:
    """Return the address of a page that needs no arguments; every page of the desk links to some twenty."""
    return reverse(name)


def _navigation(pages: tuple[tuple[str, str], ...], here: str) -> Iterator[dict[str, Any]]:
    root = address("desk:work_list")
    urls = [address(name) for _, name in pages]
    rooms = [_ROOM_OF.get(name, url) for (_, name), url in zip(pages, urls, strict=True)]
    # The work list is the root of the desk, everything begins with its address; a room may lie inside another.
    within = [room for room in rooms if here == room or (room != root and here.startswith(room))]
    current = max(within, key=len, default="")
    for (label, _), url, room in zip(pages, urls, rooms, strict=True):
        yield {"label": label, "url": url, "current": room == current}
