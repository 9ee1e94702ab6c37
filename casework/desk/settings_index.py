"""设置: one way in to everything an office sets once and rarely touches."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.desk.shell import SETTINGS_PAGES, show

# What each page is for, in one line.
PURPOSES = {
    "desk:approval_chain": "答复由谁审核、谁签发；负责人外出时由谁代签。",
    "desk:reminder_settings": "期限临近时提前几天、提醒谁；邮件和推送地址；没有送到的提醒。",
    "desk:letter_settings": "文书版式、文号、复议机关和法院；答复告知的信访等渠道；上传本机关自己的模板。",
    "desk:topics": "申请按什么分类统计：征地拆迁、规划建设等，各机关自定。",
    "desk:copy_period": "证件复印件在办结后保存多久。",
}


@require_safe
def settings_index(request: HttpRequest) -> HttpResponse:
    """List the settings pages of the user's role."""
    pages = SETTINGS_PAGES.get(request.user.role, ()) if request.user.agency is not None else ()
    if not pages:
        raise PermissionDenied
    rows = [{"label": label, "url": reverse(name), "purpose": PURPOSES.get(name, "")} for label, name in pages]
    return show(request, "desk/settings_index.html", {"rows": rows})
