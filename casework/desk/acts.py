"""One legal act, one page: GET shows what it asks and what will follow, POST does it.

What is refused comes back with the sentence at its field, everything typed kept, nothing changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.desk import unfinished
from casework.desk.access import case_or_404
from casework.desk.act_forms import CASE_FORMS, CONSULTATION_FORMS, MATTER_FORMS, SERVICE_FORMS
from casework.desk.case_words import case_head
from casework.desk.decision_choices import decision_choices
from casework.desk.disputes_tab import redo_banner, same_ground
from casework.desk.drafting import drafting, elsewhere, newest_draft
from casework.desk.forms.acts import ActForm
from casework.desk.forms.decisions import DecisionFields
from casework.desk.forms.rows import MORE
from casework.desk.papers import others_prepared, paper_of, prepared_letter_of
from casework.desk.shell import REFUSED, refusal_words, show
from casework.desk.words import day_told
from casework.law.acts import ACT_RULES, Act
from casework.law.errors import Refused
from casework.law.letters.kinds import WRITTEN_BEFORE
from casework.law.open_acts import warning, why_not
from casework.models.case import Case
from casework.models.consultation import Consultation
from casework.models.letter_service import ServiceRecord
from casework.queries.case_page import CaseRead
from casework.queries.situation import situation_of
from casework.services.form_keys import was_done_by
from casework.services.letters import MAKERS
from casework.services.permissions import why_not_allowed
from casework.services.review_rounds import why_not_begin

# Whoever agrees, signs or sends back has the draft before the eyes.
_READING = frozenset({Act.REVIEW, Act.SIGN, Act.SEND_BACK})
_DECIDING = frozenset({Act.SUBMIT_FOR_REVIEW, Act.REPLY_ON_THE_SPOT, Act.SIGN})
NOT_NOW = 409
# The button that writes the letter of an act and leaves the act undone.
PREPARE = "prepare"


def _also_a_second_click(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a form sent twice by whoever gave the case away with it: out of sight, but done."""

    @wraps(view)
    def answer(request: HttpRequest, number: str, *, act: str, **place: Any) -> HttpResponse:
        try:
            return view(request, number, act=act, **place)
        except Http404:
            known, key = _known(act), request.POST.get("key", "")
            if not was_done_by(request.user, key=key, act=known, number=number):
                raise
            return _given_away(request, known, number)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@_also_a_second_click
def case_act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """An act on the case itself."""
    found = case_or_404(request, number)
    return _act(request, found, CASE_FORMS.get(_known(act)))


@require_http_methods(["GET", "HEAD", "POST"])
@_also_a_second_click
def consultation_act(request: HttpRequest, number: str, consultation_id: int, act: str) -> HttpResponse:
    """An act on one consultation of the case."""
    found = case_or_404(request, number)
    own = {item.pk: item for item in found.case.consultations.all()}
    if consultation_id not in own:
        raise Http404("没有这份征求意见")
    return _act(request, found, CONSULTATION_FORMS.get(_known(act)), consultation=own[consultation_id])


@require_http_methods(["GET", "HEAD", "POST"])
@_also_a_second_click
def matter_act(request: HttpRequest, number: str, position: int, act: str) -> HttpResponse:
    """An act on one matter of the case."""
    found = case_or_404(request, number)
    if position != 1 and position not in [item.position for item in found.case.matters.all()]:
        raise Http404("没有这个事项")
    return _act(request, found, MATTER_FORMS.get(_known(act)), position=position)


@require_http_methods(["GET", "HEAD", "POST"])
@_also_a_second_click
def service_act(request: HttpRequest, number: str, service_id: int, act: str) -> HttpResponse:
    """An act on one service of a letter of the case."""
    found = case_or_404(request, number)
    record = found.case.service_records.filter(pk=service_id).first()
    if record is None:
        raise Http404("没有这次送达")
    return _act(request, found, SERVICE_FORMS.get(_known(act)), record=record)


def _known(act: str) -> Act:
    try:
        return Act(act)
    except ValueError:
        raise Http404("没有这种手续") from None


