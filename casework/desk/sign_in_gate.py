"""What stands between a right password and the desk: a second factor, a password of one's own.

The answer is kept in the session, so that no page asks the database again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from casework.adapters.client_address import client_address, client_browser
from casework.adapters.clock import utc_now
from casework.models.sign_in import SignInOutcome
from casework.models.user import User
from casework.services import second_factors, sign_ins

GATE = "sign_in_gate"
OPEN = "open"
OWES_CODE = "code"
OWES_PASSWORD = "password"
OWES_FACTOR = "factor"
# Where each debt is paid; these pages stay open to whoever owes it.
PAGES = {
    OWES_PASSWORD: "desk:own_password",
    OWES_FACTOR: "desk:second_factor",
}
ALWAYS_OPEN = {"desk:logout"}
# Set on the request by the page that took a right code, before it signs the person in.
CODE_GIVEN = "second_factor_given"


def gate_of(person: User, *, code_given: bool, by_directory: bool = False) -> str:
    """Return what the person still owes, or ``OPEN``. Whoever came by the directory has its password and not ours."""
    if not code_given and second_factors.has_second_factor(person):
        return OWES_CODE
    if person.password_is_temporary and not by_directory:
        return OWES_PASSWORD
    if not code_given and second_factors.needs_second_factor(person):
        return OWES_FACTOR
    return OPEN


def open_further(request: HttpRequest, *, code_given: bool = False) -> None:
    """Ask again what is owed, after a debt was paid."""
    given = code_given or second_factors.has_second_factor(request.user)
    request.session[GATE] = gate_of(request.user, code_given=given, by_directory=_by_directory(request))


def _by_directory(request: HttpRequest) -> bool:
    return request.session.get(BACKEND_SESSION_KEY) in settings.DIRECTORY_BACKENDS


class SignInGateMiddleware:
    """Lead whoever still owes something to the page where it is given, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer instead of the view while something is owed."""
        # The API says of its views that they ask for the sign-in themselves; the gate holds there all the same.
        is_api = "api" in request.resolver_match.app_names
        if not (is_api or getattr(view, "login_required", True)) or not request.user.is_authenticated:
            return None
        owed = request.session.get(GATE)
        if owed is None:
            owed = request.session[GATE] = gate_of(request.user, code_given=False, by_directory=_by_directory(request))
        name = request.resolver_match.view_name
        if owed == OPEN or name in ALWAYS_OPEN or name == PAGES.get(owed):
            return None
        if is_api:
            body = {"code": "sign_in_unfinished", "sentence": "请先在办件台完成登录。", "article": "", "field": ""}
            return JsonResponse(body, status=403)
        if owed == OWES_CODE:
            # The code is asked for before anybody is signed in: this session began otherwise.
            logout(request)
            return redirect("desk:login")
        return redirect(PAGES[owed])


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """Write down the sign-in, enter the browser into the person's list, and set the gate."""
    now, address = utc_now(), client_address(request)
    if request.session.session_key is None:
        request.session.create()
    code_given = getattr(request, CODE_GIVEN, False)
    request.session[GATE] = gate_of(user, code_given=code_given, by_directory=_by_directory(request))
    sign_ins.record_sign_in(person=user, outcome=SignInOutcome.SIGNED_IN, now=now, address=address)
    sign_ins.open_session(
        person=user, session_key=request.session.session_key, now=now, address=address,
        browser=client_browser(request),
    )  # fmt: skip


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    """Write down the sign-out."""
    if user is not None:
        sign_ins.record_sign_in(
            person=user, outcome=SignInOutcome.SIGNED_OUT, now=utc_now(), address=client_address(request)
        )
