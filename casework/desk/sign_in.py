"""Signing in and out: name and password by Django's own means, then the code of whoever has a second factor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from casework.adapters.client_address import client_address
from casework.adapters.clock import utc_now
from casework.adapters.rate_counter import count_one, is_spent
from casework.desk.shell import REFUSED
from casework.desk.sign_in_gate import CODE_GIVEN
from casework.models.sign_in import SignInOutcome
from casework.models.user import Role, User
from casework.services import second_factors, sign_ins

LOCKED_OUT = 429
PENDING = "pending_sign_in"
PENDING_FOR = timedelta(minutes=5)
MOST_CODES = 5


class SignInForm(AuthenticationForm):
    """Name and password in the words of the desk."""

    error_messages = {
        "invalid_login": "用户名或者口令不对，请重新输入。",
        "inactive": "这个账号已经停用，请联系本单位系统管理员。",
        "no_role": "这个账号尚未授予角色，请联系本单位安全管理员。",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "口令"
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}。"

    def confirm_login_allowed(self, user: User) -> None:
        """Refuse closed accounts and those without a role; only the right password learns which."""
        super().confirm_login_allowed(user)
        if user.role == Role.NONE:
            raise forms.ValidationError(self.error_messages["no_role"], code="no_role")


def too_many(request: HttpRequest) -> HttpResponse | None:
    """Return the refusal where too many tries from one address have failed, else None."""
    if not is_spent("sign_in", client_address(request), now=utc_now()):
        return None
    notice = "从这个网络登录失败的次数过多，请一小时后再试，或者联系本单位系统管理员。"
    return render(request, "desk/login.html", {"form": SignInForm(request), "notice": notice}, status=LOCKED_OUT)


def enter(request: HttpRequest, person: User, next_url: str) -> HttpResponse:
    """Sign in whom a backend has found, or ask for the code of whoever has a second factor."""
    if not second_factors.has_second_factor(person):
        login(request, person)
        return redirect(next_url)
    request.session[PENDING] = {
        "person": person.pk, "backend": person.backend, "until": (utc_now() + PENDING_FOR).isoformat(),
        "next": next_url, "tries": 0,
    }  # fmt: skip
    return redirect("desk:sign_in_code")


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "desk/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    next_page = "desk:work_list"

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Refuse whoever tries many names from one address, before any password is looked at."""
        return too_many(request) or super().post(request, *args, **options)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way to the office's identity provider, where there is one."""
        return super().get_context_data(**kwargs) | {"sso_label": settings.OIDC_LABEL}

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Sign in, or ask for the code of whoever has a second factor."""
        return enter(self.request, form.get_user(), self.get_success_url())

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        if "username" in form.cleaned_data and "password" in form.cleaned_data:
            _note_refusal(self.request, form.cleaned_data["username"], SignInOutcome.WRONG_PASSWORD)
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)


class CodeForm(forms.Form):
    """The code of the phone, or a recovery code."""

    code = forms.CharField(
        label="动态口令", max_length=40, label_suffix="",
        help_text="手机应用当前显示的六位数字；手机不在身边的，输入一个恢复码。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
        error_messages={"required": "请填写动态口令。"},
    )  # fmt: skip


@sensitive_post_parameters("code")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Take the second factor of whoever gave the right password a moment ago, in this browser."""
    pending = request.session.get(PENDING)
    person = _pending_person(pending, utc_now())
    if person is None:
        request.session.pop(PENDING, None)
        return redirect("desk:login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        now, address = utc_now(), client_address(request)
        if second_factors.accept_code(person=person, code=form.cleaned_data["code"], now=now, address=address):
            del request.session[PENDING]
            setattr(request, CODE_GIVEN, True)
            login(request, person, backend=pending["backend"])
            return redirect(pending["next"])
        sign_ins.record_sign_in(person=person, outcome=SignInOutcome.WRONG_CODE, now=now, address=address)
        pending["tries"] += 1
        request.session[PENDING] = pending
        if pending["tries"] >= MOST_CODES:
            del request.session[PENDING]
            notice = f"动态口令连续{MOST_CODES}次不对，请重新登录。"
            return render(
                request, "desk/login.html", {"form": SignInForm(request), "notice": notice}, status=LOCKED_OUT
            )
        form.add_error("code", "动态口令不对，或者已经用过。请等待下一个口令；连续输错后要多等几秒。")
    return render(request, "desk/sign_in_code.html", {"form": form}, status=REFUSED if form.is_bound else 200)


def _pending_person(pending: dict[str, Any] | None, now: datetime) -> User | None:
    if not pending or datetime.fromisoformat(pending["until"]) < now:
        return None
    return User.objects.filter(pk=pending["person"], is_active=True).exclude(role=Role.NONE).first()


class SignOut(LogoutView):
    """Signing out; by POST only."""

    next_page = "desk:login"


def locked_out(request: HttpRequest, credentials: dict[str, Any], *_: Any, **__: Any) -> HttpResponse:
    """Answer whoever has tried too many wrong passwords, the right one included."""
    username = credentials.get("username", "")
    _note_refusal(request, username, SignInOutcome.LOCKED_OUT)
    form = SignInForm(request, initial={"username": username})
    minutes = settings.AXES_COOLOFF_TIME // timedelta(minutes=1)
    notice = (
        f"口令连续输错{settings.AXES_FAILURE_LIMIT}次，这个账号{minutes}分钟内不能从本机登录。"
        "确需立即登录的，请联系本单位安全管理员。"
    )
    return render(request, "desk/login.html", {"form": form, "notice": notice}, status=LOCKED_OUT)


def _note_refusal(request: HttpRequest, username: str, outcome: SignInOutcome) -> None:
    count_one("sign_in", client_address(request), now=utc_now())
    sign_ins.record_wrong_password(
        username=username, outcome=outcome, now=utc_now(), address=client_address(request)
    )  # fmt: skip