def _act(
    request: HttpRequest,
    found: CaseRead,
    form_class: type[ActForm] | None,
    *,
    consultation: Consultation | None = None,
    record: ServiceRecord | None = None,
    position: int | None = None,
) -> HttpResponse:
    if form_class is None:
        raise Http404("没有这种手续")
    # Reading a subordinate agency's case gives no right to act in it.
    if why_not_allowed(form_class.act, request.user) or request.user.agency_id != found.case.agency_id:
        raise PermissionDenied
    options: dict[str, Any] = {
        "found": found, "user": request.user, "consultation": consultation, "record": record,
        "query": request.GET,
        "letter": prepared_letter_of(found.case, form_class.act, request.GET.get("letter", "")),
    }  # fmt: skip
    if issubclass(form_class, DecisionFields):
        options["code"] = request.GET.get("code", "")
    if position is not None:
        options["position"] = position
    if request.method != "POST":
        closed = why_not(
            form_class.act,
            situation_of(found.case, found.reading, found.today, actor=request.user, review=found.review),
        )
        form = form_class(**options)
        typed = unfinished.kept(request)
        if typed is not None:
            form.start_from(typed)
        return _page(request, found, form, refusal=closed, closed=closed is not None, resumed=typed is not None)
    form = form_class(request.POST, request.FILES, **options)
    if unfinished.LEAVE in request.POST and isinstance(form, DecisionFields):
        unfinished.keep(request)
        return HttpResponseRedirect(elsewhere(form, request.POST[unfinished.LEAVE]))
    if MORE in request.POST:
        form.show_again()
        return _page(request, found, form)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        if PREPARE in request.POST and form.act in WRITTEN_BEFORE:
            letter = form.prepare(today=legal_today(), now=utc_now())
            messages.success(request, f"“{letter.title}”已制作，请核对。本件还没有任何变化。")
            return redirect("desk:letter", number=found.case.number, letter_id=letter.pk)
        case = form.perform(today=legal_today(), now=utc_now())
    except Refused as refusal:
        at_field = form.refuse(refusal)
        return _page(request, found, form, refusal=None if at_field else refusal)
    unfinished.forget(request)
    if not Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return _given_away(request, form_class.act, case.number)
    messages.success(request, _done(form_class.act, found.case, case))
    return redirect(form.done_url() or reverse("desk:case", args=[case.number]))


def _given_away(request: HttpRequest, act: Act, number: str) -> HttpResponse:
    messages.success(request, f"{ACT_RULES[act].name}：{number}已办理，不再由您承办。")
    return redirect("desk:work_list")


def _done(act: Act, before: Case, after: Case) -> str:
    text = f"{ACT_RULES[act].name}：已办理。"
    if before.reply_due_on != after.reply_due_on and after.is_open:
        text += f"答复期限由{_day_of(before) or '停表中'}变为{_day_of(after) or '停表中，末日未定'}。"
    return text


def _day_of(case: Case) -> str:
    return day_told(case.reply_due_on, provisional=case.reply_provisional) if case.reply_due_on else ""


def _page(
    request: HttpRequest,
    found: CaseRead,
    form: ActForm,
    *,
    refusal: Refused | None = None,
    closed: bool = False,
    resumed: bool = False,
) -> HttpResponse:
    rule = ACT_RULES[form.act]
    url = reverse("desk:case", args=[found.case.number])
    context = {
        "case": case_head(found.case) | {"url": url},
        "act": {
            "title": rule.name,
            "lead": str(form.consultation or form.record or ""),
            "submit_label": form.submit_label or rule.name,
            "prepare_label": WRITTEN_BEFORE.get(form.act, "") if form.user.role in MAKERS else "",
            "danger": form.danger,
            "article_label": rule.article,
            "article_text": f"{rule.effect}。",
            "consequences": form.consequences(),
            "warnings": _warnings(form, found),
            "moved": _moved(form, found),
        },
        "form": form,
        "sections": form.sections(),
        "worksheet": form.worksheet() if form.worksheet_template and not closed else None,
        "closed": closed,
        "resumed": resumed,
        "paper": None if closed else paper_of(form),
        "prepared": [] if closed else others_prepared(form),
        "refusal": refusal_words(refusal),
    }
    if form.act in _READING and not closed:
        context["draft"] = newest_draft(found.case)
    if isinstance(form, DecisionFields):
        context |= {
            "decision": form.code,
            "choices": decision_choices(found.case) if form.chooses_code else None,
            **drafting(form, request.user),
        }
    status = NOT_NOW if closed else REFUSED if form.errors or refusal else 200
    return show(request, "desk/act_form.html", context, status=status)


def _warnings(form: ActForm, found: CaseRead) -> list[str]:
    law = warning(form.act, situation_of(found.case, found.reading, found.today))
    # Whoever drafts or signs again reads why the first reply did not stand.
    again = redo_banner(found.case) if form.act in _DECIDING else None
    same = same_ground(found.case, form.code.code) if isinstance(form, DecisionFields) and form.code else ""
    # Told before the draft is written, not after: who would have to review it is not there.
    nobody = why_not_begin(found.case) if form.act is Act.SUBMIT_FOR_REVIEW else None
    return [text for text in (again and again["text"], same, nobody and nobody.sentence, law) if text]


def _moved(form: ActForm, found: CaseRead) -> dict[str, Any] | None:
    """Return how the reply deadline moves; nothing where it stays or cannot be told."""
    duty, reply = form.moved_to(), found.reading.reply
    if duty is None or duty.due_on is None or (reply and duty.due_on == reply.due_on):
        return None
    before = reply.due_on if reply and reply.due_on else None
    return {"label": "答复期限", "before": before, "after": duty.due_on, "provisional": duty.provisional}
