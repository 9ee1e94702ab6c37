"""Webhook endpoints (推送地址): set up by the administrator of an agency, on record, and tried out."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from casework.adapters.webhook_client import SCHEMES, Message, is_allowed, post_all
from casework.law.errors import Refused
from casework.models.account_event import AccountAct
from casework.models.agency import Agency
from casework.models.duty_names import duty_name
from casework.models.notice import Notice, NoticeState
from casework.models.user import Role, User
from casework.models.webhook import WebhookEndpoint
from casework.services.account_events import record_account_event
from casework.services.permissions import refuse_other_role

SECRET_BYTES = 32
# Who sets up where messages are pushed to, and is shown a new secret, once.
SETTERS = (Role.ADMINISTRATOR,)


@transaction.atomic
def add_endpoint(*, name: str, url: str, actor: User, now: datetime, address: str = "") -> tuple[WebhookEndpoint, str]:
    """Add an endpoint of the actor's agency; return it and its secret, to be shown once.

    Raises Refused for an address that is no HTTP address, and for one the agency has already.
    """
    refuse_other_role(actor, "设置推送地址", *SETTERS)
    url, secret = _usable(url), _new_secret()
    Agency.objects.select_for_update().get(pk=actor.agency_id)
    if same := next((row for row in endpoints_of(actor.agency) if row.url == url), None):
        raise Refused("webhook_url_present", f"这个接收地址已经添加过，名称是“{same}”。", field="url")
    endpoint = WebhookEndpoint.objects.create(
        agency=actor.agency, name=name.strip(), url=url, secret=secret, created_at=now
    )
    _record(actor, f"添加“{endpoint}”{endpoint.shown_address}", now, address)
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    *, endpoint_id: int, name: str, url: str, is_active: bool, actor: User, now: datetime, address: str = ""
) -> WebhookEndpoint:
    """Change name, address or use of an endpoint.

    What still waits for one that is switched off is given up in the open, not sent years later.
    """
    endpoint = _own(endpoint_id, actor)
    endpoint.name, endpoint.url, endpoint.is_active = name.strip(), _usable(url), is_active
    endpoint.save(update_fields=["name", "url", "is_active"])
    _record(actor, f"修改“{endpoint}”{endpoint.shown_address}，{'启用' if is_active else '停用'}", now, address)
    if not is_active:
        endpoint.notices.filter(state=NoticeState.PENDING).update(
            state=NoticeState.DEAD, last_error="推送地址已停用", claimed_at=None
        )
    return endpoint


@transaction.atomic
def renew_secret(*, endpoint_id: int, actor: User, now: datetime, address: str = "") -> str:
    """Give an endpoint a new secret and return it, to be shown once; the old one signs nothing from now on."""
    endpoint = _own(endpoint_id, actor)
    endpoint.secret = secret = _new_secret()
    endpoint.save(update_fields=["secret"])
    _record(actor, f"更换“{endpoint}”的签名密钥", now, address)
    return secret


def send_test_message(*, endpoint_id: int, actor: User, now: datetime) -> str:
    """Post a test message at once; return why it failed, or "" when the receiver took it."""
    endpoint = _own(endpoint_id, actor)
    told = {"event": "test", "id": None, "agency": endpoint.agency.name, "text": "依申请公开办理系统测试消息"}
    return post_all([_message(endpoint, f"test-{now:%Y%m%d%H%M%S%f}", now, told)])[0].error


def message_of(notice: Notice, now: datetime) -> Message:
    """Return a notice as its endpoint gets it: number, duty and date, and nothing about a person.

    Raises UnreadableValue where address or secret cannot be decrypted.
    """
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
    return _message(endpoint, f"{notice.pk}-{notice.created_at:%Y%m%d%H%M%S%f}", now, told)


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


def _message(endpoint: WebhookEndpoint, delivery: str, now: datetime, told: dict[str, object]) -> Message:
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Message(endpoint.url.clear, endpoint.secret.clear, delivery, int(now.timestamp()), body)


def _record(actor: User, note: str, now: datetime, address: str) -> None:
    person = User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    record_account_event(person=person, act=AccountAct.ENDPOINT_SET, actor=actor, now=now, address=address, note=note)


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
    if not is_allowed(url):
        raise Refused("webhook_host_not_allowed", "这个主机不在允许推送的主机之列，请联系运维人员。", field="url")
    return url


def _new_secret() -> str:
    return secrets.token_hex(SECRET_BYTES)
