"""查看完整个人信息: asked for with a reason, shown once, on record (个人信息保护法第五十一条)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import case_or_404, require_role
from casework.desk.forms.personal_data import PersonalDataForm
from casework.desk.shell import REFUSED, refusal_words, show
from casework.law.acts import Act
from casework.law.errors import Refused
from casework.services.permissions import ROLES_FOR
from casework.services.personal_data import view_personal_data


@require_http_methods(["GET", "HEAD", "POST"])
def personal_data(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the reason; answer a good one with the data. No address ever shows them without being asked."""
    case = case_or_404(request, number).case
    require_role(request.user, *(ROLES_FOR[Act.VIEW_PERSONAL_DATA] if case.agency_id == request.user.agency_id else ()))
    form, people, refusal = PersonalDataForm(request.POST or None), None, None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given.pop("key")
        try:
            people = view_personal_data(
                case_id=case.pk, **given, actor=request.user, today=legal_today(), now=utc_now()
            )
        except Refused as refused:
            refusal = None if form.refuse(refused) else refused
    context = {
        "page": {
            "title": "查看完整个人信息",
            "lead": case.number,
            "back_label": "申请人信息",
            "back_url": f"{reverse('desk:case', args=[number])}?tab=applicant#tabs",
            "submit_label": "查看",
            "notes": [
                "查看人、时间、项目和理由记入办理记录，不能修改或者删除。",
                "内容只在下一页显示一次；需要再看的，再次写明理由。",
                "只查看办理本件所必需的项目（个人信息保护法第六条）。",
            ],
        },
        "form": form,
        "sections": form.sections(),
        "people": people,
        "refusal": refusal_words(refusal),
    }
    template = "desk/form_page.html" if people is None else "desk/personal_data.html"
    answer = show(request, template, context, status=REFUSED if form.is_bound and people is None else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer
