"""审批链设置: the steps of the chain, common chains to begin with, and 代签授权."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page, post_or_say, row_faults
from casework.desk.forms.approval_chain import ActingForm, ChainFormSet, chain_choices, shown_chain
from casework.desk.shell import REFUSED, refusal_words, show
from casework.law.approval_chain import CHAIN_TEMPLATES
from casework.law.errors import Refused
from casework.models.acting import ActingAuthority
from casework.models.approval_chain import ApprovalStep
from casework.queries.reviews import chain_of
from casework.services.acting import end_acting, grant_acting
from casework.services.approval_chains import SETTERS, reset_chain, set_chain

ENDED_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def approval_chain(request: HttpRequest) -> HttpResponse:
    """Show and replace the chain; ?template= fills in a common one without storing it."""
    require_role(request.user, *SETTERS)
    user, refusal = request.user, None
    if request.method == "POST" and "reset" in request.POST:
        reset_chain(actor=user)
        messages.success(request, "审批链已恢复默认：负责人直接签发。")
        return redirect("desk:approval_chain")
    title, template = CHAIN_TEMPLATES.get(request.GET.get("template", ""), ("", ()))
    shown = shown_chain(template or chain_of(user.agency))
    rows = ChainFormSet(request.POST or None, initial=shown, form_kwargs=chain_choices(user.agency))
    if request.method == "POST" and rows.is_valid():
        try:
            set_chain(steps=[step for row in rows if (step := row.plan()) is not None], actor=user)
        except Refused as refused:
            refusal = refusal_words(refused)
        else:
            messages.success(request, "审批链已保存，以后送审的答复按新的审批链办理；正在审核的不受影响。")
            return redirect("desk:approval_chain")
    context = {
        "rows": rows,
        "own": ApprovalStep.objects.filter(agency=user.agency).exists(),
        "filled_in": title,
        "templates": [{"key": key, "title": row[0], "steps": len(row[1])} for key, row in CHAIN_TEMPLATES.items()],
        "refusal": refusal,
        "errors": row_faults(rows),
        "acting": [_acting_row(item) for item in _authorities(user.agency_id)],
        "new_acting_url": reverse("desk:acting_new"),
    }
    return show(request, "desk/approval_chain.html", context, status=REFUSED if rows.is_bound else 200)


def _authorities(agency_id: int) -> list[ActingAuthority]:
    rows = ActingAuthority.objects.filter(agency=agency_id).select_related("absent", "deputy", "recorded_by")
    return list(rows[:ENDED_SHOWN])


def _acting_row(item: ActingAuthority) -> dict[str, Any]:
    today = legal_today()
    over = item.over_since(today)
    standing = f"已于{over}终止" if over else "生效中" if item.from_on <= today else "未到起始日期"
    return {
        "absent": str(item.absent), "deputy": str(item.deputy), "from_on": item.from_on, "until_on": item.until_on,
        "basis": item.basis, "by": str(item.recorded_by), "standing": standing,
        "end_url": "" if over else reverse("desk:acting_end", args=[item.pk]),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def acting_new(request: HttpRequest) -> HttpResponse:
    """Grant somebody the right to sign for an absent colleague."""
    require_role(request.user, *SETTERS)
    user, today = request.user, legal_today()
    staff = chain_choices(user.agency)["staff"]
    form = ActingForm(request.POST or None, initial={"from_on": today}, staff=staff)

    def act(given: dict[str, Any]) -> str:
        given.pop("key")
        row = grant_acting(**given, actor=user, today=today, now=utc_now())
        return f"已登记：{row.deputy}自{row.from_on}至{row.until_on}代{row.absent}签批。"

    notes = [
        "代签只在授权期限内有效，每次代签都记明代谁签、依据什么。", "代签人不因此看到本岗位以外的办件。",
        "授权不能事后补；已经在纸上签批的，用“登记纸质签批”。",
    ]  # fmt: skip
    page = FormPage("登记代签授权", "审批链设置", reverse("desk:approval_chain"), "登记", notes=notes)
    return form_page(request, page, form, act)


@require_POST
def acting_end(request: HttpRequest, authority_id: int) -> HttpResponse:
    """End an authority today."""
    require_role(request.user, *SETTERS)

    def act() -> str:
        row = end_acting(authority_id=authority_id, actor=request.user, today=legal_today())
        return f"{row.deputy}代{row.absent}签批的授权自今天起终止。"

    return post_or_say(request, act, reverse("desk:approval_chain"))
