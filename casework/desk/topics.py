"""主题分类设置: the list of the own agency, or the one it uses until it has its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import utc_now
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page
from casework.desk.forms.topics import TopicListForm
from casework.models.agency import Agency
from casework.queries.topics import TopicsRead, topics_of
from casework.services.topics import KEEPERS, keep_topics


@require_http_methods(["GET", "HEAD", "POST"])
def topics(request: HttpRequest) -> HttpResponse:
    """Show the list in force and keep what was changed."""
    require_role(request.user, *KEEPERS)
    agency = request.user.agency
    found = topics_of(agency)
    form = TopicListForm(request.POST or None, initial={"names": "\n".join(found.names)})

    def act(given: dict[str, Any]) -> str:
        names = keep_topics(lines=given["names"].splitlines(), actor=request.user, now=utc_now())
        return f"主题分类已保存，共{len(names)}个。"

    notes = [
        _origin(found, agency),
        "登记时选定，也可以在办件页上随时选定或者更改；没有选的，统计时列入“未分类”。",
        "用于统计、台账和查找，不影响期限、答复和年度报告。",
        "下级机关没有自己的分类时，沿用这里的。各机关同名的分类合并统计。",
        "删去或者改名以后，已经选定的办件仍按原名称统计。清空后保存，恢复沿用。",
    ]
    page = FormPage("主题分类", "设置", reverse("desk:settings"), "保存", notes=notes, done_url=request.path)
    return form_page(request, page, form, act)


def _origin(found: TopicsRead, agency: Agency) -> str:
    if found.stored is None:
        return "现在使用系统自带的分类，可以照本机关的情况修改。"
    if found.stored.agency_id == agency.pk:
        return f"本机关的分类，{found.stored.kept_by}保存。"
    return f"现在沿用{found.stored.agency}的分类，修改后成为本机关自己的。"
