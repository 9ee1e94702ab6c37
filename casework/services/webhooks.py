"""Webhook endpoints (推送地址): set up by the administrator of an agency, and tried out."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from casework.adapters.webhook_client import SCHEMES, Message, post_all
from casework.law.errors import Refused
from casework.models.agency import Agency
from casework.models.duty_names import duty_name
from casework.models.notice import Notice, NoticeState
from casework.models.user import Role, User
from casework.models.webhook import WebhookEndpoint
from casework.services.permissions import refuse_other_role

SECRET_BYTES = 32
# Who sets up where messages are pushed to, and reads the secret.
SETTERS = (Role.ADMINISTRATOR,)


def add_endpoint(*, name: str, url: str, actor: User, now: datetime) -> WebhookEndpoint:
    """Add an endpoint of the actor's agency with a secret of its own."""
    refuse_other_role(actor, "设置推送地址", *SETTERS)
    return WebhookEndpoint.objects.create(
        agency=actor.agency, name=name.strip(), url=_usable(url), secret=_new_secret(), created_at=now
    )


@transaction.atomic
def change_endpoint(*, endpoint_id: int, name: str, url: str, is_active: bool, actor: User) -> WebhookEndpoint:
    """Change name, address or use of an endpoint.

    What still waits for one that is switched off is given up in the open, not sent years later.
    """
    endpoint = _own(endpoint_id, actor)
    endpoint.name, endpoint.url, endpoint.is_active = name.strip(), _usable(url), is_active
    endpoint.save(update_fields=["name", "url", "is_active"])
    if not is_active:
        endpoint.notices.filter(state=NoticeState.PENDING).update(
            state=NoticeState.DEAD, last_error="推送地址已停用", claimed_at=None
        )
    return endpoint


def renew_secret(*, endpoint_id: int, actor: User) -> WebhookEndpoint:
    """Give an endpoint a new secret; the old one signs nothing from now on."""
    endpoint = _own(endpoint_id, actor)
    endpoint.secret = _new_secret()
    endpoint.save(update_fields=["secret"])
    return endpoint


def send_test_message(*, endpoint_id: int, actor: User, now: datetime) -> str:
    """Post a test message at once; return why it failed, or "" when the receiver took it."""
    endpoint = _own(endpoint_id, actor)
    told = {"event": "test", "id": None, "agency": endpoint.agency.name, "text": "依申请公开办理系统测试消息"}
    message = Message(endpoint.url, endpoint.secret, f"test-{now:%Y%m%d%H%M%S%f}", int(now.timestamp()), _json(told))
    return post_all([message])[0].error


def message_of(notice: Notice, now: datetime) -> Message:
    """Return a notice as its endpoint gets it: number, duty and date, and nothing about a person."""
    endpoint, reminder, office = notice.endpoint, notice.reminder, notice.office_duty
    source = reminder or office
    told = {
        "event": "reminder",
        "id": notice.pk,
        "agency": endpoint.agency.name,
        "number": notice.case.number if notice.case else None,
        "duty": source.duty if source else None,
        "duty_name": duty_name(source.duty) if source else None,
        "due_on": source.due_on.isoformat() if source else None,
        "step": reminder.step if reminder else None,
        "text": notice.subject,
    }
    delivery = f"{notice.pk}-{notice.created_at:%Y%m%d%H%M%S%f}"
    return Message(endpoint.url, endpoint.secret, delivery, int(now.timestamp()), _json(told))


def endpoint_of(actor: User, endpoint_id: int) -> WebhookEndpoint:
    """Return an endpoint of the actor's agency. Raises Refused ``endpoint_not_found``."""
    found = WebhookEndpoint.objects.select_related("agency").filter(pk=endpoint_id, agency=actor.agency_id).first()
    if found is None:
        raise Refused("endpoint_not_found", "没有这个推送地址。")
    return found


def endpoints_of(agency: Agency) -> list[WebhookEndpoint]:
    """Return the endpoints of an agency."""
    return list(WebhookEndpoint.objects.filter(agency=agency))


def _own(endpoint_id: int, actor: User) -> WebhookEndpoint:
    refuse_other_role(actor, "设置推送地址", *SETTERS)
    return endpoint_of(actor, endpoint_id)


def _usable(url: str) -> str:
    url = url.strip()
    try:
        parts = urlsplit(url)
        usable = parts.scheme in SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise Refused("webhook_url_unusable", "接收地址应以 http:// 或 https:// 开头，并写明主机。", field="url")
    if parts.username is not None or parts.password is not None:
        raise Refused(
            "webhook_url_with_password", "接收地址中不要写用户名和口令，消息由签名密钥证明来源。", field="url"
        )
    return url


def _new_secret() -> str:
    return secrets.token_hex(SECRET_BYTES)


def _json(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
