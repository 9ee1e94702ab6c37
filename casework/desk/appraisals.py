"""不予公开台账: what the office withheld, when to appraise it again, and the appraisal itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page
from casework.desk.forms.appraisals import AppraisalForm
from casework.desk.shell import show
from casework.desk.words import badge
from casework.law.appraisals import APPRAISED_NAMES, SOON_DAYS, Appraised, appraisal_on
from casework.law.outcomes import CODES
from casework.models.case import Case
from casework.models.user import Role, User
from casework.queries.appraisals import (
    appraisals_of,
    next_appraisal_on,
    withheld_cases,
    withheld_codes,
    withheld_since,
    withholding,
)
from casework.services.appraisals import APPRAISERS, appraise

PAGE_SIZE = 50
READERS = (*APPRAISERS, Role.HANDLER, Role.SUPERVISOR)


@require_safe
def withheld(request: HttpRequest) -> HttpResponse:
    """List what was withheld, the nearest appraisal first."""
    require_role(request.user, *READERS)
    everything, today = request.GET.get("all") == "1", legal_today()
    found = withheld_cases(request.user, also_disclosable=everything)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(case, request.user, today) for case in page],
        "page_obj": page,
        "everything": everything,
        "with_agency": request.user.role == Role.SUPERVISOR,
    }
    return show(request, "desk/withheld.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_new(request: HttpRequest, number: str) -> HttpResponse:
    """Enter an appraisal of one case."""
    require_role(request.user, *APPRAISERS)
    case = withholding(Case.objects.visible_to(request.user).filter(number=number)).first()
    if case is None:
        raise Http404("没有这个办件")
    today = legal_today()
    shown = {"appraised_on": today, "next_on": appraisal_on(today)}
    form = AppraisalForm(request.POST or None, initial=shown)

    def act(given: dict[str, Any]) -> str:
        row = appraise(case_id=case.pk, **given, actor=request.user, today=today, now=utc_now())
        following = f"下次评估{row.next_on}。" if row.next_on else "已可以公开，请及时办理公开。"
        return f"办件 {case.number} 已登记评估：{row.get_result_display()}。{following}"

    earlier = [
        f"{item.appraised_on} {item.get_result_display()}（{item.appraised_by}）：{item.reason}"
        for item in appraisals_of(case)
    ]
    notes = [
        "本机关不予公开的政府信息应当定期评估审查，因情势变化可以公开的，应当公开（条例第十八条）。",
        "评估结果为可以公开的，不改变原办件的统计；请另行向申请人提供或者主动公开。",
        *(f"以往评估：{line}" for line in earlier),
    ]
    lead = f"{case.number} · {_decision(case)} · 决定日{withheld_since(case)}"
    page = FormPage(
        "登记不予公开信息评估", "不予公开台账", reverse("desk:withheld"), "登记", lead=lead, notes=notes,
        quoted=case.subject,
    )  # fmt: skip
    return form_page(request, page, form, act)


def _row(case: Case, user: User, today: date) -> dict[str, Any]:
    next_on = next_appraisal_on(case)
    return {
        "number": case.number,
        "url": reverse("desk:case", args=[case.number]),
        "subject": case.subject,
        "agency": case.agency.name,
        "decision": _decision(case),
        "decided_on": withheld_since(case),
        "last": f"{case.last_on} {APPRAISED_NAMES[Appraised(case.last_result)]}" if case.last_result else "尚未评估",
        "next_on": next_on,
        "badge": _badge(next_on, today),
        "appraise_url": reverse("desk:appraisal_new", args=[case.number]) if user.role in APPRAISERS else "",
    }


def _decision(case: Case) -> str:
    return "、".join(CODES[code].name for code in withheld_codes(case))


def _badge(on: date | None, today: date) -> str:
    if on is None:
        return badge("met", "可以公开")
    if on < today:
        return badge("overdue", "应评估")
    if on == today:
        return badge("today", "今日")
    return badge("near", "临近") if (on - today).days <= SOON_DAYS else badge("ample", "未到期")
