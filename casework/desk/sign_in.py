"""Signing in and out, with Django's own means."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse

REFUSED = 422


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
