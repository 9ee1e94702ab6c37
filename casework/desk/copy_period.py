"""个人信息设置: how long an agency keeps copies of identity documents."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page
from casework.desk.forms.personal_data import CopyPeriodForm
from casework.services.identity_copies import KEEPERS, set_copy_period


@require_http_methods(["GET", "HEAD", "POST"])
def copy_period(request: HttpRequest) -> HttpResponse:
    """Show and set the period; 0 keeps the copies with the file."""
    require_role(request.user, *KEEPERS)
    agency = request.user.agency
    form = CopyPeriodForm(request.POST or None, initial={"days": agency.switches.identity_copy_days if agency else 0})

    def act(given: dict[str, Any]) -> str:
        set_copy_period(days=given["days"], actor=request.user)
        return f"已设为办结满{given['days']}日删除。" if given["days"] else "已设为随案卷保存，不自动删除。"

    page = FormPage(
        "个人信息设置", "设置", reverse("desk:settings"), "保存", lead=str(agency or ""),
        done_url=reverse("desk:copy_period"),
        notes=[
            "只删除身份核验时勾选为证件复印件的附件，每次删除在办件上留有记录；文件名和校验值保留。",
            "已经归档的按档案管理规定保存，不删除；复议诉讼没有结果的，暂不删除。",
            "期限不少于180日：申请人在六个月内可以起诉。",
            "备份里的副本随备份的保存期限失效。",
        ],
    )  # fmt: skip
    return form_page(request, page, form, act)
