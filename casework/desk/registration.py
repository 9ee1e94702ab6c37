"""登记申请 for every channel, with the receipt day and its rule shown while the clerk types."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.desk.forms.registration import RegistrationForm
from casework.desk.rows import case_address
from casework.desk.shell import REFUSED, refusal_words, show
from casework.desk.similar_words import own_rows
from casework.desk.words import told
from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.receipt import CHANNEL_NAMES, Channel
from casework.models.office_matter import IncomingMail
from casework.queries.former_names import successor_hints
from casework.queries.reckoning import reckon
from casework.queries.topics import topics_of
from casework.services.permissions import why_not_allowed
from casework.services.register import register as register_request

LONGEST_ID = 12
CHANNEL_CHOSEN = "channel_chosen"


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Ask for one request and store it; "先看期限" only shows what the dates mean."""
    _require_desk(request)
    mail = _mail(request)
    form = _form(request, mail)
    if request.method != "POST":
        return _page(request, form, mail)
    is_sound = form.is_valid()
    if CHANNEL_CHOSEN in request.POST:
        form.show_again()
        return _page(request, form, mail, status=200)
    if not is_sound:
        return _page(request, form, mail)
    if "reckon" in request.POST:
        return _page(request, form, mail, status=200)
    try:
        done = register_request(
            agency=request.user.agency,
            request=form.request(taken_down_by=str(request.user)),
            actor=request.user,
            today=legal_today(),
            now=utc_now(),
            key=form.cleaned_data["key"],
            mail_id=mail and mail.pk,
        )
    except Refused as refusal:
        at_field = form.refuse(refusal)
        return _page(request, form, mail, refusal=None if at_field else refusal)
    messages.success(request, f"已登记，编号{done.case.number}，收到日{done.case.received_on or '待与申请人确认'}。")
    if mail:
        messages.success(request, f"来件{mail.number}已由您领取。")
    for warning in done.warnings:
        messages.warning(request, f"{warning}。已照登，请与证件核对。")
    return HttpResponseRedirect(case_address("desk:case", done.case.number))


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
        "topics": lambda: topics_of(request.user.agency).names,
    }


def _form(request: HttpRequest, mail: IncomingMail | None) -> RegistrationForm:
    options = _options(request)
    if request.method != "POST":
        return RegistrationForm(initial=_known_of(mail), **options)
    given = request.POST
    if CHANNEL_CHOSEN in given:
        # Another channel asks for other dates: they start as on a new page, everything typed stays.
        given = given.copy()
        for name, value in RegistrationForm(initial=_known_of(mail), **options).initial.items():
            given.setdefault(name, value)
    return RegistrationForm(given, request.FILES, **options)


def _mail(request: HttpRequest) -> IncomingMail | None:
    """Return the letter ``?mail=`` names; nothing for one of another agency, and no page for one taken over."""
    wanted = request.GET.get("mail", "")
    if not (wanted.isdecimal() and len(wanted) < LONGEST_ID):
        return None
    row = IncomingMail.objects.filter(agency=request.user.agency, pk=int(wanted)).first()
    return None if row and request.method != "POST" and not row.is_open else row


def _known_of(mail: IncomingMail | None) -> dict[str, Any]:
    """Return what the mail room wrote down of a letter, as the form asks for it."""
    if mail is None:
        return {}
    return {
        "signed_on": mail.received_on,
        "postal_number": mail.postal_number,
        "addressed_to": mail.addressed_to,
        "name": mail.from_whom,
    }


def _address(channel: Channel, mail: IncomingMail | None) -> str:
    query = {"channel": channel.value} | ({"mail": mail.pk} if mail else {})
    return f"{reverse('desk:register')}?{urlencode(query)}"


def _page(
    request: HttpRequest,
    form: RegistrationForm,
    mail: IncomingMail | None,
    *,
    refusal: Refused | None = None,
    status: int = 0,
) -> HttpResponse:
    context = {
        "channels": [
            {"label": CHANNEL_NAMES[item], "url": _address(item, mail), "current": item is form.channel}
            for item in Channel
        ],
        "mail": mail,
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
        "supplement_by": found.supplement_by,
        "used": found.used,
        "warnings": [*(f"{remark}。" for remark in found.reading.remarks), *warnings],
    }
