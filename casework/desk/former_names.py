"""名称沿革: the old names an agency answers for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page, post_or_say
from casework.desk.forms.fields import DeskForm, LawDay, LawText, Section, Text
from casework.desk.shell import show
from casework.models.agency import Unit
from casework.models.former_name import FormerName
from casework.services.former_names import KEEPERS, add_former_name, remove_former_name


class FormerNameForm(DeskForm):
    """An old name, and since when its powers are whose."""

    layout = (Section((("name", "unit"), ("effective_on",), ("basis",))),)
    name = LawText(label="原名称", max_length=120, help_text="机关或者科室原来的全称，例如：某市国土资源局。")
    unit = forms.ModelChoiceField(Unit.objects.none(), label="承继单位", required=False)
    effective_on = LawDay(label="承继生效日期")
    basis = Text(label="依据", max_length=200, required=False, help_text="机构改革方案或者更名文件的名称、文号。")

    def __init__(self, *args: Any, agency: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = agency.units.order_by("name")
        self.fields["unit"].empty_label = agency.name


def former_names(request: HttpRequest) -> HttpResponse:
    """List the old names of the agency and its units."""
    user = request.user
    if user.agency is None:
        raise PermissionDenied
    keeps = user.role in KEEPERS
    rows = FormerName.objects.filter(agency=user.agency_id).select_related("unit", "agency", "recorded_by")
    context = {
        "rows": [
            {
                "name": row.name,
                "successor": str(row.unit or row.agency),
                "effective_on": row.effective_on,
                "basis": row.basis,
                "by": str(row.recorded_by),
                "remove_url": reverse("desk:former_name_remove", args=[row.pk]) if keeps else "",
            }
            for row in rows
        ],
        "new_url": reverse("desk:former_name_new") if keeps else "",
    }
    return show(request, "desk/former_names.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def former_name_new(request: HttpRequest) -> HttpResponse:
    """Enter an old name."""
    require_role(request.user, *KEEPERS)
    form = FormerNameForm(request.POST or None, agency=request.user.agency)

    def act(given: dict[str, Any]) -> str:
        given.pop("key")
        row = add_former_name(**given, actor=request.user, today=legal_today(), now=utc_now())
        return f"已登记：“{row.name}”自{row.effective_on}起由{row.unit or row.agency}承继。"

    notes = [
        "按原名称来的申请照常登记，收到日不变，信息未移交不是拒绝的理由（国办公开办函〔2019〕14号）。",
        "登记申请时填写来件所写名称，系统会提示承继关系，答复书写明承继。",
        "在“全部办件”里按原名称查找，也能找到承继机关、科室的办件。",
    ]
    page = FormPage("登记原名称", "名称沿革", reverse("desk:former_names"), "登记", notes=notes)
    return form_page(request, page, form, act)


@require_POST
def former_name_remove(request: HttpRequest, former_name_id: int) -> HttpResponse:
    """Take back an entry."""
    require_role(request.user, *KEEPERS)

    def act() -> str:
        remove_former_name(former_name_id=former_name_id, actor=request.user)
        return "已删除这条名称沿革。"

    return post_or_say(request, act, reverse("desk:former_names"))
