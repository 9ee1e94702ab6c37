"""The applicant's own case: progress, the answer to a supplement notice, withdrawal."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework.adapters.clock import legal_day, legal_today, utc_now
from casework.adapters.uploads import MAX_FILES
from casework.law.errors import Refused
from casework.portal import display, visits
from casework.portal.drafts import LONGEST_ANSWER
from casework.portal.forms import SupplementForm, WithdrawForm
from casework.portal.kept_files import KeptFiles
from casework.portal.pages import faults_of, page
from casework.portal.sentences import due_note, due_text, events_of, receipt_note, spoken_day, status_of
from casework.queries.progress import Progress, ProgressState, progress_of
from casework.services.closing import withdraw as withdraw_case
from casework.services.supplements import receive_supplement

ANSWERS = "supplement_answers"
LOOK_UP_AGAIN = "请用编号和查询码查询后继续。"
# Refusals about what the applicant wrote. Any other may speak of the desk's work and its people.
SHOWN_CODES = frozenset(
    {
        "supplement_empty",
        "text_too_long",
        "text_not_storable",
        "draft_file_gone",
        "file_too_large",
        "file_empty",
        "file_kind_not_allowed",
        "file_infected",
        "picture_broken",
        "too_many_files",
    }
)
CASE_HAS_MOVED_ON = "没有办成：申请的办理情况已有变化，请看下面的最新进度。"


@login_not_required
@require_safe
def progress(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show how the case stands, in plain sentences."""
    if not visits.is_open(request.session, case_id, utc_now()):
        return _look_up_again(request)
    found = progress_of(case_id=case_id, today=legal_today())
    status = status_of(found)
    if found.state is ProgressState.SUPPLEMENT_ASKED:
        status["action"] = {"label": "提交补正", "url": reverse("portal:supplement", args=[case_id])}
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
        "events": events_of(found),
        "withdraw_url": reverse("portal:withdraw", args=[case_id]) if found.is_open else "",
    }
    return _page(request, "portal/progress.html", context, found)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show what was asked, keep the answer as it grows, and hand it in."""
    now = utc_now()
    allowed = visits.is_open(request.session, case_id, now)
    draft = request.session.get(ANSWERS, {}).get(str(case_id), {})
    files, refused = KeptFiles(draft), []
    if request.method == "POST" and (allowed or visits.was_opened(request.session, case_id)):
        # Kept first: a look that has run out must not cost a long answer.
        draft["answer"] = request.POST.get("answer", "")[:LONGEST_ANSWER]
        refused = files.add(request.FILES.getlist("attachments"), now)
        files.remove(request.POST.get("remove", ""))
        _keep_answer(request, case_id, draft)
    if not allowed:
        return _look_up_again(request)
    found = progress_of(case_id=case_id, today=legal_day(now))
    is_asked = found.state is ProgressState.SUPPLEMENT_ASKED
    if request.method != "POST":
        if not is_asked:
            return _moved_on(request, case_id)
        form = SupplementForm(initial={"answer": draft.get("answer", ""), "key": secrets.token_hex(16)}, auto_id="%s")
        return _show_supplement(request, found, form, files)
    if display.is_display_change(request):
        return display.changed(request, request.path)
    form = SupplementForm(request.POST, auto_id="%s")
    for sentence in refused:
        form.add_error("attachments", sentence)
    unready = "more" in request.POST or "remove" in request.POST
    if unready and not refused:
        return redirect("portal:supplement", case_id)
    if unready or not form.is_valid():
        return _show_supplement(request, found, form, files) if is_asked else _moved_on(request, case_id)
    # A second click comes here after the first is through; the service knows it by its key.
    return _hand_in(request, found, form, files)


def _hand_in(request: HttpRequest, found: Progress, form: SupplementForm, files: KeptFiles) -> HttpResponse:
    now = utc_now()
    try:
        receive_supplement(
            case_id=found.case_id,
            answer=form.cleaned_data["answer"],
            received_on=legal_day(now),
            actor=None,
            today=legal_day(now),
            now=now,
            files=files,
            key=form.cleaned_data["key"],
        )
    except Refused as refusal:
        if refusal.code not in SHOWN_CODES:
            return _moved_on(request, found.case_id)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _show_supplement(request, found, form, files)
    files.clear()
    _keep_answer(request, found.case_id, None)
    return _done(found.case_id, "supplement")


def _show_supplement(request: HttpRequest, found: Progress, form: SupplementForm, files: KeptFiles) -> HttpResponse:
    asked = found.supplement
    context = {
        "case": {"number": found.number},
        "supplement": {
            "asked_on": asked.served_on,
            "answer_by": spoken_day(asked.answer_by),
            "is_late": asked.answer_by < legal_today(),
            "points": asked.what_is_unclear.splitlines(),
            "guidance": asked.guidance,
        },
        "form": form,
        "faults": faults_of(form) if form.is_bound else [],
        "files": files.rows,
        "max_files": MAX_FILES,
        "back_url": reverse("portal:progress", args=[found.case_id]),
    }
    return _page(request, "portal/supplement_answer.html", context, found)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask whether the applicant is sure, then withdraw the case."""
    now = utc_now()
    if not visits.is_open(request.session, case_id, now):
        return _look_up_again(request)
    found = progress_of(case_id=case_id, today=legal_day(now))
    if request.method != "POST":
        if not found.is_open:
            return _moved_on(request, case_id)
        form = WithdrawForm(initial={"key": secrets.token_hex(16)}, auto_id="%s")
        return _show_withdraw(request, found, form)
    form = WithdrawForm(request.POST, auto_id="%s")
    if not form.is_valid():
        return _show_withdraw(request, found, form) if found.is_open else _moved_on(request, case_id)
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
        return _moved_on(request, case_id)
    return _done(case_id, "withdrawn")


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


def _keep_answer(request: HttpRequest, case_id: int, draft: dict[str, Any] | None) -> None:
    answers = request.session.get(ANSWERS, {})
    if draft is None:
        answers.pop(str(case_id), None)
    else:
        answers[str(case_id)] = draft
    request.session[ANSWERS] = answers


def _done(case_id: int, what: str) -> HttpResponseRedirect:
    # In the address and not in a message: a double click says it once.
    return HttpResponseRedirect(f"{reverse('portal:progress', args=[case_id])}?done={what}")


def _done_sentence(request: HttpRequest, found: Progress) -> str:
    """Return what was just done, if the facts agree with the address."""
    done = request.GET.get("done")
    if done == "withdrawn" and found.state is ProgressState.WITHDRAWN:
        return "申请已撤回。"
    if done == "supplement" and found.supplement and found.supplement.received_on:
        return "补正已收到，最迟答复日按收到补正之日重新计算。"
    return ""


def _look_up_again(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the look-up: the same answer whether or not such a case exists."""
    messages.info(request, LOOK_UP_AGAIN)
    return redirect("portal:lookup")


def _moved_on(request: HttpRequest, case_id: int) -> HttpResponseRedirect:
    messages.warning(request, CASE_HAS_MOVED_ON)
    return redirect("portal:progress", case_id)
