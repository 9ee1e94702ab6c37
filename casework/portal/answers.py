"""What the applicant is asked for on line: the supplement (Art. 30) and the reasons for many requests (Art. 35)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.client_address import client_address
from casework.adapters.clock import legal_day, utc_now
from casework.adapters.uploads import MAX_FILES
from casework.law.errors import Refused
from casework.law.last_days import reasons_are_overdue, supplement_is_overdue
from casework.models.case import Case
from casework.portal import display, visits
from casework.portal.drafts import LONGEST_ANSWER
from casework.portal.forms import AnswerForm, ReasonsForm, SupplementForm
from casework.portal.kept_files import KeptFiles
from casework.portal.own_case import done_with, look_up_again, moved_on
from casework.portal.pages import faults_of, page
from casework.portal.sentences import reasons_facts, spoken_day
from casework.queries.progress import Progress, ProgressState, progress_of
from casework.services.reasons import receive_reasons
from casework.services.supplements import receive_supplement

# Refusals about what the applicant wrote. Any other may speak of the desk's work and its people.
SHOWN_CODES = frozenset(
    {
        "supplement_empty",
        "reasons_empty",
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


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked for: when it is open, which form answers it, which service takes the answer."""

    name: str
    state: ProgressState
    form: type[AnswerForm]
    service: Callable[..., Case]
    asked_template: str
    title: str
    submit_label: str
    asked: Callable[[Progress, date], dict[str, Any]]

    @property
    def session_name(self) -> str:
        """Return the name under which answers being written are kept in the session."""
        return f"{self.name}_answers"


def _supplement_asked(found: Progress, today: date) -> dict[str, Any]:
    asked = found.supplement
    return asked and {
        "asked_on": asked.served_on,
        "answer_by": spoken_day(asked.answer_by),
        "is_late": supplement_is_overdue(asked.answer_by, today),
        "points": asked.what_is_unclear.splitlines(),
        "guidance": asked.guidance,
    }


def _reasons_asked(found: Progress, today: date) -> dict[str, Any]:
    asked = found.reasons
    return asked and {
        "asked_on": asked.served_on,
        "answer_by": spoken_day(asked.answer_by),
        "is_late": reasons_are_overdue(asked.answer_by, today),
        "facts": reasons_facts(asked),
        "what_to_explain": asked.what_to_explain,
    }


SUPPLEMENT = Question(
    "supplement", ProgressState.SUPPLEMENT_ASKED, SupplementForm, receive_supplement,
    "portal/supplement_asked.html", "提交补正", "提交补正", _supplement_asked,
)  # fmt: skip
REASONS = Question(
    "reasons", ProgressState.REASONS_ASKED, ReasonsForm, receive_reasons,
    "portal/reasons_asked.html", "说明理由", "提交理由", _reasons_asked,
)  # fmt: skip


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show what is to be supplemented, keep the answer as it grows, and hand it in."""
    return _answer(request, case_id, SUPPLEMENT)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show which requests are to be explained, keep the answer as it grows, and hand it in."""
    return _answer(request, case_id, REASONS)


def _answer(request: HttpRequest, case_id: int, question: Question) -> HttpResponse:
    now = utc_now()
    allowed = visits.is_open(request.session, case_id, now)
    draft = request.session.get(question.session_name, {}).get(str(case_id), {})
    files, refused = KeptFiles(draft), []
    if request.method == "POST" and (allowed or visits.was_opened(request.session, case_id)):
        # Kept first: a look that has run out must not cost a long answer.
        draft["answer"] = request.POST.get("answer", "")[:LONGEST_ANSWER]
        refused = files.add(request.FILES.getlist("attachments"), now, client_address(request))
        files.remove(request.POST.get("remove", ""))
        _keep(request, case_id, question, draft)
    if not allowed:
        return look_up_again(request)
    found = progress_of(case_id=case_id, today=legal_day(now))
    is_asked = found.state is question.state
    if request.method != "POST":
        if not is_asked:
            return moved_on(request, case_id)
        form = question.form(initial={"answer": draft.get("answer", ""), "key": secrets.token_hex(16)}, auto_id="%s")
        return _show(request, found, question, form, files)
    if display.is_display_change(request):
        return display.changed(request, request.path)
    form = question.form(request.POST, auto_id="%s")
    for sentence in refused:
        form.add_error("attachments", sentence)
    unready = "more" in request.POST or "remove" in request.POST
    if unready and not refused:
        return redirect(request.path)
    if unready or not form.is_valid():
        return _show(request, found, question, form, files) if is_asked else moved_on(request, case_id)
    # A second click comes here after the first is through; the service knows it by its key.
    return _hand_in(request, found, question, form, files)


def _hand_in(
    request: HttpRequest, found: Progress, question: Question, form: AnswerForm, files: KeptFiles
) -> HttpResponse:
    now = utc_now()
    try:
        question.service(
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
            return moved_on(request, found.case_id)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _show(request, found, question, form, files)
    files.clear()
    _keep(request, found.case_id, question, None)
    return done_with(found.case_id, question.name)


def _show(
    request: HttpRequest, found: Progress, question: Question, form: AnswerForm, files: KeptFiles
) -> HttpResponse:
    context = {
        "case": {"number": found.number},
        "question": question,
        "asked": question.asked(found, legal_day(utc_now())),
        "form": form,
        "faults": faults_of(form) if form.is_bound else [],
        "files": files.rows,
        "max_files": MAX_FILES,
        "back_url": reverse("portal:progress", args=[found.case_id]),
    }
    return page(request, "portal/answer.html", context, agency=found.agency)


def _keep(request: HttpRequest, case_id: int, question: Question, draft: dict[str, Any] | None) -> None:
    answers = request.session.get(question.session_name, {})
    if draft is None:
        answers.pop(str(case_id), None)
    else:
        answers[str(case_id)] = draft
    request.session[question.session_name] = answers
