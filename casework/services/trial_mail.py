"""A letter sent now, to see whether the mail server takes any."""

from __future__ import annotations

from datetime import datetime

from casework.adapters.mailer import LetterRefused, Mailer, ServerUnusable
from casework.law.errors import Refused
from casework.models.user import User
from casework.services.ladders import SETTERS
from casework.services.permissions import refuse_other_role


def send_test_mail(*, actor: User, now: datetime) -> None:
    """Send a test letter to the actor's own address. Raises Refused with the server's own words."""
    refuse_other_role(actor, "发送测试邮件", *SETTERS)
    if not actor.email:
        raise Refused("test_mail_no_address", "您的账号没有电子邮箱，请先由系统管理员登记。")
    try:
        with Mailer() as mailer:
            # Numbered 0: no notice is, so it is never taken for one.
            mailer.send(
                notice_id=0, written_at=now, address=actor.email, subject="依申请公开办理系统测试邮件",
                body="收到这封邮件，说明邮件提醒可以送达。",
            )  # fmt: skip
    except (LetterRefused, ServerUnusable) as failure:
        raise Refused("test_mail_failed", f"测试邮件没有发出：{failure}") from failure
