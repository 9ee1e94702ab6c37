"""The applicant's own case: progress and withdrawal. What the agency asks for is answered in ``answers``."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework.adapters.clock import legal_day, utc_now
from casework.law.errors import Refused
from casework.portal import display, visits
from casework.portal.forms import WithdrawForm
from casework.portal.pages import faults_of, page
from casework.portal.sentences import due_note, due_text, events_of, receipt_note, status_of
from casework.queries.progress import Progress, ProgressState, progress_of
from casework.services.closing import withdraw as withdraw_case
from casework.services.query_codes import parts_of

LOOK_UP_AGAIN = "请用编号和查询码查询后继续。"
CASE_HAS_MOVED_ON = "没有办成：申请的办理情况已有变化，请看下面的最新进度。"


# Where what the agency asks for is answered.
ANSWERED_AT = {
    ProgressState.SUPPLEMENT_ASKED: ("提交补正", "portal:supplement"),
    ProgressState.REASONS_ASKED: ("说明理由", "portal:reasons"),
}


@login_not_required
@require_safe
def progress(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show how the case stands, in plain sentences."""
    now = utc_now()
    if not visits.is_open(request.session, case_id, now):
        return look_up_again(request)
    found = progress_of(case_id=case_id, today=legal_day(now))
    status = status_of(found)
    if found.state in ANSWERED_AT:
        label, name = ANSWERED_AT[found.state]
        status["action"] = {"label": label, "url": reverse(name, args=[case_id])}
    parts = parts_of(case_id)
    # Whoever has the code of the whole has those of its parts on this page.
    visits.open_parts(request.session, [part.case_id for part in parts], now)
    context = {
        "status": status,
        "done": _done_sentence(request, found),
        "case": {
            "number": found.number,
            "content": found.content,
            "received_on": found.received_on,
            "received_note": receipt_note(found),
            "due_text": due_text(found),
            "due_note": due_note(found),
            "is_open": found.is_open,
        },
        "parts": [
            {
                "number": part.number,
                "subject": part.subject,
                "query_code": part.query_code,
                "url": reverse("portal:progress", args=[part.case_id]),
            }
            for part in parts
        ],
        "whole": _whole(request, found),
        "events": events_of(found),
        "withdraw_url": reverse("portal:withdraw", args=[case_id]) if found.is_open else "",
    }
    return _page(request, "portal/progress.html", context, found)


def _whole(request: HttpRequest, found: Progress) -> dict[str, str]:
    """Return the case this one was split from, as a link where this browser has it open."""
    if not found.split_from:
        return {}
    case_id, number = found.split_from
    shown = visits.was_opened(request.session, case_id)
    return {"number": number, "url": reverse("portal:progress", args=[case_id]) if shown else ""}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask whether the applicant is sure, then withdraw the case."""
    now = utc_now()
    if not visits.is_open(request.session, case_id, now):
        return look_up_again(request)
    found = progress_of(case_id=case_id, today=legal_day(now))
    if request.method != "POST":
        if not found.is_open:
            return moved_on(request, case_id)
        form = WithdrawForm(initial={"key": secrets.token_hex(16)}, auto_id="%s")
        return _show_withdraw(request, found, form)
    form = WithdrawForm(request.POST, auto_id="%s")
    if display.is_display_change(request):
        return display.shown_anew(request, lambda: _show_withdraw(request, found, form.unjudged()))
    if not form.is_valid():
        return _show_withdraw(request, found, form) if found.is_open else moved_on(request, case_id)
    reason = form.cleaned_data["reason"]
    try:
        withdraw_case(
            case_id=case_id,
            statement="申请人凭编号和查询码在网上撤回申请。" + (f"原因：{reason}" if reason else ""),
            actor=None,
            today=legal_day(now),
            now=now,
            key=form.cleaned_data["key"],
        )
    except Refused:
        return moved_on(request, case_id)
    return done_with(case_id, "withdrawn")


def _show_withdraw(request: HttpRequest, found: Progress, form: WithdrawForm) -> HttpResponse:
    context = {
        "case": {"number": found.number, "content": found.content},
        "form": form,
        "faults": faults_of(form) if form.is_bound else [],
        "back_url": reverse("portal:progress", args=[found.case_id]),
    }
    return _page(request, "portal/withdraw.html", context, found)


def _page(request: HttpRequest, template: str, context: dict[str, Any], found: Progress) -> HttpResponse:
    return page(request, template, context, agency=found.agency)


def done_with(case_id: int, what: str) -> HttpResponseRedirect:
    """Lead back to the progress page, which says that ``what`` was done."""
    # In the address and not in a message: a double click says it once.
    return HttpResponseRedirect(f"{reverse('portal:progress', args=[case_id])}?done={what}")


def _done_sentence(request: HttpRequest, found: Progress) -> str:
    """Return what was just done, if the facts agree with the address."""
    done = request.GET.get("done")
    if done == "withdrawn" and found.state is ProgressState.WITHDRAWN:
        return "申请已撤回。"
    if done == "supplement" and found.supplement and found.supplement.received_on:
        return "补正已收到，最迟答复日按收到补正之日重新计算。"
    if done == "reasons" and found.reasons and found.reasons.received_on:
        return "您说明的理由已收到，本机关将进行审查。"
    return ""


def look_up_again(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the look-up: the same answer whether or not such a case exists."""
    messages.info(request, LOOK_UP_AGAIN)
    return redirect("portal:lookup")


def moved_on(request: HttpRequest, case_id: int) -> HttpResponseRedirect:
    """Lead back to a case that no longer waits for what was sent."""
    messages.warning(request, CASE_HAS_MOVED_ON)
    return redirect("portal:progress", case_id)
