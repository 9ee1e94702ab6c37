"""督办 on the case page: asked by the supervisor, answered by the agency."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import case_or_404, require_role
from casework.desk.form_page import FormPage, form_page
from casework.desk.forms.office import AnswerForm, UrgeForm
from casework.models.urging import Urging
from casework.models.user import Role, User
from casework.queries.case_page import CaseRead
from casework.services import urgings as services
from casework.services.urgings import ANSWERERS

# What the form proposes; the supervisor may write any day.
ANSWER_WORKING_DAYS = 3


def urging_panel(found: CaseRead, user: User) -> dict[str, Any]:
    """Return the messages on a case and what this person may do about them."""
    case = found.case
    answers = user.agency_id == case.agency_id and user.role in ANSWERERS
    rows = [
        {
            "by": f"{item.urged_by.agency} {item.urged_by}",
            "at": item.urged_at,
            "text": item.text,
            "answer_by": item.answer_by,
            "late": item.answered_at is None and item.answer_by < found.today,
            "answer": item.answer,
            "answered_by": str(item.answered_by) if item.answered_by else "",
            "answered_at": item.answered_at,
            "answer_url": (
                reverse("desk:urging_answer", args=[case.number, item.pk])
                if answers and item.answered_at is None
                else ""
            ),
        }
        for item in case.urgings.select_related("urged_by__agency", "answered_by")
    ]
    urges = user.role == Role.SUPERVISOR and services.may_be_urged(case)
    return {"rows": rows, "urge_url": reverse("desk:urge", args=[case.number]) if urges else ""}


@require_http_methods(["GET", "HEAD", "POST"])
def urge(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the agency about a case."""
    require_role(request.user, Role.SUPERVISOR)
    found = case_or_404(request, number)
    proposed = found.calendar.estimate(found.today, ANSWER_WORKING_DAYS).on
    form = UrgeForm(request.POST or None, initial={"answer_by": proposed})

    def act(given: dict[str, Any]) -> str:
        services.urge(case_id=found.case.pk, **given, actor=request.user, today=legal_today(), now=utc_now())
        return f"已向{found.case.agency}发出督办，请于{given['answer_by']}前反馈。"

    page = FormPage(
        "督办", number, reverse("desk:case", args=[number]), "发出督办", lead=str(found.case.agency),
        notes=["站内和电子邮件同时通知对方；到期未反馈的按阶梯提醒。", "督办和反馈都留在办件页面。"],
    )  # fmt: skip
    return form_page(request, page, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
def urging_answer(request: HttpRequest, number: str, urging_id: int) -> HttpResponse:
    """Answer the supervisor."""
    found = case_or_404(request, number)
    item = Urging.objects.filter(pk=urging_id, case=found.case).first()
    if item is None:
        raise Http404("没有这条督办")
    if request.user.agency_id != found.case.agency_id:
        raise PermissionDenied
    require_role(request.user, *ANSWERERS)
    form = AnswerForm(request.POST or None)

    def act(given: dict[str, Any]) -> str:
        services.answer_urging(
            urging_id=urging_id, text=given["text"], actor=request.user, today=legal_today(), now=utc_now()
        )
        return "督办已反馈。"

    page = FormPage(
        "督办反馈", number, reverse("desk:case", args=[number]), "反馈", lead=f"请于{item.answer_by}前反馈",
        quoted=item.text,
    )  # fmt: skip
    return form_page(request, page, form, act)
