"""登记申请 for every channel, with the receipt day and its rule shown while the clerk types."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.desk.forms.registration import RegistrationForm
from casework.desk.forms.supplements import told
from casework.desk.shell import REFUSED, refusal_words, show
from casework.desk.similar_words import own_rows
from casework.law.acts import Act
from casework.law.duties import REPLY_WORKING_DAYS
from casework.law.errors import Refused
from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.models.office_matter import IncomingMail
from casework.queries.former_names import successor_hints
from casework.queries.reckoning import reckon
from casework.queries.topics import topics_of
from casework.services.permissions import why_not_allowed
from casework.services.register import register as register_request

LONGEST_ID = 12


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Ask for one request and store it; "先看期限" only shows what the dates mean."""
    _require_desk(request)
    form = _form(request)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form)
    if "reckon" in request.POST:
        return _page(request, form, status=200)
    try:
        done = register_request(
            agency=request.user.agency,
            request=form.request(taken_down_by=str(request.user)),
            actor=request.user,
            today=legal_today(),
            now=utc_now(),
            key=form.cleaned_data["key"],
        )
    except Refused as refusal:
        at_field = form.refuse(refusal)
        return _page(request, form, refusal=None if at_field else refusal)
    messages.success(request, f"已登记，编号 {done.case.number}，收到日 {done.case.received_on or '待与申请人确认'}。")
    for warning in done.warnings:
        messages.warning(request, f"{warning}。已照登，请与证件核对。")
    return redirect("desk:case", number=done.case.number)


@require_http_methods(["GET", "HEAD", "POST"])
def register_reckoning(request: HttpRequest) -> HttpResponse:
    """Answer with the fragment that says what the dates typed so far mean."""
    _require_desk(request)
    form = RegistrationForm(request.POST if request.method == "POST" else request.GET, **_options(request))
    form.is_valid()
    return render(request, "desk/register_reckoning.html", _beside(request, form))


def _require_desk(request: HttpRequest) -> None:
    if why_not_allowed(Act.REGISTER, request.user) or request.user.agency is None:
        raise PermissionDenied


def _options(request: HttpRequest) -> dict[str, Any]:
    wanted = request.GET.get("channel", "")
    channel = Channel(wanted) if wanted in list(Channel) else Channel.COUNTER
    return {
        "channel": channel,
        "policy": request.user.agency.switches,
        "today": legal_today(),
        "topics": topics_of(request.user.agency).names,
    }


def _form(request: HttpRequest) -> RegistrationForm:
    if request.method == "POST":
        return RegistrationForm(request.POST, request.FILES, **_options(request))
    return RegistrationForm(initial=_from_mail(request), **_options(request))


def _from_mail(request: HttpRequest) -> dict[str, Any]:
    """Return what the mail room knows of the letter ``?mail=`` names; nothing for one of another agency."""
    wanted = request.GET.get("mail", "")
    known = IncomingMail.objects.filter(agency=request.user.agency)
    row = known.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < LONGEST_ID else None
    if row is None:
        return {}
    return {
        "signed_on": row.received_on,
        "postal_number": row.postal_number,
        "addressed_to": row.addressed_to,
        "name": row.from_whom,
    }


def _page(
    request: HttpRequest, form: RegistrationForm, *, refusal: Refused | None = None, status: int = 0
) -> HttpResponse:
    address = reverse("desk:register")
    context = {
        "channels": [
            {"label": CHANNEL_NAMES[item], "url": f"{address}?channel={item.value}", "current": item is form.channel}
            for item in Channel
        ],
        "form": form,
        "sections": form.sections(),
        "preview_url": f"{reverse('desk:register_reckoning')}?channel={form.channel.value}",
        "refusal": refusal_words(refusal),
        **_beside(request, form),
    }
    return show(request, "desk/register.html", context, status=status or (REFUSED if form.is_bound else 200))


def _beside(request: HttpRequest, form: RegistrationForm) -> dict[str, Any]:
    """Return the reckoning and the similar requests that stand beside the form."""
    name = form.cleaned_data.get("name", "") if form.is_bound else ""
    content = form.cleaned_data.get("content", "") if form.is_bound else ""
    addressed_to = form.cleaned_data.get("addressed_to", "") if form.is_bound else ""
    return {
        "reckoning": _reckoning(request, form),
        "similar": own_rows(request.user, name or "", content or ""),
        "successions": successor_hints(request.user.agency, addressed_to or ""),
    }


def _reckoning(request: HttpRequest, form: RegistrationForm) -> dict[str, Any]:
    dates = (
        form.dates()
        if form.is_bound
        else {name: form.initial.get(name) for name in form.fields if name.endswith("_on")}
    )
    warnings = form.document_warnings()
    if not any(dates.values()):
        return {"warnings": warnings}
    try:
        found = reckon(
            agency_id=request.user.agency_id, channel=form.channel, policy=form.policy, today=form.today, **dates
        )
    except Refused as refusal:
        return {"warnings": [str(refusal), *warnings]}
    receipt, reply = found.reading.receipt, found.reading.reply
    if receipt.received_on is None:
        return {"waiting": receipt.waiting, "rule": receipt.basis, "warnings": warnings}
    return {
        "received_on": receipt.received_on,
        "rule": receipt.basis,
        "explanation": receipt.explanation,
        "due_on": None if reply.provisional else reply.due_on,
        "due_text": f"{told(reply)}，待国务院办公厅公布放假安排",
        "of": REPLY_WORKING_DAYS,
        "supplement_by": found.supplement_by,
        "used": found.used,
        "late": found.used > 0,
        "warnings": [*(f"{remark}。" for remark in found.reading.remarks), *warnings],
    }
