"""科室设置: the units of the administrator's agency."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page
from casework.desk.forms.accounts import UnitForm
from casework.models.agency import Unit
from casework.models.user import Role
from casework.services.units import add_unit, rename_unit, units_of

NOTES = [
    "机构改革更名的，改名后办件和人员仍在原科室名下；旧名称请在“机关事项—名称沿革”中登记。",
    "科室负责人、承办科室人员的账号须登记所在科室。",
]


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: HttpRequest) -> HttpResponse:
    """List the units and add one."""
    require_role(request.user, Role.ADMINISTRATOR)
    rows = units_of(request.user.agency)
    links = [{"label": str(row), "url": reverse("desk:unit_edit", args=[row.pk])} for row in rows]

    def act(given: dict[str, Any]) -> str:
        return f"已添加“{add_unit(name=given['name'], actor=request.user)}”。"

    here = reverse("desk:units")
    page = FormPage(
        "科室设置", "账号管理", reverse("desk:people"), "添加", lead=f"{request.user.agency}，共{len(rows)}个科室",
        notes=NOTES, done_url=here, extra={"links": links, "links_title": "现有科室"},
    )  # fmt: skip
    return form_page(request, page, UnitForm(request.POST or None), act)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Rename a unit."""
    require_role(request.user, Role.ADMINISTRATOR)
    row = Unit.objects.filter(pk=unit_id, agency=request.user.agency_id).first()
    if row is None:
        raise Http404("没有这个科室")

    def act(given: dict[str, Any]) -> str:
        return f"已更名为“{rename_unit(unit_id=unit_id, name=given['name'], actor=request.user)}”。"

    page = FormPage("科室更名", "科室设置", reverse("desk:units"), "保存", lead=str(row), notes=NOTES)
    return form_page(request, page, UnitForm(request.POST or None, initial={"name": row.name}), act)
