"""Letters that were given up: sending them again, once the reason is put right."""

from __future__ import annotations

from datetime import datetime

from casework.law.errors import Refused
from casework.models.notice import NoticeState
from casework.models.user import Role, User
from casework.queries.dead_letters import dead_letters_of
from casework.services.permissions import refuse_other_role

RESENDERS = (Role.LEADER, Role.ADMINISTRATOR)


def resend(*, actor: User, now: datetime, notice_id: int | None = None) -> int:
    """Send one dead letter of the actor's agency again, or all of them; return how many.

    They start with all their tries. What waits for an endpoint that is switched off stays dead.
    """
    refuse_other_role(actor, "重新发送", *RESENDERS)
    dead = dead_letters_of(actor.agency)
    if notice_id is not None:
        dead = dead.filter(pk=notice_id)
        if not dead.exists():
            raise Refused("dead_letter_not_found", "没有这条发送失败的记录。")
    switched_off = dead.filter(endpoint__isnull=False, endpoint__is_active=False)
    if notice_id is not None and switched_off.exists():
        raise Refused("endpoint_switched_off", "推送地址已停用，请先启用再重新发送。")
    return dead.exclude(pk__in=switched_off.values("pk")).update(
        state=NoticeState.PENDING, attempts=0, send_after=now, claimed_at=None
    )
