"""我的账号: the own password, second factor and signed-in browsers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.adapters.client_address import client_address
from casework.adapters.clock import utc_now
from casework.adapters.qr_code import qr_drawing
from casework.desk.forms.accounts import FirstCodeForm, OwnPasswordForm
from casework.desk.shell import REFUSED, show
from casework.desk.sign_in_gate import GATE, OWES_PASSWORD, open_further
from casework.law.errors import Refused
from casework.services import accounts, second_factors, sign_ins

KEY_GROUP = 4


@never_cache
@require_safe
def own_account(request: HttpRequest) -> HttpResponse:
    """Show who one is here, and where one is signed in."""
    user = request.user
    sessions = sign_ins.open_sessions(person=user, this_key=request.session.session_key, now=utc_now())
    has_factor = second_factors.has_second_factor(user)
    context = {
        "person": user,
        "unit": user.unit,
        "has_factor": has_factor,
        "codes_left": second_factors.recovery_codes_left(user) if has_factor else 0,
        "sessions": [
            {
                "browser": item.session.browser,
                "address": item.session.address,
                "signed_in_at": item.session.signed_in_at,
                "last_used_at": item.last_used_at,
                "is_this": item.is_this,
            }
            for item in sessions
        ],
        "others": sum(not item.is_this for item in sessions),
    }
    return show(request, "desk/own_account.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Change the own password; every other session of the account ends."""
    form = OwnPasswordForm(request.POST or None)
    is_forced = request.session.get(GATE) == OWES_PASSWORD
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = accounts.change_own_password(
                actor=request.user, old=given["old"], new=given["new"], now=utc_now(),
                address=client_address(request),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            _stay_signed_in(request, person)
            open_further(request)
            messages.success(request, "口令已更改，其他地方的登录已退出。")
            return redirect("desk:own_account")
    context = {"form": form, "sections": form.sections(), "is_forced": is_forced}
    return show(request, "desk/own_password.html", context, status=REFUSED if form.is_bound else 200)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show the secret as a QR code and as text, and take the first code."""
    form = FirstCodeForm(request.POST or None)
    try:
        device = second_factors.begin_second_factor(request.user)
        if request.method == "POST" and form.is_valid():
            codes = second_factors.confirm_second_factor(
                actor=request.user, code=form.cleaned_data["code"], now=utc_now(), address=client_address(request)
            )
            open_further(request, code_given=True)
            return show(request, "desk/recovery_codes.html", {"codes": codes, "is_new": True})
    except Refused as refusal:
        if not form.refuse(refusal):
            messages.error(request, str(refusal))
            return redirect("desk:own_account")
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    context = {
        "form": form,
        "sections": form.sections(),
        "qr": qr_drawing(device.config_url),
        "secret": " ".join(secret[at : at + KEY_GROUP] for at in range(0, len(secret), KEY_GROUP)),
        "is_forced": second_factors.needs_second_factor(request.user),
    }
    return show(request, "desk/second_factor.html", context, status=REFUSED if form.is_bound else 200)


@never_cache
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Replace the recovery codes and show the new ones, once."""
    try:
        codes = second_factors.renew_recovery_codes(
            actor=request.user, now=utc_now(), address=client_address(request)
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:own_account")
    return show(request, "desk/recovery_codes.html", {"codes": codes, "is_new": False})


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    ended = sign_ins.end_other_sessions(
        actor=request.user, this_key=request.session.session_key, now=utc_now(), address=client_address(request)
    )
    messages.success(request, f"已退出其他{ended}处登录。" if ended else "没有其他登录。")
    return redirect(reverse("desk:own_account"))


def _stay_signed_in(request: HttpRequest, person: Any) -> None:
    old_key = request.session.session_key
    update_session_auth_hash(request, person)
    request.user = person
    sign_ins.rename_session(old_key, request.session.session_key)
