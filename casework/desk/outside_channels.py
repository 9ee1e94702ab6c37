"""告知渠道: where replies send applicants, kept once for the agency."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import utc_now
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page
from casework.desk.forms.fields import DeskForm, LongText
from casework.law.evidence import OUTSIDE_CHANNELS, Evidence
from casework.law.outcomes import CODES
from casework.models.outside_channel import OutsideChannel
from casework.services.outside_channels import KEEPERS, keep_outside_channels


class OutsideChannelsForm(DeskForm):
    """One text a kind; each says which decision it goes into."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for item, name in OUTSIDE_CHANNELS.items():
            self.fields[item.value] = LongText(label=name, required=False, help_text=_used_in(item))


def _used_in(item: Evidence) -> str:
    codes = "、".join(f"{row.code} {row.name}" for row in CODES.values() if item in row.evidence)
    return f"用于：{codes}。写明机构名称、地址、电话或者网址。"


@require_http_methods(["GET", "HEAD", "POST"])
def outside_channels(request: HttpRequest) -> HttpResponse:
    """Show the texts and keep what was changed."""
    require_role(request.user, *KEEPERS)
    rows = OutsideChannel.objects.filter(agency=request.user.agency).select_related("recorded_by")
    form = OutsideChannelsForm(request.POST or None, initial={row.kind: row.text for row in rows})

    def act(given: dict[str, Any]) -> str:
        given.pop("key")
        keep_outside_channels(texts=given, actor=request.user, now=utc_now())
        return "告知渠道已保存，从下一份拟稿起带入。"

    notes = [
        "拟稿选定相应的决定码时，这里的内容自动填入，可以按件修改。",
        "已经拟定、签发的答复不受影响。",
        *(f"{row.get_kind_display()}：{row.recorded_by}登记。" for row in rows if row.recorded_by),
    ]
    page = FormPage("告知渠道", "文书设置", reverse("desk:letter_settings"), "保存", notes=notes, done_url=request.path)
    return form_page(request, page, form, act)
