"""推送地址: set up, changed, tried out by the administrator, who alone is shown a secret, when it is new."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from casework.adapters.client_address import client_address
from casework.adapters.clock import utc_now
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page, post_or_say
from casework.desk.forms.reminder_settings import EndpointForm
from casework.desk.shell import show
from casework.law.errors import Refused
from casework.models.notice import MAX_ATTEMPTS
from casework.models.webhook import WebhookEndpoint
from casework.services import webhooks

NOTES = [
    "每条消息是一个 JSON，只有编号、事项和日期，没有申请人的任何信息。",
    "X-Casework-Signature 是用签名密钥对“时间戳.正文”作的 HMAC-SHA256；接收方应先验签再使用。",
    f"接收方应在5秒内回复2xx；否则重试{MAX_ATTEMPTS}次，仍不成功的列入“发送失败”。",
]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def endpoint_new(request: HttpRequest) -> HttpResponse:
    """Add an endpoint and show its secret, once."""
    require_role(request.user, *webhooks.SETTERS)
    form = EndpointForm(request.POST or None, is_new=True)

    def act(given: dict[str, Any]) -> HttpResponse:
        row, secret = webhooks.add_endpoint(name=given["name"], url=given["url"], **_by(request))
        return _show_secret(request, row, secret, "推送地址已添加")

    return form_page(request, _page("添加推送地址", "添加"), form, act)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def endpoint_edit(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Change an endpoint, or switch it off."""
    require_role(request.user, *webhooks.SETTERS)
    row = _own(request, endpoint_id)
    shown = {"name": row.name, "url": row.url.clear, "is_active": row.is_active}
    form = EndpointForm(request.POST or None, initial=shown, is_new=False)

    def act(given: dict[str, Any]) -> str:
        changed = webhooks.change_endpoint(
            endpoint_id=endpoint_id, name=given["name"], url=given["url"], is_active=given["is_active"], **_by(request),
        )  # fmt: skip
        return f"推送地址“{changed}”已保存。"

    renew_url = reverse("desk:endpoint_secret", args=[endpoint_id])
    return form_page(request, _page("修改推送地址", "保存", renew_url=renew_url), form, act)


@never_cache
@require_POST
def endpoint_secret(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Make a new secret and show it, once; the old one signs nothing any more."""
    require_role(request.user, *webhooks.SETTERS)
    row = _own(request, endpoint_id)

    def act() -> HttpResponse:
        secret = webhooks.renew_secret(endpoint_id=endpoint_id, **_by(request))
        return _show_secret(request, row, secret, "签名密钥已更换")

    return post_or_say(request, act, reverse("desk:endpoint_edit", args=[endpoint_id]))


@require_POST
def endpoint_test(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Post a test message now and say what the receiver answered."""
    require_role(request.user, *webhooks.SETTERS)
    row = _own(request, endpoint_id)

    def act() -> str:
        if error := webhooks.send_test_message(endpoint_id=endpoint_id, actor=request.user, now=utc_now()):
            raise Refused("test_message_failed", f"测试消息没有送达“{row}”：{error}")
        return f"“{row}”已收到测试消息。"

    return post_or_say(request, act, reverse("desk:reminder_settings"))


def _page(title: str, submit_label: str, **extra: Any) -> FormPage:
    back = reverse("desk:reminder_settings")
    return FormPage(title, "提醒设置", back, submit_label, notes=NOTES, extra=extra)


def _show_secret(request: HttpRequest, row: WebhookEndpoint, secret: str, title: str) -> HttpResponse:
    context = {"endpoint": row, "secret": secret, "title": title, "back_url": reverse("desk:reminder_settings")}
    return show(request, "desk/endpoint_secret.html", context)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": utc_now(), "address": client_address(request)}


def _own(request: HttpRequest, endpoint_id: int) -> WebhookEndpoint:
    try:
        return webhooks.endpoint_of(request.user, endpoint_id)
    except Refused:
        raise Http404("没有这个推送地址") from None
