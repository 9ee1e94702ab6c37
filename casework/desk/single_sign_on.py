"""统一身份认证: to the office's identity provider and back. Without one in the settings these pages are not there."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.adapters.client_address import client_address
from casework.adapters.clock import utc_now
from casework.adapters.rate_counter import count_one
from casework.desk.shell import REFUSED
from casework.desk.sign_in import SignInForm, enter, too_many


@never_cache
@login_not_required
@require_safe
def sso(request: HttpRequest) -> HttpResponse:
    """Send the browser to the identity provider."""
    _require_provider()
    from mozilla_django_oidc.views import OIDCAuthenticationRequestView

    return too_many(request) or OIDCAuthenticationRequestView.as_view()(request)


@never_cache
@login_not_required
@require_safe
def sso_callback(request: HttpRequest) -> HttpResponse:
    """Take the browser back from the identity provider; a second factor of the account is asked for here."""
    _require_provider()
    from mozilla_django_oidc.views import OIDCAuthenticationCallbackView

    class Callback(OIDCAuthenticationCallbackView):
        """The library's checks, and our own way into the desk."""

        def login_success(self) -> HttpResponse:
            return enter(self.request, self.user, self.success_url)

        def login_failure(self) -> HttpResponse:
            count_one("sign_in", client_address(request), now=utc_now())
            notice = "身份认证没有成功，或者该用户在本系统没有账号。请重试，或者联系本单位系统管理员。"
            return render(request, "desk/login.html", {"form": SignInForm(request), "notice": notice}, status=REFUSED)

        @property
        def success_url(self) -> str:
            return request.session.get("oidc_login_next") or "desk:work_list"

    return too_many(request) or Callback.as_view()(request)


def _require_provider() -> None:
    if not settings.OIDC_LABEL:
        raise Http404("没有设置统一身份认证")
