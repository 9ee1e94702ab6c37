"""补发查询码: to an applicant who is present and identified; shown once, the act on record."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import case_or_404, require_role
from casework.desk.form_page import FormPage, form_page
from casework.desk.forms.query_code import ReissueQueryCodeForm
from casework.desk.shell import show
from casework.law.acts import ACT_RULES, Act
from casework.services.permissions import ROLES_FOR
from casework.services.query_codes import has_own_code, reissue_query_code

TITLE = ACT_RULES[Act.REISSUE_QUERY_CODE].name


@require_http_methods(["GET", "HEAD", "POST"])
def query_code(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what was seen and why, and answer with the new code. No address ever shows it without being asked."""
    case = case_or_404(request, number).case
    require_role(request.user, *(ROLES_FOR[Act.REISSUE_QUERY_CODE] if case.agency_id == request.user.agency_id else ()))
    if not has_own_code(case):
        raise Http404("没有可以补发的查询码")
    back_url = f"{reverse('desk:case', args=[number])}?tab=applicant#tabs"

    def act(given: dict[str, Any]) -> HttpResponse:
        code = reissue_query_code(case_id=case.pk, **given, actor=request.user, today=legal_today(), now=utc_now())
        context = {"title": TITLE, "back_url": back_url, "number": number, "code": code}
        return show(request, "desk/query_code.html", context)

    page = FormPage(
        TITLE, "申请人信息", back_url, "补发", lead=number,
        notes=[
            "只向当面核对过身份的申请人或者代理人补发；电话、邮件中不告知查询码。",
            "补发后原查询码立即失效。新的查询码只在下一页显示一次，本系统不留存。",
            "经手人、时间、核对的证件和原因记入办理记录，不能修改或者删除。",
        ],
    )  # fmt: skip
    answer = form_page(request, page, ReissueQueryCodeForm(request.POST or None), act)
    answer["Cache-Control"] = "private, no-store"
    return answer
