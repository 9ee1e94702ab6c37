"""Signing in and out, with Django's own means."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

REFUSED = 422
LOCKED_OUT = 429


class SignInForm(AuthenticationForm):
    """Name and password in the words of the desk."""

    error_messages = {
        "invalid_login": "用户名或者口令不对，请重新输入。",
        "inactive": "这个账号已经停用，请联系本单位系统管理员。",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "口令"
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写{field.label}。"


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "desk/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    next_page = "desk:work_list"

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=REFUSED)


class SignOut(LogoutView):
    """Signing out; by POST only."""

    next_page = "desk:login"


def locked_out(request: HttpRequest, credentials: dict[str, Any], *_: Any, **__: Any) -> HttpResponse:
    """Answer whoever has tried too many wrong passwords, the right one included."""
    form = SignInForm(request, initial={"username": credentials.get("username", "")})
    notice = "口令连续输错5次，这个账号30分钟内不能从本机登录。确需立即登录的，请联系本单位系统管理员。"
    return render(request, "desk/login.html", {"form": form, "notice": notice}, status=LOCKED_OUT)
