"""我的办件, 收件, 全部办件: three addresses of one list, every filter part of the address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from casework.adapters.clock import legal_today
from casework.adapters.working_calendar import Calendars, calendars, calendars_for
from casework.desk.forms.filters import WAITING_WORDS, CaseFilterForm, filter_of
from casework.desk.rows import row_of
from casework.desk.shell import address, show
from casework.law.acts import Act
from casework.law.stages import Stage
from casework.models.user import ADMINISTRATORS, REVIEWING_ROLES, Role, User
from casework.queries import work_list as lists
from casework.queries.list_pages import Page, page_of
from casework.queries.listed_cases import ListedCase
from casework.queries.topics import topics_of
from casework.queries.work_list import CaseFilter, Scope, Waiting
from casework.services.permissions import why_not_allowed

COUNTERS = tuple(
    (waiting, WAITING_WORDS[waiting], tone)
    for waiting, tone in (
        (Waiting.TODAY, "today"),
        (Waiting.NEAR, "near"),
        (Waiting.OVERDUE, "overdue"),
        (Waiting.TO_CONFIRM, ""),
        (Waiting.PROVISIONAL, "provisional"),
    )
)
# Whoever stands in an approval chain comes for what waits for the own word.
REVIEW_COUNTER = (Waiting.APPROVAL, "待我审签", "")
DEFAULT_SCOPE = {Role.CLERK: Scope.MINE}


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """What is due, the nearest first."""
    if not request.user.handles_cases:
        return redirect(_home_of_administrator(request.user))
    wanted = filter_of(request.GET, CaseFilter(scope=_default_scope(request.user)))
    empty = {"title": "没有符合条件的办件", "text": "换一个筛选条件，或到“全部办件”中查找。"}
    return _list(request, wanted, heading="我的办件", name="desk:work_list", empty=empty)


@require_safe
def intake(request: HttpRequest) -> HttpResponse:
    """Requests that came in on line and wait for confirmation: the clock may already run."""
    wanted = replace(filter_of(request.GET, CaseFilter()), stage=Stage.SUBMITTED, scope=Scope.ALL)
    empty = {"title": "没有等待确认的收件", "text": "网上提交的申请会先出现在这里，请当日确认。"}
    return _list(request, wanted, heading="收件", name="desk:intake", empty=empty, fields=("channel", "q"))


@require_safe
def all_cases(request: HttpRequest) -> HttpResponse:
    """Every case the user may see, concluded ones too, the latest registration first."""
    wanted = filter_of(request.GET, CaseFilter(open_only=False))
    empty = {"title": "没有符合条件的办件", "text": "编号、申请人和内容都可以搜索；也可以清除筛选。"}
    kept = _kept(request)
    export_url = f"{address('desk:ledger_export')}{'?' if kept else ''}{urlencode(kept)}"
    more = {"export_url": export_url}
    if why_not_allowed(Act.IMPORT, request.user) is None:
        more["import_url"] = address("desk:ledger_import")
    return _list(request, wanted, heading="全部办件", name="desk:all_cases", empty=empty, more=more)


def _home_of_administrator(user: User) -> str:
    if user.role not in ADMINISTRATORS:
        return "desk:own_account"
    return "desk:audit" if user.role == Role.AUDITOR else "desk:people"


def _default_scope(user: User) -> Scope:
    return DEFAULT_SCOPE.get(user.role, Scope.ALL)


def _list(
    request: HttpRequest,
    wanted: CaseFilter,
    *,
    heading: str,
    name: str,
    empty: dict[str, str],
    fields: tuple[str, ...] = ("scope", "stage", "channel", "topic", "q"),
    more: dict[str, str] | None = None,
) -> HttpResponse:
    user, today = request.user, legal_today()
    # A supervisor reads the cases of many agencies, each by its own calendar.
    by = calendars() if user.role == Role.SUPERVISOR else calendars_for(user.agency)
    calendar = by.of(user.agency_id)
    place = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    page = page_of(user, wanted, today=today, calendar=calendar, **place)
    counted_scope = wanted.scope if wanted.open_only else Scope.ALL
    counts = lists.counts(user, counted_scope, today=today, calendar=calendar)
    form = CaseFilterForm(initial={"scope": wanted.scope, "stage": wanted.stage, "channel": wanted.channel})
    form.initial |= {"topic": wanted.topic, "q": wanted.text, "waiting": wanted.waiting, "due_on": wanted.due_on}
    # The list of topics is one statement more: it is read when somebody wants to choose one.
    by_topic = "topic" in fields and "topic" in request.GET
    if by_topic:
        form.offer(topics_of(user.agency).names)
    form.keep(fields if by_topic else tuple(set(fields) - {"topic"}), hidden=("waiting", "due_on"))
    may_register = why_not_allowed(Act.REGISTER, user) is None
    action = {"label": "登记申请", "url": address("desk:register")} if may_register else None
    context = {
        "heading": heading,
        "today": today,
        "today_note": calendar.describe(today).name if calendar.describe(today).published else "放假安排未公布",
        "counters": _counters(user, wanted, counts),
        "register_url": action and action["url"],
        "filter_form": form,
        "clear_url": address(name) if request.GET else "",
        "topics_url": f"?{urlencode(_kept(request) | {'topic': ''})}" if "topic" in fields and not by_topic else "",
        "due_on": wanted.due_on,
        "with_agency": user.role == Role.SUPERVISOR,
        "rows": _rows(page.cases, user, today, by),
        "order": "按剩余工作日从少到多" if wanted.open_only else "最新登记的在前",
        "pager": _pager(request, page),
        "empty": empty | {"action": action},
    }
    return show(request, "desk/work_list.html", context | (more or {}))


def _rows(cases: list[ListedCase], user: User, today: date, by: Calendars) -> SafeString:
    lines = [row_of(case, user=user, today=today, calendar=by.of(case.agency_id)) for case in cases]
    return mark_safe("".join(lines))


def _counters(user: User, wanted: CaseFilter, counts: dict[str, int]) -> list[dict[str, Any]]:
    shown = (REVIEW_COUNTER, *COUNTERS) if user.role in REVIEWING_ROLES else COUNTERS
    rows = []
    for waiting, label, tone in shown:
        current = wanted.open_only and wanted.waiting == waiting
        query = {"scope": wanted.scope if wanted.open_only else Scope.ALL}
        if not current:
            query["waiting"] = waiting.value
        url = f"{address('desk:work_list')}?{urlencode(query)}"
        count = counts[waiting]
        rows.append({"label": label, "count": count, "url": url, "tone": tone, "current": current})
    return rows


def _kept(request: HttpRequest) -> dict[str, str]:
    """The address without the place in the list."""
    return {name: value for name, value in request.GET.items() if name not in ("after", "before")}


def _pager(request: HttpRequest, page: Page) -> dict[str, str]:
    kept = _kept(request)
    urls = {}
    if page.previous:
        urls["first"] = f"?{urlencode(kept)}"
        urls["previous"] = f"?{urlencode(kept | {'before': page.previous})}"
    if page.next:
        urls["next"] = f"?{urlencode(kept | {'after': page.next})}"
    return urls
