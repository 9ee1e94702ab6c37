"""核对, 提交 and 回执: one key made with the check page files the application once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework.adapters.client_address import client_address
from casework.adapters.clock import legal_day, utc_now
from casework.adapters.rate_counter import count_one, is_spent
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.kept_insert import Change
from casework.portal import display, robot_check, visits
from casework.portal.drafts import STEPS, Draft
from casework.portal.forms import PromiseForm
from casework.portal.kept_files import KeptFiles
from casework.portal.pages import Fault, agency_or_404, faults_of, page, receipt_address
from casework.portal.privacy import privacy_notice
from casework.portal.robot_check import RobotCheck
from casework.portal.sentences import due_note, due_text, receipt_note
from casework.queries.progress import progress_of
from casework.services.register import submit_online

# Where the answer to a refusal is given: the service names the field, the form has it on a page.
TOO_MANY_STATUS = 429
# Channels are never closed altogether: the other ways of Art. 29 stand beside the limit.
TOO_MANY = "从这个网络提交的申请一小时内已达上限，填写的内容没有丢失，请稍后再提交；也可以当面提交或者邮寄。"
STEP_OF_FIELD = {"name": "applicant", "kind": "who", "content": "content", "attachments": "attachments"}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Show every answer for checking, or hand the application in."""
    agency = agency_or_404(agency_id)
    sent_key = request.POST.get("key", "")
    filed = visits.case_filed_with(request.session, sent_key)
    if filed is not None:
        return HttpResponseRedirect(receipt_address(filed))
    draft = Draft(request.session, agency_id)
    unfinished = draft.first_unfinished()
    if unfinished:
        mend = "?mend=1" if draft.is_begun else ""
        return redirect(reverse("portal:step", args=[agency_id, unfinished]) + mend)
    if request.method != "POST":
        draft.make_ready()
        return _show(request, agency, draft, PromiseForm(auto_id="%s"))
    if display.is_display_change(request):
        form = PromiseForm(request.POST, auto_id="%s")
        return display.shown_anew(request, lambda: _show(request, agency, draft, form.unjudged()))
    if "back" in request.POST:
        return redirect("portal:step", agency_id, STEPS[-2].name)
    form = PromiseForm(request.POST, auto_id="%s")
    now = utc_now()
    robot = robot_check.answered(request, now)
    if not all([form.is_valid(), robot is None or robot.is_valid()]):
        faults = faults_of(form) + (faults_of(robot) if robot else [])
        return _show(request, agency, draft, form, faults, robot=robot)
    if is_spent("filing", client_address(request), now=now):
        return _show(request, agency, draft, form, [Fault(TOO_MANY)], status=TOO_MANY_STATUS)
    if sent_key != draft.key:
        # The page is older than the draft: it must be looked at again before it is sent.
        return redirect("portal:check", agency_id)
    return _submit(request, agency, draft, form)


def _submit(request: HttpRequest, agency: Agency, draft: Draft, form: PromiseForm) -> HttpResponse:
    now, session, held = utc_now(), request.session, {}

    def keep_receipt(case_id: int, content: SessionBase | dict[str, Any]) -> None:
        visits.keep_receipt(content, case_id, key=draft.key, files=draft.files.rows, now=now)
        draft.end(content)

    def receipt(case_id: int) -> Change:
        # The only page that tells the query code: it is there as soon as the request is.
        content = held[case_id] = dict(session.items())
        keep_receipt(case_id, content)
        return session.change_to(content)

    try:
        done = submit_online(
            agency=agency, request=draft.request(legal_day(now)), today=legal_day(now), now=now, key=draft.key,
            together_with=receipt,
        )  # fmt: skip
    except Refused as refusal:
        return _show(request, agency, draft, form, [_fault(agency, refusal)])
    count_one("filing", client_address(request), now=now)
    if done.case.pk in held:
        session.adopt(held[done.case.pk])
    else:
        # Another click of the same form was quicker.
        keep_receipt(done.case.pk, session)
    return HttpResponseRedirect(receipt_address(done.case.pk))


def _show(
    request: HttpRequest, agency: Agency, draft: Draft, form: PromiseForm, faults: list[Fault] | None = None, *,
    robot: RobotCheck | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    form.initial["key"] = draft.key
    context = {
        "form": form,
        "robot": robot_check.asked_again(request, utc_now(), robot),
        "key": draft.key,
        "faults": faults or [],
        "groups": list(_groups(agency, draft)),
        "warnings": draft.warnings(legal_day(utc_now())),
        "privacy": privacy_notice(agency),
        "step": {"number": len(STEPS), "total": len(STEPS)},
    }
    return page(request, "portal/check.html", context, agency=agency, status=status)


def _groups(agency: Agency, draft: Draft):
    for step, rows in draft.answers_by_group():
        address = reverse("portal:step", args=[agency.pk, step.name])
        answers = [
            {"label": label, "value": value, "change_url": f"{address}?change=1#{target}"}
            for label, value, target in rows
        ]
        yield {"title": step.title, "answers": answers}


def _fault(agency: Agency, refusal: Refused) -> Fault:
    step = STEP_OF_FIELD.get(refusal.field)
    url = f"{reverse('portal:step', args=[agency.pk, step])}?change=1#{refusal.field}" if step else ""
    return Fault(str(refusal), url)


@login_not_required
@require_safe
def receipt(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the receipt with number and query code to the browser that filed the application."""
    now = utc_now()
    code = visits.query_code_on_receipt(request.session, case_id, now)
    if code is None:
        return redirect("portal:lookup")
    # Not with the submission: of two clicks at once, the slower one may still be reading them.
    KeptFiles(visits.files_of_receipt(request.session, case_id)).clear()
    progress = progress_of(case_id=case_id, today=legal_day(now))
    context = {
        "receipt": {
            "number": progress.number,
            "query_code": code,
            "received_on": progress.received_on,
            "received_note": receipt_note(progress),
            "due_text": due_text(progress),
            "due_note": due_note(progress),
        },
        "minutes": int(visits.OPEN_FOR.total_seconds() // 60),
        "lookup_url": reverse("portal:lookup"),
    }
    return page(request, "portal/receipt.html", context, agency=progress.agency)
