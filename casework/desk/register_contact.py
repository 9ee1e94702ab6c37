"""查看登记簿联系方式: asked for with a reason, shown once, on record in the reader's account (个人信息保护法第五十一条)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.client_address import client_address
from casework.adapters.clock import utc_now
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page
from casework.desk.forms.personal_data import ContactForm
from casework.desk.registers import entry_or_404
from casework.desk.shell import show
from casework.services.office_matters import WORKERS, view_contact
from casework.services.personal_data import ClearPerson


@require_http_methods(["GET", "HEAD", "POST"])
def register_contact(request: HttpRequest, name: str, matter_id: int) -> HttpResponse:
    """Ask for the reason; answer a good one with the contact of the entry."""
    require_role(request.user, *WORKERS)
    _, item = entry_or_404(request.user, name, matter_id)
    page = FormPage(
        "查看联系方式", item.number, reverse("desk:register_entry", args=[name, item.pk]), "查看",
        lead=item.from_whom,
        notes=[
            "查看人、时间和理由记入本人的账号记录，审计员可以查阅，不能修改或者删除。",
            "内容只在下一页显示一次；需要再看的，再次写明理由。",
        ],
    )  # fmt: skip

    def act(given: dict[str, Any]) -> HttpResponse:
        contact = view_contact(
            item, reason=given["reason"], note=given["note"], actor=request.user, now=utc_now(),
            address=client_address(request),
        )  # fmt: skip
        person = ClearPerson(item.from_whom, (("联系方式", contact),))
        return show(request, "desk/personal_data.html", {"page": page, "people": [person], "is_register": True})

    answer = form_page(request, page, ContactForm(request.POST or None), act)
    answer["Cache-Control"] = "private, no-store"
    return answer
